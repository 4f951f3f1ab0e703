//! Further roots: private ones that the settings include, and what is no root of its own.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: mission\ntitle: Good bread\nstatement: Bring warm bread to the harbour.\n";
const GROW: &str =
    "kind: development\nid: grow\ntitle: Learn to bake rye\nowner: zoe\nperiod: 2026-Q4\nsupports: [mission]\n";

const NOTHING: [[&str; 3]; 0] = [];

/// What some rules find, by rule, path and field; with no rule named, all of them.
fn findings(root: &Path, rules: &[&str], more: &[&str]) -> Vec<[String; 3]> {
    let named = rules.iter().flat_map(|rule| ["--rule", rule]);
    let args: Vec<&str> =
        ["check", "-q", "--format", "json"].into_iter().chain(named).chain(more.iter().copied()).collect();
    let answer = goalpost(root, &args);
    let view: Value = serde_json::from_str(&answer.stdout).expect(&answer.stderr);
    let found = view["findings"].as_array().expect("findings").iter();
    found.map(|it| ["rule", "path", "field"].map(|name| it[name].as_str().unwrap_or_default().to_owned())).collect()
}

fn goals(root: &Path) -> Value {
    json(root, &["check", "-q", "--rule", "self-link"])["summary"]["goals"].clone()
}

#[test]
fn an_included_root_has_settings_people_and_patterns_of_its_own() {
    let files = [
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/org.yaml", "people: [{id: ana, name: Ana}]\n"),
        ("open/mission.yaml", MISSION),
        (
            "open/bread.yaml",
            "kind: objective\nid: bread\ntitle: Bake more rye bread\nowner: zoe\nperiod: 2026-Q4\nsupports: [mission]\n",
        ),
        ("people/goalpost.yaml", "organization: Private\nexclude: [\"templates/**\"]\n"),
        ("people/org.yaml", "people: [{id: zoe, name: Zoe}]\n"),
        ("people/templates/x.yaml", "kind: {{ kind }}\n"),
        ("people/grow.yaml", GROW),
    ];
    let home = folder(&files);
    let open = home.path().join("open");
    let of_files = ["unknown-kind", "unknown-field", "missing-field", "invalid-yaml", "nested-root"];
    let found = findings(&open, &[&of_files[..], &["unknown-person"]].concat(), &[]);
    assert_eq!(found, [["unknown-person", "bread.yaml", "owner"]], "who stands there is known there alone");
    assert_eq!(goals(&open), 3);

    // The same where git holds both, in the index and in a commit.
    let repo = Repo::new();
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit("ana", "2026-11-20T09:00:00Z", "Set the goals");
    for when in [&["--at", "HEAD"][..], &["--staged"]] {
        assert_eq!(findings(&repo.path().join("open"), &of_files, when), NOTHING, "{when:?}");
    }
}

#[test]
fn a_root_within_a_root_is_one_finding_and_its_goals_count() {
    let home = folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("team/goalpost.yaml", "organization: Team\nlevels: [a, b]\n"),
        ("team/org.yaml", "people: []\n"),
        (
            "team/bread.yaml",
            "kind: objective\nid: bread\ntitle: Bake more rye bread\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\n",
        ),
    ]);
    let of_document = ["unknown-kind", "unknown-field", "missing-field", "wrong-type", "nested-root"];
    let found = findings(home.path(), &of_document, &[]);
    assert_eq!(found, [["nested-root", "team/goalpost.yaml", ""]]);
    assert_eq!(json(home.path(), &["rollup", "-q"])["goals"][0]["id"], "bread");
}

#[test]
fn an_included_root_below_is_private_and_read_once() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "include: [people]\n");
    repo.write("mission.yaml", MISSION);
    repo.write("people/goalpost.yaml", "organization: Private\n");
    repo.write("people/grow.yaml", &GROW.replace("zoe", "ana"));
    symlink("people/grow.yaml", repo.path().join("copy.yaml")).expect("a link");
    repo.commit("ana", "2026-11-20T09:00:00Z", "Set the goals");
    for when in [&[][..], &["--at", "HEAD"], &["--staged"]] {
        let found = findings(repo.path(), &["duplicate-id", "nested-root"], when);
        assert_eq!(found, NOTHING, "{when:?}");
    }
    let answer = goalpost(repo.path(), &["report", "--format", "markdown"]);
    assert!(!answer.stdout.contains("Learn to bake rye"), "{}", answer.stdout);
    assert!(answer.stderr.contains("left out the goals of private roots"), "{}", answer.stderr);
    // What history knows of it is no removed goal of this root.
    repo.remove("people/grow.yaml");
    repo.commit("ana", "2026-11-20T10:00:00Z", "Forget it");
    assert_eq!(findings(repo.path(), &["deleted-goal"], &[]), NOTHING);
}

