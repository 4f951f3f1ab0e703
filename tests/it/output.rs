//! `--output`: where answers go, and what they never write over.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::clients::skipped;
use crate::support::files::contents;
use crate::support::program::{Answer, folder, goalpost, says};

const MISSION: &str = "kind: mission\nid: mission\ntitle: Good bread\nstatement: Bring warm bread to the harbour.\n";
const GROW: &str = "kind: objective\nid: grow\ntitle: Learn to bake rye\nowner: ana\nperiod: 2026-Q4\n";

/// Runs `goalpost` from a shell, as people redirect it.
fn shell(folder: &Path, line: &str) -> i32 {
    let program = env!("CARGO_BIN_EXE_goalpost");
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env_clear().env("G", program).env("GOALPOST_TODAY", "2026-11-21");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.status().expect("a shell").code().unwrap_or(-1)
}

#[test]
fn a_link_to_standard_output_stays_a_link() {
    let root = folder(&[("goalpost.yaml", ""), ("mission.yaml", MISSION)]);
    let wanted = says(root.path(), &["report", "-q"]);
    symlink("/proc/self/fd/1", root.path().join("out")).expect("a link");
    let read = |name: &str| fs::read_to_string(root.path().join(name)).expect("read");
    for (at, to) in ["out", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"].iter().enumerate() {
        fs::write(root.path().join("all.html"), "before\n").expect("written");
        assert_eq!(shell(root.path(), &format!("\"$G\" report -q --output {to} >> all.html")), 0, "{to}");
        assert_eq!(read("all.html"), format!("before\n{wanted}"), "{to}: what a shell appends to is appended to");
        assert_eq!(shell(root.path(), &format!("\"$G\" report -q --output {to} > {at}.html")), 0, "{to}");
        assert_eq!(read(&format!("{at}.html")), wanted, "{to}");
    }
    assert!(root.path().join("out").symlink_metadata().expect("it").is_symlink());
    assert!(!root.path().join("-").exists(), "a dash is no file");
    assert_eq!(shell(root.path(), "\"$G\" report -q --output /dev/fd/3 3> three.html"), 0);
    assert_eq!(read("three.html"), wanted);
    assert_eq!(shell(root.path(), "\"$G\" report -q --output /dev/null"), 0);
    assert_eq!(goalpost(root.path(), &["report", "-q", "--output", "."]).code, 2, "a folder is no file");
}

#[test]
fn a_pipe_is_written_to_and_stays_one() {
    let root = folder(&[("goalpost.yaml", ""), ("mission.yaml", MISSION)]);
    let wanted = says(root.path(), &["rollup", "-q"]);
    assert_eq!(shell(root.path(), "mkfifo pipe && ln -s pipe link"), 0);
    for name in ["pipe", "link"] {
        let mut writer = Command::new(env!("CARGO_BIN_EXE_goalpost"));
        writer.args(["rollup", "-q", "--output", name]).current_dir(root.path()).env_clear();
        let mut writer = writer.env("GOALPOST_TODAY", "2026-11-21").stdout(Stdio::null()).spawn().expect("it runs");
        let mut text = String::new();
        File::open(root.path().join("pipe")).expect("the pipe").read_to_string(&mut text).expect("read");
        assert_eq!((writer.wait().expect("it ends").code(), text.as_str()), (Some(0), wanted.as_str()), "{name}");
    }
    assert!(!root.path().join("pipe").metadata().expect("it").is_file());
}

#[test]
fn another_file_is_written_over_whole_through_links_and_keeps_its_mode() {
    let root =
        folder(&[("goalpost.yaml", ""), ("mission.yaml", MISSION), ("old.html", "old"), ("away/plain.txt", "old")]);
    let wanted = says(root.path(), &["report", "-q"]);
    let at = |name: &str| root.path().join(name);
    fs::set_permissions(at("old.html"), fs::Permissions::from_mode(0o604)).expect("a mode");
    symlink("away/plain.txt", at("link.html")).expect("a link");
    symlink("away/new.html", at("fresh.html")).expect("a link");
    for (to, file) in [("old.html", "old.html"), ("link.html", "away/plain.txt"), ("fresh.html", "away/new.html")] {
        assert_eq!(goalpost(root.path(), &["report", "-q", "--output", to]).code, 0, "{to}");
        assert_eq!(fs::read_to_string(at(file)).expect("read"), wanted, "{to}");
    }
    assert_eq!(at("old.html").metadata().expect("it").permissions().mode() & 0o777, 0o604);
    assert!(at("link.html").symlink_metadata().expect("it").is_symlink());
    assert_eq!(fs::read_dir(root.path()).expect("the folder").count(), 6, "no temporary file is left");
}

