//! A PostgreSQL that is restarted, cuts its connections, goes elsewhere or falls silent in the middle of a load.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::{
    a_while, block_on,
    ledger::Figures,
    load::Load,
    postgres::{Cluster, free_port},
    program::{Desk, findings},
    proxy::Proxy,
    times,
};

const CUT: &str =
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'streamdesk'";

fn cut(port: u16) {
    block_on(async {
        let mut connection = PgConnection::connect(&Cluster::url(port)).await.unwrap();
        let cut: i64 = sqlx::query_scalar(CUT).fetch_one(&mut connection).await.unwrap();
        assert!(cut > 0, "the server has connections");
        connection.close().await.unwrap();
    });
}

fn through(what: &str, rounds: u32, faults: &[fn(&mut Cluster, &Proxy)]) {
    let desk = Desk::new();
    let mut cluster = Cluster::new();
    let proxy = Proxy::start(cluster.port);
    let url = Cluster::url(proxy.port);
    let mut program = desk.serve(&url);
    let mut load = Load::start(program.port);
    let mut figures = Figures::default();
    let mut longest = Duration::ZERO;
    load.wait_for_more();
    for _ in 0..rounds {
        for fault in faults {
            a_while(5, 150);
            fault(&mut cluster, &proxy);
            figures.faults += 1;
            let confirmed = load.ledger.confirmed();
            longest = longest.max(load.wait_for_more());
            load.ledger.compare(&confirmed, program.port, &mut figures);
            assert!(program.lives());
        }
    }
    load.stop();
    load.ledger.compare(&load.ledger.confirmed(), program.port, &mut figures);
    program.kill();
    assert_eq!(findings(&url), "");
    load.ledger.tell(what, figures, &format!("; at work again after {:.1} s at most", longest.as_secs_f64()));
}

#[test]
fn a_postgresql_that_is_restarted_and_cuts_connections() {
    through(
        "PostgreSQL restarted or connections cut",
        times(1, 25),
        &[
            |cluster, _| cut(cluster.port),
            |cluster, _| {
                cluster.end("QUIT");
                a_while(5, 300);
                cluster.start(cluster.port);
            },
            |cluster, _| cut(cluster.port),
            |cluster, _| {
                cluster.end("INT");
                cluster.start(cluster.port);
            },
        ],
    );
}

#[test]
fn a_postgresql_that_fails_over_to_another_address() {
    through(
        "PostgreSQL failed over to another address",
        times(2, 25),
        &[|cluster, proxy| {
            cluster.end("QUIT");
            cluster.start(free_port());
            proxy.turn_to(cluster.port);
        }],
    );
}

#[test]
fn a_postgresql_that_falls_silent_and_is_found_elsewhere() {
    through(
        "PostgreSQL fell silent and was found elsewhere",
        times(1, 10),
        &[|cluster, proxy| {
            proxy.fall_silent();
            cluster.end("QUIT");
            cluster.start(free_port());
            proxy.bring_to(cluster.port);
        }],
    );
}