#[test]
fn more_than_255_private_roots_stay_private() {
    let mut settings = "include:\n".to_owned();
    let mut files = vec![("open/mission.yaml".to_owned(), MISSION.to_owned())];
    for number in 1..=300 {
        writeln!(settings, "  - ../p{number}").expect("written");
        let goal = format!(
            "kind: objective\nid: secret{number}\ntitle: Talk about pay with person {number}\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\n"
        );
        files.push((format!("p{number}/g.yaml"), goal));
    }
    files.push(("open/goalpost.yaml".to_owned(), settings));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let home = folder(&files);
    let open = home.path().join("open");
    let report = says(&open, &["report", "-q", "--format", "markdown"]);
    assert!(!report.contains("Talk about pay"), "{report}");
    for id in ["secret255", "secret256", "secret257", "secret300"] {
        let answer = goalpost(&open, &["note", id, "hello", "-q"]);
        assert_eq!(answer.code, 2, "{id}: {}", answer.stdout);
        assert!(answer.stderr.contains("belongs to another root"), "{}", answer.stderr);
    }
}

#[test]
fn a_root_elsewhere_is_refused_and_none_of_its_lines_is_shown() {
    let home = folder(&[
        ("work/clone/goalpost.yaml", "include: [\"../../etc\"]\n"),
        ("work/clone/mission.yaml", MISSION),
        ("etc/app.yaml", "user: admin\npassword: hunter2\n"),
        ("etc/goals.yaml", "kind: objective\nid: far\ntitle: Far away\n"),
    ]);
    let clone = home.path().join("work/clone");
    for format in ["human", "json", "markdown"] {
        let answer = goalpost(&clone, &["check", "--format", format]);
        let all = answer.stdout + &answer.stderr;
        assert!(!all.contains("hunter2") && !all.contains("password"), "{format}: {all}");
        assert_eq!(answer.code, 1, "{format}: {all}");
    }
    assert_eq!(findings(&clone, &[], &[]), [["refused-root", "goalpost.yaml", "include[0]"]]);
    let message = goalpost(&clone, &["check", "-q"]).stdout;
    assert!(message.contains("`../../etc` is neither in this repository nor next to"), "{message}");
    let answer = goalpost(&clone, &["rollup"]);
    assert_eq!(answer.code, 0);
    assert!(answer.stderr.contains("--allow-include DIR"), "{}", answer.stderr);
    // Whoever runs it may say that these are theirs.
    let allowed = home.path().join("etc");
    let answer = goalpost(&clone, &["check", "-q", "--allow-include", &allowed.to_string_lossy()]);
    assert!(answer.stdout.contains("app.yaml") && !answer.stdout.contains("refused-root"), "{}", answer.stdout);
}

