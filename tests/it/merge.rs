//! `goalpost merge` as git's merge driver, in real repositories.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::program::{folder, goalpost};

const DAY: &str = "2026-11-20T08:00:00Z";

const GOAL: &str = "\
kind: key_result
id: uptime
title: Raise uptime from 99.5 to 99.95 %
measures: reliable-checkout
owner: tom   # since May
metric:
  unit: \"%\"
  baseline: 99.5
  target: 99.95
  current: 99.6
  as_of: 2026-11-07
confidence: 0.6
log:
  - {date: 2026-11-07, by: tom, kind: check-in, text: slow}
";

/// Git with nothing of this machine's settings, and with the driver if asked for.
struct Git {
    folder: tempfile::TempDir,
    driver: bool,
}

impl Git {
    fn new(driver: bool) -> Self {
        let git = Self { folder: folder(&[("okrs/uptime.yaml", GOAL), ("okrs/goalpost.yaml", "")]), driver };
        git.run(&["init", "-q", "-b", "main", "--template="]);
        git.write(".gitattributes", "*.yaml merge=goalpost\n*.txt merge=goalpost\n");
        git.commit("Set the goal");
        git.run(&["branch", "side"]);
        git
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("read")
    }

    fn try_run(&self, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.current_dir(self.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Ines").env(format!("GIT_{role}_EMAIL"), "ines@northwind.example");
            command.env(format!("GIT_{role}_DATE"), DAY);
        }
        if self.driver {
            let driver = format!("'{}' merge %O %A %B %L %P %S %X %Y", env!("CARGO_BIN_EXE_goalpost"));
            command.args(["-c", &format!("merge.goalpost.driver={driver}")]);
        }
        command.args(args).output().expect("git runs")
    }

    fn run(&self, args: &[&str]) {
        let output = self.try_run(args);
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, message: &str) {
        self.run(&["add", "-A"]);
        self.run(&["commit", "-q", "-m", message]);
    }

    /// Two branches, each with its own version of the goal.
    fn fork(&self, ours: &str, theirs: &str) {
        self.run(&["checkout", "-q", "side"]);
        self.write("okrs/uptime.yaml", theirs);
        self.commit("Theirs");
        self.run(&["checkout", "-q", "main"]);
        self.write("okrs/uptime.yaml", ours);
        self.commit("Ours");
    }
}

fn edit(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old} in {text}");
        text.replacen(old, new, 1)
    })
}

fn ours() -> String {
    edit(
        GOAL,
        &[
            ("current: 99.6", "current: 99.7"),
            ("as_of: 2026-11-07", "as_of: 2026-11-14"),
            ("confidence: 0.6", "confidence: 0.7"),
            (
                "text: slow}\n",
                "text: slow}\n  - {date: 2026-11-14, by: tom, kind: check-in, text: \"better: the drill\"}\n",
            ),
        ],
    )
}

fn theirs() -> String {
    edit(
        GOAL,
        &[
            ("title: Raise", "title: Bring"),
            ("current: 99.6", "current: 99.65"),
            ("as_of: 2026-11-07", "as_of: 2026-11-21"),
            ("confidence: 0.6", "confidence: 0.4   # the vendor is late"),
            (
                "text: slow}\n",
                "text: slow}\n  - date: 2026-11-21\n    by: lea\n    kind: obstacle\n    text: the vendor is late\n",
            ),
        ],
    )
}

#[test]
fn check_ins_notes_and_a_rewording_on_two_branches_merge() {
    let git = Git::new(true);
    git.fork(&ours(), &theirs());
    git.run(&["merge", "-q", "--no-edit", "side"]);
    let expected = edit(
        &theirs(),
        &[(
            "  - date: 2026-11-21",
            "  - {date: 2026-11-14, by: tom, kind: check-in, text: \"better: the drill\"}\n  - date: 2026-11-21",
        )],
    );
    assert_eq!(git.read("okrs/uptime.yaml"), expected);
}

