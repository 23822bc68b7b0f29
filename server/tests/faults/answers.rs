//! Answers that are lost after the commit, and two servers that are told the same at the same time.

use std::{sync::Arc, thread};

use super::{
    a_while, block_on, client,
    client::Client,
    ledger::{Figures, Ledger},
    program::{Desk, findings},
    random, testing, times,
};

fn lost(what: &str, url: &str) {
    let desk = Desk::new();
    let mut program = desk.serve(url);
    let ledger = Ledger::default();
    let mut figures = Figures::default();
    let mut client = Client::default();
    for fault in 0..times(30, 2_000) {
        let batch = ledger.next("anna");
        let connection = client::post_unread(program.port, &batch.body).unwrap();
        match fault % 3 {
            // Gone at once: perhaps the server has not even read it.
            0 => {}
            // Gone in the middle.
            1 => a_while(0, 8),
            // Gone when the answer is there: the first of it has come, and nobody reads it.
            _ => assert_eq!(connection.peek(&mut [0]).unwrap(), 1),
        }
        drop(connection);
        figures.faults += 1;
        // It is sent again, as whoever heard nothing does; what is news then, was not kept before.
        let (status, answer) = client.post(program.port, &batch.body).unwrap();
        assert_eq!(status, 200, "{answer}");
        assert!(fault % 3 != 2 || !answer.contains("stored"), "it was kept already: {answer}");
        ledger.confirm(&batch, &answer);
        let (status, again) = client.post(program.port, &batch.body).unwrap();
        assert!(status == 200 && !again.contains("stored"), "{again}");
    }
    ledger.compare(&ledger.confirmed(), program.port, &mut figures);
    ledger.compare_newest(program.port);
    program.kill();
    assert_eq!(findings(url), "");
    ledger.tell(what, figures, "");
}

#[test]
fn answers_that_are_lost_on_sqlite() {
    let desk = Desk::new();
    lost("answers lost after the commit, SQLite", &desk.sqlite());
}

#[test]
fn answers_that_are_lost_on_postgresql() {
    lost("answers lost after the commit, PostgreSQL", &block_on(testing::database()));
}

#[test]
fn two_servers_over_one_postgresql() {
    let desk = Desk::new();
    let url = block_on(testing::database());
    let (mut one, mut other) = (desk.serve(&url), desk.serve(&url));
    let ledger = Arc::new(Ledger::default());
    let ports = [one.port, other.port];
    let rounds = times(30, 2_000);
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let ledger = Arc::clone(&ledger);
            thread::spawn(move || tell_both(&ledger, ports, rounds))
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    let mut figures = Figures::default();
    figures.faults = 4 * rounds;
    for port in ports {
        ledger.compare(&ledger.confirmed(), port, &mut figures);
        ledger.compare_newest(port);
    }
    one.kill();
    other.kill();
    assert_eq!(findings(&url), "");
    ledger.tell("two servers told the same at once, PostgreSQL", figures, "");
}

/// Tells two servers the same at the same time, about records of which others tell them too.
fn tell_both(ledger: &Ledger, ports: [u16; 2], rounds: u32) {
    let mut clients = [Client::default(), Client::default()];
    for _ in 0..rounds {
        // Another one's may be on the way by now, so this one is an older or a newer one of the same records.
        let batch = ledger.next(if random(2) == 0 { "anna" } else { "ben" });
        thread::scope(|scope| {
            for (client, port) in clients.iter_mut().zip(ports) {
                let batch = &batch;
                scope.spawn(move || {
                    let (status, answer) = client.post(port, &batch.body).unwrap();
                    assert_eq!(status, 200, "{answer}");
                    ledger.confirm(batch, &answer);
                });
            }
        });
    }
}