#[test]
fn links_do_not_lead_an_included_root_astray() {
    let home = folder(&[
        ("work/clone/goalpost.yaml", "include: [link, ../people, /etc]\n"),
        ("work/clone/mission.yaml", MISSION),
        ("work/people/grow.yaml", &GROW.replace("owner: zoe", "owner: ana")),
        ("etc/app.yaml", "password: hunter2\n"),
    ]);
    let clone = home.path().join("work/clone");
    symlink(home.path().join("etc"), clone.join("link")).expect("a link");
    symlink(home.path().join("etc/app.yaml"), home.path().join("work/people/app.yaml")).expect("a link");
    symlink(home.path().join("etc"), home.path().join("work/people/more")).expect("a link");
    let answer = goalpost(&clone, &["check"]);
    assert!(!answer.stdout.contains("hunter2") && !answer.stdout.contains("more/"), "{}", answer.stdout);
    assert!(answer.stdout.contains("leads out of the goals' root"), "{}", answer.stdout);
    assert_eq!(
        findings(&clone, &["refused-root", "missing-field"], &[]),
        ["include[0]", "include[2]"].map(|it| ["refused-root", "goalpost.yaml", it])
    );
    assert_eq!(goals(&clone), 2, "the one beside is read");

    // In a repository it may lie beside the clone as well, and in it.
    let repo = folder(&[
        ("clone/okrs/goalpost.yaml", "include: [../../people, ../more, \"..\", ../more/]\n"),
        ("clone/okrs/mission.yaml", MISSION),
        ("clone/more/a.yaml", "kind: kpi\nid: a\ntitle: A\n"),
        ("people/b.yaml", "kind: kpi\nid: b\ntitle: B\n"),
    ]);
    let git = std::process::Command::new("git").args(["init", "-q"]).arg(repo.path().join("clone")).status();
    assert!(git.expect("git").success());
    let okrs = repo.path().join("clone/okrs");
    let found = findings(&okrs, &["refused-root", "duplicate-id"], &[]);
    // The one holds the root, the other is there already.
    assert_eq!(found, ["include[2]", "include[3]"].map(|it| ["refused-root", "goalpost.yaml", it]));
    assert_eq!(goals(&okrs), 3);
}