#[test]
fn a_rebase_and_a_cherry_pick_merge_as_well() {
    let git = Git::new(true);
    git.fork(&ours(), &theirs());
    git.run(&["cherry-pick", "side"]);
    let picked = git.read("okrs/uptime.yaml");
    git.run(&["reset", "-q", "--hard", "HEAD^"]);
    git.run(&["rebase", "-q", "side"]);
    assert_eq!(git.read("okrs/uptime.yaml"), picked);
    assert!(picked.contains("99.65") && picked.contains("better: the drill") && picked.contains("vendor is late"));
}

#[test]
fn a_file_that_one_branch_renamed_is_the_same_file() {
    let git = Git::new(true);
    git.fork(&ours(), &theirs());
    git.run(&["mv", "okrs/uptime.yaml", "okrs/checkout-uptime.yaml"]);
    git.commit("Move");
    git.run(&["merge", "-q", "--no-edit", "side"]);
    assert!(git.read("okrs/checkout-uptime.yaml").contains("current: 99.65"));
}

#[test]
fn two_targets_are_a_conflict_that_a_person_can_read() {
    let git = Git::new(true);
    let target = |text: &str, target: &str| edit(text, &[("target: 99.95", target)]);
    git.fork(&target(&ours(), "target: 99.9"), &target(&theirs(), "target: 99.99"));
    let merge = git.try_run(&["merge", "--no-edit", "side"]);
    assert_eq!(merge.status.code(), Some(1));
    let said = String::from_utf8_lossy(&merge.stderr).into_owned();
    assert_eq!(said, "note: okrs/uptime.yaml: both sides changed `metric.target`\n");
    insta::assert_snapshot!(git.read("okrs/uptime.yaml"));
}

/// As `goalpost merge --help` says: git does not pass the option on.
#[test]
fn a_side_chosen_for_all_conflicts_changes_nothing_for_goal_files() {
    let git = Git::new(true);
    let target = |target: &str| edit(GOAL, &[("target: 99.95", target)]);
    git.fork(&target("target: 99.9"), &target("target: 99.99"));
    for favored in ["ours", "theirs"] {
        assert_eq!(git.try_run(&["merge", "--no-edit", "-X", favored, "side"]).status.code(), Some(1));
        assert!(git.read("okrs/uptime.yaml").contains("<<<<<<< HEAD\n  target: 99.9\n=======\n"));
        git.run(&["checkout", "-q", &format!("--{favored}"), "okrs/uptime.yaml"]);
        assert!(!git.read("okrs/uptime.yaml").contains("<<<<<<<"));
        git.run(&["merge", "--abort"]);
    }
}

#[test]
fn valid_settings_that_git_would_merge_to_an_invalid_file_are_a_conflict_with_its_reason() {
    let base = "organization: N\nlevels: [company, team]\nadopted: 2026-10-01\ntrunk: main\n";
    let place = folder(&[
        ("b", base),
        ("o", &base.replace("levels", "settle: 14d\nlevels")),
        ("t", &format!("{base}settle: 7d\n")),
    ]);
    let answer = goalpost(place.path(), &["merge", "b", "o", "t", "7", "goalpost.yaml"]);
    assert_eq!(answer.code, 1);
    assert_eq!(
        answer.stderr,
        "note: goalpost.yaml: both sides together are not a valid file: the field `settle` is written twice\n"
    );
    assert!(fs::read_to_string(place.path().join("o")).expect("read").contains("<<<<<<< ours\nsettle: 14d\n"));
}

#[test]
fn people_of_a_large_organization_that_git_would_merge_to_an_invalid_file_are_a_conflict_too() {
    let people: String = (0..20_000).fold("people:\n".to_owned(), |text, number| {
        text + &format!("  - {{id: p{number}, name: 'Person {number}', email: [p{number}@northwind.example]}}\n")
    });
    assert!(people.len() > 1024 * 1024);
    let place = folder(&[
        ("b", &people),
        ("o", &format!("teams: [{{id: ours}}]\n{people}")),
        ("t", &format!("{people}teams: [{{id: theirs}}]\n")),
    ]);
    let answer = goalpost(place.path(), &["merge", "b", "o", "t", "7", "okrs/org.yaml"]);
    assert_eq!(answer.code, 1);
    assert!(answer.stderr.contains("the field `teams` is written twice"), "{}", answer.stderr);
}

