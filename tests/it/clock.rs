//! Today is the local day, however the time zone is named; a day that is not the clock's is noted where it is written.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::{Timestamp, ToSpan};

use crate::support::program::folder;
use crate::support::repository::Repo;

const SETTINGS: &str = "organization: Harbour\n";
const MISSION: &str = "kind: mission\nid: mission\ntitle: Good bread\nstatement: Bring warm bread to the harbour.\n";
const OBJECTIVE: &str =
    "kind: objective\nid: q\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026\nsupports: [mission]\n";

fn key_result(as_of: &str, current: u8) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Raise k from 0 to 10\nmeasures: q\nmetric:\n  name: number of k\n  unit: loaves\n  \
         baseline: 0\n  target: 10\n  current: {current}\n  as_of: {as_of}\n"
    )
}

fn goals() -> tempfile::TempDir {
    let key_result = key_result("2020-01-01", 5);
    folder(&[("goalpost.yaml", SETTINGS), ("mission.yaml", MISSION), ("q.yaml", OBJECTIVE), ("k.yaml", &key_result)])
}

/// What a run without `GOALPOST_TODAY` says on both outputs.
fn run(root: &Path, args: &[&str], environment: &[(&str, &OsStr)]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    let output = command.args(args).current_dir(root).env_clear().envs(environment.iter().copied()).output();
    let output = output.expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// The day that it is so many hours east of Greenwich.
fn day_at(hours: i64) -> String {
    let there = Timestamp::now().checked_add(hours.hours()).expect("a time");
    there.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// A zoneinfo file (RFC 9636) of a place that is always 14 hours ahead.
fn zone_file(folder: &Path) -> String {
    let path = folder.join("somewhere");
    let mut bytes = b"TZif2".to_vec();
    bytes.resize(20, 0);
    let counts = [0_u32, 0, 0, 0, 1, 4];
    let header: Vec<u8> = bytes.iter().copied().chain(counts.iter().flat_map(|it| it.to_be_bytes())).collect();
    let body: Vec<u8> = 50_400_i32.to_be_bytes().into_iter().chain([0, 0]).chain(*b"+14\0").collect();
    // The second part has times of 64 bits, and ends in a rule for the time to come.
    let file = [header.as_slice(), &body, &header, &body, b"\n<+14>-14\n"].concat();
    fs::write(&path, file).expect("written");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_day_is_the_local_one_however_the_time_zone_is_named() {
    let goals = goals();
    let files = tempfile::tempdir().expect("a folder");
    let file = zone_file(files.path());
    // Two of these three days always differ.
    for (zone, hours) in [
        ("Pacific/Kiritimati", 14),
        (":Pacific/Kiritimati", 14),
        ("/usr/share/zoneinfo/Pacific/Kiritimati", 14),
        (":/usr/share/zoneinfo/Pacific/Kiritimati", 14),
        (&file, 14),
        (&format!(":{file}"), 14),
        ("<+14>-14", 14),
        ("LINT-14", 14),
        ("Etc/GMT+12", -12),
        ("AOE12", -12),
        ("UTC", 0),
        ("", 0),
    ] {
        let before = day_at(hours);
        let (diff, said) = run(goals.path(), &["checkin", "k", "7", "--dry-run"], &[("TZ", OsStr::new(zone))]);
        let is_day = |day: &str| diff.contains(&format!("+  as_of: {day}"));
        assert!(is_day(&before) || is_day(&day_at(hours)), "TZ={zone} {before}: {diff}{said}");
        assert!(!said.contains("time zone"), "TZ={zone}: {said}");
    }
}

#[test]
fn a_zone_that_nobody_knows_is_utc_and_is_noted() {
    let goals = goals();
    let before = day_at(0);
    let (diff, said) = run(goals.path(), &["checkin", "k", "7", "--dry-run"], &[("TZ", OsStr::new("Mars/Olympus"))]);
    let is_day = |day: &str| diff.contains(&format!("+  as_of: {day}"));
    assert!(is_day(&before) || is_day(&day_at(0)), "{diff}");
    assert!(said.contains("unknown time zone in TZ: `Mars/Olympus`; using UTC"), "{said}");
}

#[test]
fn a_value_of_the_evening_in_america_is_not_of_the_future() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", SETTINGS), ("mission.yaml", MISSION), ("q.yaml", OBJECTIVE)] {
        repo.write(path, text);
    }
    repo.write("k.yaml", &key_result("2026-11-20", 5));
    repo.commit("nia", "2026-11-20T10:00:00Z", "Begin");
    // At five in the afternoon in Los Angeles it is the 28th in Greenwich.
    repo.write("k.yaml", &key_result("2026-11-27", 6));
    repo.commit("nia", "2026-11-27T17:00:00-0800", "Check in");
    let findings = |today: &str| run(repo.path(), &["check", "-q", "--today", today], &[]).0;
    for today in ["2026-11-27", "2026-11-28"] {
        assert!(!findings(today).contains("future-check-in"), "{}", findings(today));
    }
    // A day later than the author's own is still one that had not come.
    repo.write("k.yaml", &key_result("2026-11-28", 7));
    repo.commit("nia", "2026-11-27T18:00:00-0800", "Check in");
    assert!(findings("2026-11-28").contains("future-check-in"), "{}", findings("2026-11-28"));
}

#[test]
fn every_command_that_writes_notes_a_day_that_is_not_the_clocks() {
    let goals = goals();
    fs::write(goals.path().join("rows.csv"), "goal,value\nk,7\n").expect("written");
    let more = "kind: objective\nid: p\ntitle: Prepare the ovens\nowner: nia\nperiod: 2026\n";
    fs::write(goals.path().join("p.yaml"), more).expect("written");
    let other = [("GOALPOST_TODAY", OsStr::new("2020-02-02"))];
    let note = "note: using 2020-02-02 as today (GOALPOST_TODAY); the clock says 20";
    for command in [
        &["checkin", "k", "7"][..],
        &["checkin", "--from", "rows.csv"],
        &["note", "k", "all well"],
        &["close", "k", "--as", "dropped", "--reason", "no bread"],
        &["new", "objective", "--title", "Bake at night", "--owner", "nia", "--period", "2026"],
        &["link", "p", "mission"],
        &["ack", "p", "--by", "nia"],
        &["rename", "k", "kk"],
        &["reassign", "--owner", "nia", "--to", "tom"],
        &["carry-over", "--from", "2026", "--to", "2027"],
        &["need", "p", "flour", "--from", "mill"],
        &["set", "p", "priority", "must"],
        &["init"],
    ] {
        let args = [command, &["--dry-run"]].concat();
        let (_, said) = run(goals.path(), &args, &other);
        assert!(said.contains(note), "{args:?}: {said}");
        // A day that is given on the command line is meant.
        let (_, said) = run(goals.path(), &[args.as_slice(), &["--today", "2020-02-02"]].concat(), &other);
        assert!(!said.contains("(GOALPOST_TODAY)"), "{args:?}: {said}");
        let (_, said) = run(goals.path(), &[args.as_slice(), &["-q"]].concat(), &other);
        assert!(!said.contains("(GOALPOST_TODAY)"), "{args:?}: {said}");
    }
    for command in [&["rollup"][..], &["check"], &["agenda"], &["show", "k"]] {
        let (_, said) = run(goals.path(), command, &other);
        assert!(!said.contains("(GOALPOST_TODAY)"), "{command:?} writes nothing: {said}");
    }
    let today = day_at(0);
    let (_, said) = run(
        goals.path(),
        &["note", "k", "all well"],
        &[("GOALPOST_TODAY", OsStr::new(&today)), ("TZ", OsStr::new("UTC"))],
    );
    assert!(!said.contains("(GOALPOST_TODAY)") || day_at(0) != today, "{said}");
}