#[test]
fn without_its_private_clone_a_root_works_with_one_note() {
    let home = folder(&[("open/goalpost.yaml", "include: [../people]\n"), ("open/mission.yaml", MISSION)]);
    let answer = goalpost(&home.path().join("open"), &["check"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert_eq!(
        answer.stderr.matches("`include` names ../people, which does not exist here").count(),
        1,
        "{}",
        answer.stderr
    );
}

#[test]
fn what_include_names_is_left_in_peace() {
    let home = folder(&[("goalpost.yaml", "include: [people]\n"), ("people/goalpost.yaml", "")]);
    let answer = goalpost(
        home.path(),
        &["new", "mission", "--title", "Good bread", "--statement", "Warm", "--file", "people/m.yaml"],
    );
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    assert!(answer.stderr.contains("would not be read"), "{}", answer.stderr);
    assert!(fs::read_dir(home.path().join("people")).expect("the folder").count() == 1);
}

#[test]
fn a_private_root_names_the_open_root_that_it_is_within() {
    let files = [
        ("okrs/goalpost.yaml", "fiscal_year_starts: 2\ninclude: [../people]\n"),
        ("okrs/org.yaml", "people: [{id: ana, name: Ana}]\n"),
        ("okrs/mission.yaml", MISSION),
        ("okrs/bread.yaml", "kind: objective\nid: bread\ntitle: improve bread\nperiod: 2027-Q4\nsupports: [mission]\n"),
        ("people/goalpost.yaml", "within: ../okrs\nfiscal_year_starts: 2\n"),
        (
            "people/grow.yaml",
            "kind: development\nid: grow\ntitle: Learn to bake rye\nowner: ana\nperiod: 2027-Q4\nsupports: [bread]\naspiration: run a bakery\n",
        ),
    ];
    let home = folder(&files);
    let people = home.path().join("people");
    assert_eq!(
        findings(&people, &[], &[]),
        NOTHING,
        "the link holds, the open goal without an owner is judged elsewhere, the wish is in its place"
    );
    let summary = &json(&people, &["check"])["summary"];
    assert_eq!((&summary["goals"], &summary["files"]), (&1.into(), &2.into()));
    let why = says(&people, &["why", "grow", "-q"]);
    assert!(why.contains("improve bread") && why.contains("Good bread"), "{why}");
    let listed = json(&people, &["rollup"]);
    let ids: Vec<_> = listed["goals"].as_array().expect("goals").iter().map(|it| it["id"].clone()).collect();
    assert_eq!(ids, ["grow"], "nothing of the open root is listed");
    let answer = goalpost(&people, &["note", "bread", "hello", "-q"]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);

    // A link to nothing is still one; where the open root is not here nobody can say.
    fs::write(people.join("grow.yaml"), files[5].1.replace("[bread]", "[bred]")).expect("written");
    assert_eq!(findings(&people, &["dangling-link"], &[]), [["dangling-link", "grow.yaml", "supports[0]"]]);
    fs::rename(home.path().join("okrs"), home.path().join("away")).expect("moved");
    let answer = goalpost(&people, &["check", "--rule", "dangling-link"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(answer.stderr.contains("`within` names ../okrs, which does not exist here"), "{}", answer.stderr);
}

#[test]
fn a_private_root_with_a_history_of_its_own_reads_the_open_one_in_every_answer() {
    let home = folder(&[
        ("okrs/goalpost.yaml", ""),
        ("okrs/mission.yaml", MISSION),
        ("okrs/bread.yaml", "kind: objective\nid: bread\ntitle: improve bread\nowner: ana\nperiod: 2026-Q4\n"),
    ]);
    let repo = Repo::new();
    repo.write("goalpost.yaml", &format!("within: {}\n", home.path().join("okrs").display()));
    repo.write(
        "grow.yaml",
        &GROW.replace("owner: zoe", "owner: ana").replace("supports: [mission]", "supports: [bread]"),
    );
    repo.commit("ana", "2026-11-20T09:00:00Z", "Set the goals");
    let asked: [&[&str]; 9] = [
        &["check"],
        &["check", "--since", "HEAD"],
        &["rollup"],
        &["digest"],
        &["scorecard"],
        &["report", "--format", "markdown"],
        &["history", "--all"],
        &["show", "grow"],
        &["plan"],
    ];
    for args in asked {
        let answer = goalpost(repo.path(), args);
        assert!(answer.code < 2, "{args:?}: {} {}", answer.code, answer.stderr);
    }
}

#[test]
fn a_private_root_in_the_open_one_reads_it_at_a_revision_too() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "include: [people]\n");
    repo.write("mission.yaml", MISSION);
    repo.write("people/goalpost.yaml", "within: ..\n");
    repo.write("people/grow.yaml", &GROW.replace("owner: zoe", "owner: ana"));
    repo.commit("ana", "2026-11-20T09:00:00Z", "Set the goals");
    let people = repo.path().join("people");
    for when in [&[][..], &["--at", "HEAD"], &["--staged"]] {
        let found = findings(&people, &["dangling-link", "duplicate-id", "nested-root", "refused-root"], when);
        assert_eq!(found, NOTHING, "{when:?}");
    }
}

#[test]
fn no_answer_that_is_passed_around_tells_of_private_goals() {
    let repo = Repo::new();
    repo.write("open/goalpost.yaml", "include: [../people]\n");
    repo.write("open/org.yaml", "people: [{id: ana, name: Ana}]\n");
    repo.write("open/mission.yaml", MISSION);
    repo.write("open/bread.yaml", "kind: objective\nid: bread\ntitle: Bake more rye bread\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\nneeds: []\n");
    let secret = "kind: objective\nid: grow\ntitle: Talk about pay\nowner: zoe\nperiod: 2026-Q4\nsupports: [bread]\nlog:\n  - {date: 2026-11-20, kind: recognition, text: Zoe was late}\n  - {date: 2026-11-19, kind: obstacle, text: Zoe is ill}\n";
    repo.write("people/grow.yaml", secret);
    repo.commit("ana", "2026-11-20T09:00:00Z", "Set the goals");
    let open = repo.path().join("open");
    let tells = |text: &str| ["Talk about pay", "zoe", "Zoe"].iter().any(|word| text.contains(word));
    let everywhere = [
        &["show", "bread", "--format", "markdown"][..],
        &["why", "bread", "--down", "--format", "markdown"],
        &["why", "bread", "--format", "markdown"],
        &["rollup", "--format", "markdown"],
        &["rollup", "bread", "--format", "csv"],
        &["scorecard", "--format", "csv"],
        &["scorecard", "bread", "--format", "markdown"],
        &["graph", "bread"],
        &["graph", "bread", "--format", "svg"],
        &["check", "--format", "markdown", "."],
        &["history", "--all", "--format", "csv"],
        &["agenda", "--format", "markdown"],
        &["agenda", "--format", "json"],
        &["digest"],
        &["digest", "--format", "markdown"],
        &["digest", "--format", "json"],
        &["report"],
        &["report", "--format", "markdown"],
        &["plan", "--format", "markdown"],
        &["align"],
        &["export", "--format", "csv"],
    ];
    for args in everywhere {
        let answer = goalpost(&open, &[args, &["-q"]].concat());
        assert!(answer.code < 2 && !tells(&answer.stdout), "{args:?}: {}{}", answer.stdout, answer.stderr);
    }
    // Named, it is asked for with its root; who reads for themselves sees it.
    for args in [
        &["show", "grow", "--format", "markdown"][..],
        &["why", "grow", "--format", "markdown"],
        &["rollup", "grow", "--format", "csv"],
        &["scorecard", "grow", "--format", "markdown"],
        &["graph", "grow"],
    ] {
        let refused = goalpost(&open, args);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{args:?}");
        assert!(refused.stderr.contains("to include it: --include ../people"), "{args:?}: {}", refused.stderr);
        assert!(tells(&says(&open, &[args, &["-q", "--include", "../people"]].concat())), "{args:?}");
    }
    assert!(tells(&says(&open, &["digest", "-q", "--include", "../people"])));
    assert!(tells(&says(&open, &["agenda", "-q", "--format", "markdown", "--include", "../people"])));
    for args in [&["show", "bread"][..], &["why", "bread", "--down"], &["rollup"], &["agenda"]] {
        assert!(tells(&says(&open, &[args, &["-q"]].concat())), "{args:?}");
    }
}

#[test]
fn check_says_which_fixes_it_leaves_to_included_roots() {
    let private = "kind: objective\nid: s\ntitle: Make the team happy\nstate: Active\nperiod: 2026-Q4\n";
    let home = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/mission.yaml", MISSION),
        ("people/goalpost.yaml", ""),
        ("people/s.yaml", private),
    ]);
    for (option, command) in [("--fix", "--fix"), ("--unsafe-fixes", "--unsafe-fixes"), ("--diff", "--fix")] {
        let answer = goalpost(&home.path().join("open"), &["check", option]);
        let told = format!("left 1 fixable finding in ../people; to fix there: goalpost check {command} --root ");
        assert!(answer.stderr.contains(&told), "{option}: {}", answer.stderr);
        assert_eq!(read(home.path(), "people/s.yaml"), private);
    }
    assert!(!goalpost(&home.path().join("open"), &["check"]).stderr.contains("fixable"));
    goalpost(&home.path().join("open"), &["check", "--fix", "--root", "../people"]);
    assert!(read(home.path(), "people/s.yaml").contains("state: active"));
}

