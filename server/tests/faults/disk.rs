//! A disk that is full, and has room again.

use std::{fs, path::PathBuf, process::Command};

use super::{
    ledger::Figures,
    load::Load,
    program::{Desk, PROGRAM, Program, findings, sqlite},
    say, times,
};

/// Has the load fill what there is, and makes room, as often as asked for.
fn filled(load: &Load, program: &mut Program, figures: &mut Figures, fill: impl Fn(u32), room: impl Fn()) {
    load.wait_for_more();
    for fault in 0..times(2, 20) {
        fill(fault);
        load.wait_for_refusals(12);
        figures.faults += 1;
        // What it has it still tells.
        load.ledger.compare(&load.ledger.confirmed(), program.port, figures);
        room();
        load.wait_for_more();
        assert!(program.lives());
        load.ledger.compare(&load.ledger.confirmed(), program.port, figures);
    }
}

/// Files may not grow any further: a quota, which needs no rights to set up.
#[test]
fn a_quota_that_is_reached_on_sqlite() {
    let desk = Desk::new();
    let mut figures = Figures::default();
    let mut limited = Command::new("sh");
    // Who does not ignore the signal is killed by it.
    limited.args(["-c", "trap '' XFSZ; exec \"$0\" serve", PROGRAM]);
    let mut program = desk.start(limited, &desk.sqlite());
    let process = program.id();
    let limit = |limit: &str| {
        let set = Command::new("prlimit")
            .args([format!("--pid={process}"), format!("--fsize={limit}:")])
            .status()
            .unwrap();
        assert!(set.success());
    };
    let mut load = Load::start(program.port);
    let size = |name: &str| fs::metadata(desk.path().join(name)).map_or(0, |file| file.len());
    // Where they are now, or in the middle of what is written next.
    let fill = |fault: u32| {
        let now = size("desk.db").min(size("desk.db-wal"));
        limit(&(now / 2 + u64::from(fault % 7) * 1_000).to_string());
    };
    filled(&load, &mut program, &mut figures, fill, || limit("unlimited"));
    load.stop();
    let confirmed = load.ledger.confirmed();
    program.kill();
    let mut program = desk.serve(&desk.sqlite());
    load.ledger.compare(&confirmed, program.port, &mut figures);
    program.kill();
    assert_eq!(findings(&desk.sqlite()), "");
    load.ledger.tell("a quota that is reached, SQLite", figures, "");
}

/// A file system of its own in a namespace of its own, which ends with it: room for the database, its words and its log of
/// 64 megabytes. Two servers, one after the other.
const MOUNTED: &str = r#"
    mount -t tmpfs -o size=192M tmpfs "$1" || exit 1
    "$0" serve & wait $!
    "$0" serve & wait $!
"#;

#[test]
fn a_disk_that_is_full_on_sqlite() {
    let namespace = ["--user", "--map-root-user", "--mount"];
    if !Command::new("unshare").args(namespace).arg("true").status().is_ok_and(|status| status.success()) {
        say("a full disk: this system allows no namespaces; the quota is tried all the same");
        return;
    }
    let desk = Desk::new();
    let small = desk.path().join("small");
    fs::create_dir(&small).unwrap();
    let mut figures = Figures::default();
    let mut mounted = Command::new("unshare");
    mounted.args(namespace).args(["sh", "-c", MOUNTED, PROGRAM]).arg(&small);
    let mut program = desk.start(mounted, &sqlite(&small.join("desk.db")));
    let seen = |name: &str| {
        let below = small.strip_prefix("/").unwrap();
        PathBuf::from(format!("/proc/{}/root", program.id())).join(below).join(name)
    };
    let (ballast, database) = (seen("ballast"), seen("desk.db"));
    let mut load = Load::start(program.port);
    // All that is left, or all but a few kilobytes. Newer revisions take no more room than those of before: new agents do.
    let fill = |fault: u32| {
        let _ = fs::write(&ballast, vec![b'x'; 224 << 20]);
        load.change_shift();
        let size = fs::metadata(&ballast).unwrap().len();
        let file = fs::File::options().write(true).open(&ballast).unwrap();
        file.set_len(size.saturating_sub(u64::from(fault % 5) * 4_096)).unwrap();
    };
    filled(&load, &mut program, &mut figures, fill, || fs::remove_file(&ballast).unwrap());
    // Killed while it is full, and started when there is room.
    fill(0);
    load.wait_for_refusals(4);
    figures.faults += 1;
    let confirmed = load.ledger.confirmed();
    fs::remove_file(&ballast).unwrap();
    program.kill_inner();
    program.listen();
    load.turn_to(program.port);
    load.ledger.compare(&confirmed, program.port, &mut figures);
    load.wait_for_more();
    load.stop();
    load.ledger.compare(&load.ledger.confirmed(), program.port, &mut figures);
    assert!(load.full() > 0, "nobody was told that the disk is full, and {} something else", load.refusals());
    // The file system goes with its last process, so this is copied before.
    for suffix in ["", "-wal"] {
        let name = format!("desk.db{suffix}");
        fs::copy(database.with_file_name(&name), desk.path().join(&name)).unwrap();
    }
    program.kill();
    assert_eq!(findings(&desk.sqlite()), "");
    load.ledger.tell("a full disk, SQLite", figures, "");
}
