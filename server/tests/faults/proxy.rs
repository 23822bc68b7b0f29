//! Somebody between the server and its database, who can turn to another one.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    thread::spawn,
};

/// Passes on what it gets.
pub(super) struct Proxy {
    pub(super) port: u16,
    target: Arc<AtomicU16>,
    pairs: Arc<Mutex<Vec<Pair>>>,
}

struct Pair {
    ends: [TcpStream; 2],
    silent: Arc<AtomicBool>,
}

impl Proxy {
    pub(super) fn start(target: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { port, target: Arc::new(target.into()), pairs: Arc::default() };
        let (target, pairs) = (Arc::clone(&proxy.target), Arc::clone(&proxy.pairs));
        spawn(move || {
            for near in listener.incoming().flatten() {
                // Who cannot be reached is not there: the connection is closed.
                if let Ok(far) = TcpStream::connect((Ipv4Addr::LOCALHOST, target.load(Ordering::Relaxed))) {
                    let silent = Arc::new(AtomicBool::new(false));
                    let end = |stream: &TcpStream| stream.try_clone().unwrap();
                    pass(end(&near), end(&far), Arc::clone(&silent));
                    pass(end(&far), end(&near), Arc::clone(&silent));
                    let pair = Pair { ends: [near, far], silent };
                    pairs.lock().unwrap_or_else(PoisonError::into_inner).push(pair);
                }
            }
        });
        proxy
    }

    /// Turns to another one. Connections of old are closed.
    pub(super) fn turn_to(&self, target: u16) {
        self.target.store(target, Ordering::Relaxed);
        for pair in self.pairs.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            for end in pair.ends {
                let _ = end.shutdown(Shutdown::Both);
            }
        }
    }

    /// Connections of old stay open and are never heard of again, as when a machine dies or a cable is cut.
    pub(super) fn fall_silent(&self) {
        for pair in self.pairs.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            pair.silent.store(true, Ordering::Relaxed);
        }
    }

    /// Who connects from now on is brought to this one.
    pub(super) fn bring_to(&self, target: u16) {
        self.target.store(target, Ordering::Relaxed);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, silent: Arc<AtomicBool>) {
    spawn(move || {
        let mut buffer = [0; 16 * 1_024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if !silent.load(Ordering::Relaxed) && to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        if !silent.load(Ordering::Relaxed) {
            let _ = to.shutdown(Shutdown::Both);
        }
    });
}