/// Merges three metrics by the driver; gives its exit code and what it says.
fn merged(base: &str, ours: &str, theirs: &str) -> (i32, String) {
    let goal = |metric: &str| format!("kind: key_result\nid: g\ntitle: Cut g\nmeasures: o\nmetric:\n{metric}");
    let (base, ours, theirs) = (goal(base), goal(ours), goal(theirs));
    let folder = folder(&[("base", &base), ("ours", &ours), ("theirs", &theirs)]);
    let answer = goalpost(folder.path(), &["merge", "base", "ours", "theirs", "7", "g.yaml"]);
    (answer.code, answer.stderr)
}

/// Each of three goals was to fall, and the merged one was to rise, and reached.
#[test]
fn a_goal_that_would_turn_round_is_a_conflict() {
    let way = |from: u32, to: u32| {
        format!("  name: calls\n  unit: x\n  baseline: {from}\n  target: {to}\n  current: 90\n  as_of: 2026-10-05\n")
    };
    let (code, says) = merged(&way(100, 0), &way(100, 60), &way(50, 0));
    assert!(code == 1 && says.contains("the goal would rise, from 50 to 60"), "{code} {says}");
    assert_eq!(merged(&way(100, 0), &way(100, 20), &way(80, 0)).0, 0);
}

/// The later check-in of one side went into the metric that the other had made another.
#[test]
fn a_value_of_another_unit_or_metric_is_a_conflict() {
    let metric = |name: &str, unit: &str, target: u32, (current, day): (u32, &str)| {
        format!(
            "  name: {name}\n  unit: {unit}\n  baseline: 0\n  target: {target}\n  current: {current}\n  as_of: {day}\n"
        )
    };
    let (early, late, later) = ((10, "2026-10-05"), (1000, "2026-11-01"), (15, "2026-11-05"));
    let (base, checked_in) = (metric("n", "x", 100, early), metric("n", "x", 100, later));
    for other in [metric("n", "y", 5000, late), metric("orders", "x", 100, (90, "2026-11-01"))] {
        for (ours, theirs) in [(&other, &checked_in), (&checked_in, &other)] {
            let (code, says) = merged(&base, ours, theirs);
            assert!(code == 1 && says.contains("the value 15 is one of"), "{code} {says}");
        }
    }
    // Spelt otherwise, or with another target, it is the same metric.
    assert_eq!(merged(&base, &metric("N", "x", 100, early), &checked_in).0, 0);
    assert_eq!(merged(&base, &metric("n", "x", 90, (20, "2026-11-01")), &checked_in).0, 0);
}

#[test]
fn what_is_no_goal_file_merges_as_git_merges_it() {
    let text = (0..20).fold(String::new(), |text, line| text + &format!("line {line}\n"));
    let cases = [
        (text.clone(), edit(&text, &[("line 3\n", "line 3 of ours\n")]), edit(&text, &[("line 17\n", "")])),
        (text.clone(), edit(&text, &[("line 3\n", "ours\n")]), edit(&text, &[("line 3\n", "theirs\n")])),
        (text.clone(), text.replace('\n', "\r\n"), edit(&text, &[("line 3\n", "theirs\n")])),
        (GOAL.to_owned(), edit(GOAL, &[("owner: tom", "owner: [tom")]), theirs()),
        (GOAL.to_owned(), edit(GOAL, &[("kind: key_result", "kind: strange")]), theirs()),
        (GOAL.to_owned(), format!("<<<<<<< a\n{GOAL}"), theirs()),
        (GOAL.to_owned(), format!("{GOAL}title: again\n"), edit(GOAL, &[("owner: tom", "owner: lea")])),
    ];
    for (base, ours, theirs) in cases {
        let outcomes = [true, false].map(|driver| {
            let git = Git::new(driver);
            git.write("okrs/uptime.yaml", &base);
            git.write("notes.txt", &base);
            git.commit("Base");
            git.run(&["branch", "-f", "side"]);
            git.run(&["checkout", "-q", "side"]);
            git.write("okrs/uptime.yaml", &theirs);
            git.write("notes.txt", "a\0b");
            git.run(&["commit", "-qam", "Theirs"]);
            git.run(&["checkout", "-q", "main"]);
            git.write("okrs/uptime.yaml", &ours);
            git.write("notes.txt", "a\0c");
            git.run(&["commit", "-qam", "Ours"]);
            let code = git.try_run(&["merge", "-q", "--no-edit", "side"]).status.code();
            (code, git.read("okrs/uptime.yaml"), git.read("notes.txt"))
        });
        let [with, without] = outcomes;
        assert_eq!(with, without);
    }
}

