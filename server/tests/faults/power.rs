//! A power cut: the files as they were at one moment.
//!
//! The server stands still while they are copied, so that the copy is of one moment; one after the other of a server that
//! goes on, the file and its log could be from before and from after the log was written back. What the copy shows is what
//! the server had written by then. Whether the disk had it too is a matter of `synchronous = FULL`, which no copy shows. The
//! shared index (`-shm`) is memory, so it is not copied, and what the log ends with may be anything.

use std::{fs, io::Write as _};

use super::{
    a_while,
    ledger::Figures,
    load::Load,
    program::{Desk, findings, sqlite},
    random, times,
};

#[test]
fn a_power_cut_on_sqlite() {
    let desk = Desk::new();
    let mut figures = Figures::default();
    let program = desk.serve(&desk.sqlite());
    let mut load = Load::start(program.port);
    load.wait_for_more();
    let mut grown = 0;
    for cut in 0..times(10, 200) {
        a_while(5, 150);
        program.freeze();
        let confirmed = load.ledger.confirmed();
        let copy = desk.path().join(format!("copy-{cut}.db"));
        let log = copy.with_extension("db-wal");
        fs::copy(desk.path().join("desk.db"), &copy).unwrap();
        fs::copy(desk.path().join("desk.db-wal"), &log).unwrap();
        program.thaw();
        figures.faults += 1;
        if random(2) == 0 {
            // A write that the cut tore apart.
            let torn: Vec<u8> =
                (0..random(9_000)).map(|_| u8::try_from(random(256)).unwrap_or_default()).collect();
            fs::OpenOptions::new().append(true).open(&log).unwrap().write_all(&torn).unwrap();
        }
        let mut after = desk.serve(&sqlite(&copy));
        load.ledger.compare(&confirmed, after.port, &mut figures);
        after.kill();
        assert_eq!(findings(&sqlite(&copy)), "");
        assert!(confirmed.len() >= grown, "what is confirmed stays confirmed");
        grown = confirmed.len();
        for suffix in ["db", "db-wal", "db-shm"] {
            let _ = fs::remove_file(copy.with_extension(suffix));
        }
    }
    load.stop();
    load.ledger.tell("power cut, SQLite", figures, "");
}
