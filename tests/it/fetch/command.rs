//! Programs as sources: what they are given, what is read of them, and how they end.
#![cfg(unix)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use goalpost::fetch::{Ask, FetchContext, Wanted, fetch};
use goalpost::model::{Feed, FeedKind, Origin, parse_day};

use super::{World, feed, query};
use crate::support::clients::skipped;

fn command(program: &[&str]) -> Feed {
    feed(FeedKind::Command { program: program.iter().map(|&argument| argument.to_owned()).collect() })
}

/// A source that runs a script of the shell with arguments. The script is the test's; goalpost knows no shell.
fn script(world: World, text: &str) -> World {
    use std::os::unix::fs::PermissionsExt as _;

    let world = world.file("sources/ask", format!("#!/bin/sh\n{text}\n"));
    let path = world.path().join("sources/ask");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    world
}

fn said(text: &str) -> Result<f64, String> {
    script(World::new(), text).number(&command(&["./sources/ask"]), &Origin::default())
}

#[test]
fn one_number_or_json_is_read_of_the_output() {
    assert_eq!(said("echo 42"), Ok(42.0));
    assert_eq!(said("printf -- -1.5e2"), Ok(-150.0));
    assert_eq!(said(r#"echo '{"value": 3, "as_of": "2026-11-14"}'"#), Ok(3.0));
    assert_eq!(said("true"), Err("answered nothing instead of a number".to_owned()));
    assert_eq!(said("echo 42 %"), Err("answered `42 %`, which is no number".to_owned()));
    assert_eq!(said("echo 1; echo 2"), Err("answered `1 2`, which is no number".to_owned()));
    assert_eq!(
        said(r"printf '\033[1m1\033[0m'"),
        Err("answered `\u{fffd}[1m1\u{fffd}[0m`, which is no number".to_owned())
    );
    assert_eq!(said("echo NaN"), Err("answered `NaN`, which is no number".to_owned()));
    assert_eq!(said("echo 1e999"), Err("answered `1e999`, which is no finite number".to_owned()));
    assert_eq!(said(r"printf '\377'"), Err("wrote `\u{fffd}`, which is no number".to_owned()));
    let at = Origin { pointer: Some("/a/0".to_owned()), ..Origin::default() };
    let world = script(World::new(), r#"echo '{"a": [7]}'"#);
    assert_eq!(world.number(&command(&["sources/ask"]), &at), Ok(7.0));
    let world = script(World::new(), "echo true");
    assert_eq!(world.done(&command(&["sources/ask"]), &Origin::default()), Ok((1.0, None)));
}

#[test]
fn a_query_is_an_argument_and_never_split() {
    let hostile = "a b'\"; $(touch evil) `touch evil` && touch evil #\n* ü";
    let world = script(World::new(), r#"printf '%s|' "$#" "$@" >said; echo 1"#);
    let source = command(&["./sources/ask", "-c", "{query}", "--of={query}!", "x"]);
    assert_eq!(world.number(&source, &query(hostile)), Ok(1.0));
    let kept = std::fs::read_to_string(world.path().join("said")).expect("a file");
    assert_eq!(kept, format!("4|-c|{hostile}|--of={hostile}!|x|"));
    assert!(!world.path().join("evil").exists());
    let said = |program: &[&str], origin: &Origin| world.number(&command(program), origin).expect_err("no number");
    assert!(said(&["{query}"], &query("rm")).contains("as its program"));
    assert!(said(&["./sources/ask"], &query("x")).contains("no place for the `query`"));
    assert!(said(&["./sources/ask", "{query}"], &Origin::default()).contains("`query` is missing"));
    assert!(said(&["./sources/ask", "{query}"], &query("a\0b")).contains("NUL"));
    assert_eq!(said(&["./gone"], &Origin::default()), "cannot start `./gone`: there is no such program");
    assert_eq!(
        said(&["no-such-program-here"], &Origin::default()),
        "cannot start `no-such-program-here`: there is no such program"
    );
    insta::assert_snapshot!(world.explained(&source, &query("select \u{1b}[31m1")), @r"
    run: ./sources/ask
    argument 1: -c
    argument 2: select �[31m1
    argument 3: --of=select �[31m1!
    argument 4: x
    environment: PATH, HOME, LANG
    time limit: 10 s
    ");
}

#[test]
fn a_program_gets_a_bare_environment() {
    let world = World::new().secret("PGPASSWORD", "s3cret").secret("OTHER", "else").variable("LANG", "C.UTF-8");
    let world = world.variable("SSL_CERT_FILE", "x").variable("HTTPS_PROXY", "y");
    let world = script(world, "env | sort >said; pwd >>said; cat; echo 1");
    let source = Feed { env: vec!["PGPASSWORD".to_owned()], ..command(&["./sources/ask"]) };
    assert_eq!(world.number(&source, &Origin::default()), Ok(1.0));
    let kept = std::fs::read_to_string(world.path().join("said")).expect("a file");
    let names: Vec<&str> = kept
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .filter(|it| !matches!(*it, "PWD" | "_" | "SHLVL" | "OLDPWD"))
        .collect();
    assert_eq!(names, ["LANG", "PATH", "PGPASSWORD"]);
    assert!(kept.trim_end().ends_with(&world.path().canonicalize().expect("a path").display().to_string()));

    let world = script(World::new().secret("PGPASSWORD", "s3cret"), "echo $PGPASSWORD $PGPASSWORD >&2; exit 3");
    let said = world.number(&source, &Origin::default()).expect_err("no number");
    assert_eq!(said, "`./sources/ask` failed with exit status: 3: `*** ***`");
    let unset = script(World::new(), "echo 1").number(&source, &Origin::default());
    assert_eq!(unset, Err("needs the environment variable PGPASSWORD, which is not set".to_owned()));
}

#[test]
fn a_program_has_limits() {
    assert_eq!(said("head -c 1048576 /dev/zero | tr '\\0' ' '; echo 1"), Err("wrote more than 1 MiB".to_owned()));
    assert_eq!(said("yes"), Err("wrote more than 1 MiB".to_owned()));
    // What it complains about is not limited: it is read and dropped.
    assert_eq!(said("yes x | head -c 3000000 >&2; echo 1"), Ok(1.0));
    let failed = said("printf 'no \\033[31mserver\\n'  >&2; kill -9 $$").expect_err("no number");
    assert_eq!(failed, "`./sources/ask` failed with signal: 9 (SIGKILL): `no \u{fffd}[31mserver`");
}

/// Whether a process runs; one that waits to be reaped does not.
fn is_running(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// The numbers of the processes that a script noted, once it has noted as many as wanted.
fn noted(world: &World, many: usize) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let kept = std::fs::read_to_string(world.path().join("pids")).unwrap_or_default();
        let pids: Vec<String> = kept.lines().map(str::to_owned).collect();
        if pids.len() >= many || begun.elapsed() > Duration::from_secs(20) {
            return pids;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn are_gone(pids: &[String]) -> bool {
    let begun = Instant::now();
    while pids.iter().any(|pid| is_running(pid)) {
        if begun.elapsed() > Duration::from_secs(20) {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
    !pids.is_empty()
}

const CHILDREN: &str = "echo $$ >>pids\n(echo $(sh -c 'echo $PPID') >>pids; sleep 1000) &\nsleep 1000 & echo $! >>pids";

#[test]
fn a_program_that_is_late_ends_with_its_children() {
    if !std::path::Path::new("/proc/self/stat").exists() {
        return skipped("/proc");
    }
    let world = script(World::new(), &format!("{CHILDREN}\nwait"));
    let source = Feed { timeout: 4, ..command(&["./sources/ask"]) };
    assert_eq!(world.number(&source, &Origin::default()), Err("did not end within 4 s".to_owned()));
    let pids = noted(&world, 3);
    assert_eq!(pids.len(), 3);
    assert!(are_gone(&pids), "{pids:?}");
}

#[test]
fn what_a_program_leaves_behind_ends_too() {
    if !std::path::Path::new("/proc/self/stat").exists() {
        return skipped("/proc");
    }
    // The children hold the output open; the answer is there all the same.
    let world =
        script(World::new(), &format!("{CHILDREN}\nwhile [ $(wc -l <pids) -lt 3 ]; do sleep 0.01; done; echo 5"));
    assert_eq!(world.number(&command(&["./sources/ask"]), &Origin::default()), Ok(5.0));
    let pids = noted(&world, 3);
    assert!(are_gone(&pids), "{pids:?}");
}

#[test]
fn a_wait_can_be_given_up() {
    if !std::path::Path::new("/proc/self/stat").exists() {
        return skipped("/proc");
    }
    let world = script(World::new(), &format!("{CHILDREN}\nwait"));
    let (source, origin) = (Feed { timeout: 600, ..command(&["./sources/ask"]) }, Origin::default());
    let is_cancelled = AtomicBool::new(false);
    let outcomes = thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let given = FetchContext {
                folder: world.path(),
                secrets: &world.secrets,
                environment: &world.environment,
                today: parse_day("2026-11-21").expect("a day"),
                is_cancelled: &|| is_cancelled.load(Ordering::Relaxed),
            };
            let ask = Ask { name: "here", feed: &source, origin: &origin, goal: "goal", wanted: Wanted::Number };
            fetch(&[ask], &given)
        });
        assert_eq!(noted(&world, 3).len(), 3);
        is_cancelled.store(true, Ordering::Relaxed);
        asking.join().expect("it ends")
    });
    assert_eq!(outcomes[0].as_ref().map_err(ToString::to_string), Err("was cancelled".to_owned()));
    assert!(are_gone(&noted(&world, 3)));
}

#[test]
fn a_database_is_asked_by_its_own_program() {
    if std::process::Command::new("sqlite3").arg("--version").output().is_err() {
        return skipped("sqlite3");
    }
    let world = World::new();
    let source = command(&["sqlite3", "-batch", "shop.db", "{query}"]);
    let ask = |text: &str| world.number(&source, &query(text));
    let filled = std::process::Command::new("sqlite3")
        .arg("shop.db")
        .arg("create table orders(day text, total real); insert into orders values ('2026-11-20', 10.5), ('2026-11-21', 20)")
        .current_dir(world.path())
        .status();
    assert!(filled.expect("it runs").success());
    assert_eq!(ask("select sum(total) from orders where day >= '2026-11-01'"), Ok(30.5));
    assert_eq!(ask("select count(*) from orders; -- ' \" $(x)"), Ok(2.0));
    let none = ask("select total from orders where day = 'x'");
    assert_eq!(none, Err("answered nothing instead of a number".to_owned()));
    assert!(ask("select * from orders").expect_err("rows").contains("which is no number"));
    assert!(ask("select x from gone").expect_err("no table").contains("no such table: gone"));
    let json = command(&["sqlite3", "-json", "shop.db", "{query}"]);
    let origin = Origin { pointer: Some("/0/n".to_owned()), ..query("select count(*) as n from orders") };
    assert_eq!(world.number(&json, &origin), Ok(2.0));
}