#[test]
fn what_cannot_be_merged_says_129_and_leaves_the_file_alone() {
    let place = folder(&[("a.yaml", GOAL)]);
    for args in [
        &["merge"][..],
        &["merge", "a.yaml"],
        &["merge", "a.yaml", "a.yaml", "nothing.yaml"],
        &["merge", "--bad", "a.yaml", "a.yaml", "a.yaml"],
        &["--format", "x", "merge", "a.yaml"],
        &["merge", ".", ".", "."],
    ] {
        let answer = goalpost(place.path(), args);
        assert_eq!(answer.code, 129, "{args:?}: {}", answer.stderr);
    }
    assert_eq!(goalpost(place.path(), &["show", "--bad"]).code, 2);
    assert_eq!(fs::read_to_string(place.path().join("a.yaml")).expect("read"), GOAL);
}

#[test]
fn what_is_too_large_is_a_conflict_and_is_not_read_whole() {
    let place = folder(&[("a.yaml", GOAL), ("b.yaml", &edit(GOAL, &[("target: 99.95", "target: 99.9")]))]);
    fs::File::create(place.path().join("big.yaml")).and_then(|file| file.set_len(3 << 30)).expect("a hole");
    for (base, theirs) in [("a.yaml", "big.yaml"), ("big.yaml", "b.yaml"), ("/dev/zero", "/dev/zero")] {
        let answer = goalpost(place.path(), &["merge", base, "a.yaml", theirs]);
        assert_eq!(answer.code, 1, "{base}, {theirs}: {}", answer.stderr);
        assert!(answer.stderr.contains("a.yaml is larger than 64 MiB and is not merged"), "{}", answer.stderr);
    }
    assert_eq!(fs::read_to_string(place.path().join("a.yaml")).expect("read"), GOAL);
}

#[test]
fn markers_are_as_long_and_as_full_as_git_wants_them() {
    let place = folder(&[
        ("b", GOAL),
        ("o", &edit(GOAL, &[("target: 99.95", "target: 99.9")])),
        ("t", &edit(GOAL, &[("target: 99.95", "target: 99.99")])),
    ]);
    let answer =
        goalpost(place.path(), &["-q", "merge", "b", "o", "t", "9", "okrs/uptime.yaml", "a1b2", "HEAD", "side"]);
    assert_eq!((answer.code, answer.stdout.as_str(), answer.stderr.as_str()), (1, "", ""));
    let conflict = "<<<<<<<<< HEAD\n  target: 99.9\n=========\n  target: 99.99\n>>>>>>>>> side\n";
    let text = fs::read_to_string(place.path().join("o")).expect("read");
    assert!(text.contains(conflict), "{text}");
    // An older git leaves what it does not know as it is.
    fs::write(place.path().join("o"), edit(GOAL, &[("target: 99.95", "target: 99.9")])).expect("written");
    assert_eq!(goalpost(place.path(), &["-q", "merge", "b", "o", "t", "%L", "%P", "%S", "%X", "%Y"]).code, 1);
    assert!(fs::read_to_string(place.path().join("o")).expect("read").contains("<<<<<<< ours\n"));
}