/// A private root in a repository of its own: an open one with an objective, and a key result that a commit of November
/// gave another value.
fn private_in_git(home: &Path) {
    let git = |folder: &Path, args: &[&str], when: &str| {
        let mut command = std::process::Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=Ana", "-c", "user.email=ana@northwind.example"]).args(args);
        command.env("GIT_AUTHOR_DATE", when).env("GIT_COMMITTER_DATE", when);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(command.status().expect("git is here").success(), "{args:?}");
    };
    let commit = |folder: &Path, when: &str| {
        git(folder, &["add", "-A"], when);
        git(folder, &["commit", "-q", "-m", "Update"], when);
    };
    let key_result = |value: u32, day: &str| {
        format!(
            "kind: key_result\nid: secret\ntitle: Do it\nmeasures: o\nowner: ana\n\
             metric: {{name: n, unit: x, baseline: 0, target: 100, current: {value}, as_of: {day}}}\n"
        )
    };
    let (open, private) = (home.join("open"), home.join("private"));
    for folder in [&open, &private] {
        fs::create_dir(folder).expect("a folder");
        git(folder, &["init", "-q", "-b", "main"], "2026-09-26T08:00:00Z");
    }
    fs::write(open.join("goalpost.yaml"), "include: [../private]\n").expect("a file");
    fs::write(open.join("o.yaml"), "kind: objective\nid: o\ntitle: Win\nowner: ana\nperiod: 2026-Q4\n")
        .expect("a file");
    commit(&open, "2026-09-26T08:00:00Z");
    fs::write(private.join("secret.yaml"), key_result(5, "2026-10-01")).expect("a file");
    commit(&private, "2026-10-01T08:00:00Z");
    fs::write(private.join("secret.yaml"), key_result(40, "2026-11-01")).expect("a file");
    commit(&private, "2026-11-01T08:00:00Z");
}

