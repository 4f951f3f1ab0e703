//! A database asked through `psql`, by the script of the guide and with an account that can only read.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use goalpost::model::{Feed, FeedKind};

use super::{World, feed, query};
use crate::support::clients::skipped;
use crate::support::program::project;

const VARIABLES: [&str; 4] = ["PGHOST", "PGUSER", "PGDATABASE", "PGPASSWORD"];

/// A server of its own, reached by a socket in a folder. It ends with the test.
struct Database {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

impl Database {
    /// Starts a server; none where its programs are not here, or no account that may run them.
    fn start() -> Option<Self> {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let programs = versions.map(|it| it.path().join("bin")).find(|it| it.join("initdb").exists())?;
        let database = Self { programs, folder: tempfile::tempdir().ok()? };
        fs::set_permissions(database.folder.path(), fs::Permissions::from_mode(0o755)).ok()?;
        fs::create_dir(database.socket()).ok()?;
        if is_root() && !Command::new("chown").arg("postgres").arg(database.socket()).status().ok()?.success() {
            return None;
        }
        let data = database.socket().join("data");
        let made = database.run("initdb", &["--auth=trust", "--no-sync", "--username=admin", "--pgdata"], &data)?;
        made.status.success().then_some(())?;
        let options = format!("-k {} -c listen_addresses='' -c fsync=off", database.socket().display());
        let log = database.socket().join("log");
        let begin = ["start", "--wait", "--silent", "--log", log.to_str()?, "--options", &options, "--pgdata"];
        database.run("pg_ctl", &begin, &data)?.status.success().then_some(database)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("pg")
    }

    /// Runs a program of the server, which refuses to be run by root.
    fn run(&self, name: &str, arguments: &[&str], data: &Path) -> Option<Output> {
        let program = self.programs.join(name);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&program) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        command.args(arguments).arg(data).current_dir(self.socket()).output().ok()
    }

    fn say(&self, text: &str) {
        let mut command = Command::new("psql");
        command.arg("--no-psqlrc").arg("--host").arg(self.socket()).args(["--username=admin", "--dbname=postgres"]);
        let output = command.arg("--command").arg(text).output().expect("psql runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.run("pg_ctl", &["stop", "--mode=immediate", "--silent", "--pgdata"], &self.socket().join("data"));
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The script that the guide shows.
fn script() -> String {
    let guide = fs::read_to_string(project("src/guide/numbers.md")).expect("the guide");
    let blocks = guide.split("```sh\n").filter_map(|it| it.split("```").next());
    blocks.filter(|block| block.starts_with("#!/bin/sh\n")).collect::<Vec<_>>().concat()
}

#[test]
fn the_script_of_the_guide_reads_and_does_nothing_else() {
    if Command::new("psql").arg("--version").output().is_err() {
        return skipped("psql");
    }
    let Some(database) = Database::start() else { return skipped("a server of PostgreSQL") };
    database.say("create table orders(day date, total numeric)");
    database.say("insert into orders values ('2026-11-20', 10.5), ('2026-11-21', 20)");
    database.say("create role reader login password 'r3ad-only'");
    database.say("grant select on orders to reader");
    let socket = database.socket();
    let world = World::new().file("sources/sql", script()).secret("PGHOST", &socket.to_string_lossy());
    let world = world.secret("PGUSER", "reader").secret("PGDATABASE", "postgres").secret("PGPASSWORD", "r3ad-only");
    fs::set_permissions(world.path().join("sources/sql"), fs::Permissions::from_mode(0o755)).expect("permissions");
    let program = ["./sources/sql", "{query}"].map(str::to_owned).to_vec();
    let source = Feed { env: VARIABLES.map(str::to_owned).to_vec(), ..feed(FeedKind::Command { program }) };
    let ask = |text: &str| world.number(&source, &query(text));
    assert_eq!(ask("select sum(total) from orders where day >= '2026-11-01'"), Ok(30.5));
    assert_eq!(ask("select count(*) from orders -- ' \" $(x)"), Ok(2.0));
    assert_eq!(ask("select 1 where false"), Err("answered nothing instead of a number".to_owned()));
    assert!(ask("select 'NaN'::float").expect_err("no number").contains("which is no number"));
    assert!(ask("select 1, 2").expect_err("two numbers").contains("which is no number"));
    assert!(ask("select total from gone").expect_err("no table").contains("does not exist"));
    assert!(ask("delete from orders; select 1").expect_err("reads alone").contains("permission denied"));
    // A command of psql's own is no query.
    let ran = world.path().join("ran");
    let evil = ask(&format!("\\! touch {}", ran.display())).expect_err("no query");
    assert!(evil.contains("syntax error") && !ran.exists(), "{evil}");
    assert_eq!(ask("select count(*) from orders"), Ok(2.0));
}