#[test]
fn no_answer_is_written_over_goals() {
    let home = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/org.yaml", "people: [{id: ana}]\n"),
        ("open/mission.yaml", MISSION),
        ("open/UP.YAML", "a: 1\n"),
        ("open/drafts/old.Yml", "a: 1\n"),
        ("open/.github/ci.yml", "a: 1\n"),
        ("open/notes.txt", GROW),
        ("people/grow.yaml", GROW),
        ("other/goalpost.yaml", ""),
        ("other/a.yaml", MISSION),
    ]);
    let open = home.path().join("open");
    symlink("mission.yaml", open.join("report.html")).expect("a link");
    symlink("report.html", open.join("again.html")).expect("a link");
    symlink("open", home.path().join("linked")).expect("a link");
    symlink("notes.txt", open.join("goal.yaml")).expect("a link");
    fs::hard_link(open.join("mission.yaml"), home.path().join("hard.html")).expect("a second name");
    fs::hard_link(home.path().join("people/grow.yaml"), open.join("second.txt")).expect("a second name");
    let before = contents(home.path());
    let spellings = [
        "mission.yaml",
        "./drafts/../mission.yaml",
        "goalpost.yaml",
        "org.yaml",
        "UP.YAML",
        "drafts/old.Yml",
        ".github/ci.yml",
        "report.html",
        "again.html",
        "../linked/mission.yaml",
        "../people/grow.yaml",
        "../other/a.yaml",
        "notes.txt",
        "goal.yaml",
        "../hard.html",
        "second.txt",
    ];
    let refused = |answer: Answer, what: &str| {
        assert_eq!(answer.code, 2, "{what}: {}", answer.stdout);
        assert!(answer.stderr.contains("which --output never overwrites"), "{what}: {}", answer.stderr);
        assert_eq!(contents(home.path()), before, "{what}");
    };
    for to in spellings {
        refused(goalpost(&open, &["report", "-q", "--output", to]), to);
    }
    let absolute = open.join("mission.yaml");
    refused(
        goalpost(home.path(), &["rollup", "--root", "open", "--output", &absolute.to_string_lossy()]),
        "from above",
    );
    refused(goalpost(&open, &["schema", "objective", "--output", "mission.yaml"]), "a command that reads no goals");
    refused(goalpost(&open, &["schema", "objective", "--output", "second.txt"]), "the same by another name");
    refused(goalpost(&open, &["note", "mission", "hello", "--output", "mission.yaml"]), "a command that writes");
    refused(goalpost(&open, &["note", "mission", "hello", "--output", "notes.txt"]), "by the name behind a link");
    // A new file is nobody's, and one outside of every root is as any other.
    fs::write(home.path().join("plain.yaml"), "old").expect("written");
    assert_eq!(goalpost(&open, &["export", "-q", "--output", "../plain.yaml"]).code, 0);
    assert_ne!(fs::read_to_string(home.path().join("plain.yaml")).expect("read"), "old");
}

/// What a command shows on a terminal; none where the machine has no `script` (script(1)).
fn shown(folder: &Path, line: &str) -> Option<String> {
    let mut command = Command::new("script");
    command.args(["-qec", line, "/dev/null"]).current_dir(folder).env_clear().stdin(Stdio::null());
    command.env("G", env!("CARGO_BIN_EXE_goalpost")).env("GOALPOST_TODAY", "2026-11-21").env("TERM", "dumb");
    let Ok(output) = command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).output() else {
        skipped("script");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_terminal_obeys_no_title_in_any_format() {
    let hostile = "x\\e]0;own\\a\\e[31m\\u009b31m\\u202ey";
    let place = folder(&[
        ("goalpost.yaml", ""),
        ("grow.yaml", &GROW.replace("Learn to bake rye", &format!("\"{hostile}\""))),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: Loaves\nmeasures: grow\nowner: ana\nmetric: {name: n, unit: \"l\\u202e\\u200b\", \
             baseline: 0, target: 9, current: 3}\n",
        ),
    ]);
    for line in [
        "$G rollup --format csv",
        "$G export --format csv",
        "$G export",
        "$G export --format json",
        "$G export --format openmetrics",
        "$G rollup --format json",
        "$G check --format json",
        "$G check --format sarif",
        "$G graph",
        "$G report --format markdown",
        "$G rollup",
    ] {
        let Some(text) = shown(place.path(), line) else { return };
        assert!(text.lines().count() > 1, "{line}: {text}");
        for bad in ["\u{1b}]", "\u{1b}[31m", "\u{9b}", "\u{202e}", "\u{200b}", "\u{7}"] {
            assert!(!text.contains(bad), "{line}: {bad:?} in {text:?}");
        }
    }
    // A program gets the text as it is.
    let csv = says(place.path(), &["rollup", "--format", "csv"]);
    assert!(csv.contains("x\u{1b}]0;own\u{7}\u{1b}[31m"), "{csv:?}");
    let exported = says(place.path(), &["export"]);
    assert!(exported.contains("\\u009b31m\\u202ey"), "{exported}");
}