fn secret(open: &Path, args: &[&str]) -> Option<f64> {
    let view = json(open, &[&["-q", "rollup", "--period", "all"], args].concat());
    let goal = view["goals"].as_array().expect("goals").iter().find(|it| it["id"] == "secret").cloned();
    goal.map(|goal| goal["progress"].as_f64().expect("progress"))
}

#[test]
fn a_private_root_is_shown_as_of_the_day_that_is_asked_for() {
    let home = tempfile::tempdir().expect("a folder");
    private_in_git(home.path());
    let open = home.path().join("open");
    assert_eq!(secret(&open, &[]), Some(0.4));
    assert_eq!(secret(&open, &["--at", "2026-10-10"]), Some(0.05));
    assert_eq!(secret(&open, &["--at", "2026-11-10"]), Some(0.4));
    // Before its first commit it had no goals.
    assert_eq!(secret(&open, &["--at", "2026-09-28"]), None);
    let digest = json(&open, &["-q", "digest", "--since", "2026-10-10", "--include", "../private"]);
    let progress = digest["progress"].as_array().expect("progress").iter().find(|it| it["goal"] == "secret").cloned();
    let progress = progress.unwrap_or_else(|| panic!("{digest}"));
    assert_eq!((&progress["before"], &progress["after"]), (&0.05.into(), &0.4.into()));
    // What was committed there is no uncommitted change here.
    assert_eq!(json(&open, &["-q", "diff"])["changes"], serde_json::json!([]));
    // Without a history of its own nothing is known of that day.
    fs::remove_dir_all(home.path().join("private/.git")).expect("no repository");
    let answer = goalpost(&open, &["rollup", "--period", "all", "--at", "2026-10-10"]);
    assert!(answer.stderr.contains("`include` names ../private, whose goals of that day"), "{}", answer.stderr);
    assert!(!answer.stdout.contains("Do it"), "{}", answer.stdout);
}

/// The reason for a parent named a private child of it.
#[test]
fn the_reasons_for_a_parent_of_an_open_goal_name_no_private_one() {
    let objective = |id: &str, title: &str, parent: &str| {
        format!("kind: objective\nid: {id}\ntitle: {title}\nowner: ana\nperiod: 2026-Q4\nsupports: [{parent}]\n")
    };
    let home = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/org.yaml", "people: [{id: ana, name: Ana}]\n"),
        ("open/mission.yaml", MISSION),
        ("open/o.yaml", &objective("o", "Be the place to go", "mission")),
        ("open/n.yaml", &objective("n", "Wash the doors every week", "mission").replace("supports: [mission]\n", "")),
        ("people/goalpost.yaml", "within: ../open\n"),
        ("people/secret.yaml", &objective("secret", "Wash the windows every week", "o")),
    ]);
    let open = home.path().join("open");
    for format in ["human", "json"] {
        let text = says(&open, &["suggest", "n", "--format", format]);
        assert!(text.contains("Be the place to go") && !text.contains("secret"), "{text}");
    }
    // A private goal may be told of its like.
    fs::rename(open.join("n.yaml"), home.path().join("people/n.yaml")).expect("a private file");
    assert!(says(&open, &["suggest", "n"]).contains("its child `secret` has similar wording"));
}

/// The progress of an open objective in a scraped format was exactly that of the private goal below it.
#[test]
fn gauges_rest_on_nothing_private() {
    let open = [
        ("open/goalpost.yaml", "include: [\"../people\"]\n"),
        ("open/r.yaml", "kind: objective\nid: r\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n"),
    ];
    let private = [
        ("people/goalpost.yaml", "within: ../open\n"),
        ("people/s.yaml", "kind: objective\nid: secret\ntitle: Change the shifts\nperiod: 2026-Q4\nsupports: [r]\n"),
        (
            "people/k.yaml",
            "kind: key_result\nid: k\ntitle: Fill the shifts\nmeasures: secret\nmetric: {name: n, unit: x, baseline: 0, target: 10, current: 2, as_of: 2026-11-19}\n",
        ),
    ];
    let here = folder(&[&open[..], &private].concat());
    let it = goalpost(&here.path().join("open"), &["export", "--format", "openmetrics"]);
    assert!(!it.stdout.contains("goalpost_progress_ratio{"), "{}", it.stdout);
    assert!(it.stderr.contains("skipped 2 goals of included roots"), "{}", it.stderr);
}
