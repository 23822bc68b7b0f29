//! `kill -9` at a random moment of a load.

use super::{
    a_while, block_on,
    ledger::Figures,
    load::Load,
    program::{Desk, findings},
    testing, times,
};

fn killed(what: &str, desk: &Desk, url: &str) {
    let mut figures = Figures::default();
    let mut program = desk.serve(url);
    let mut load = Load::start(program.port);
    load.wait_for_more();
    for _ in 0..times(6, 200) {
        a_while(5, 250);
        program.kill();
        figures.faults += 1;
        let confirmed = load.ledger.confirmed();
        program = desk.serve(url);
        load.turn_to(program.port);
        load.ledger.compare(&confirmed, program.port, &mut figures);
    }
    load.wait_for_more();
    load.stop();
    load.ledger.compare(&load.ledger.confirmed(), program.port, &mut figures);
    program.kill();
    assert_eq!(findings(url), "");
    load.ledger.tell(what, figures, "");
}

#[test]
fn a_server_that_is_killed_on_sqlite() {
    let desk = Desk::new();
    killed("kill -9, SQLite", &desk, &desk.sqlite());
}

#[test]
fn a_server_that_is_killed_on_postgresql() {
    killed("kill -9, PostgreSQL", &Desk::new(), &block_on(testing::database()));
}
