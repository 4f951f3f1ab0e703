//! Where two commands, or two parts of one, speak of the same thing: they must not contradict each other.

use std::process::Command;

use serde_json::json as value;

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: h, name: Harbour, level: company, lead: nia}]\npeople:\n\
    - {id: nia, name: Nia, team: h, email: [nia@northwind.example]}\n- {id: ole, name: Ole, team: h}\n";
const MISSION: &str = "kind: mission\nid: m\ntitle: Fresh bread\nstatement: Everybody eats fresh bread\n";

const CLOSED: &str = "state: missed\nclosed: 2026-10-01\n";

fn objective(id: &str, period: &str) -> String {
    format!(
        "kind: objective\nid: {id}\ntitle: Bake {id} bread well\nowner: nia\nteam: h\nperiod: {period}\nsupports: [m]\n"
    )
}

fn key_result(id: &str, objective: &str, now: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id} from 0 to 10\nmeasures: {objective}\n\
         metric: {{name: {id}, unit: pies, baseline: 0, target: 10, {now}}}\n"
    )
}

fn bakery(files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", MISSION)].iter().chain(files) {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-10-12T08:00:00Z", "Set");
    repo
}

/// With the levels by default and goals of one level, `check` found nothing to mend, `plan` never called the quarter ready
/// and `align` missed support.
#[test]
fn an_objective_that_needs_no_support_lacks_none_anywhere() {
    let at = "current: 5, as_of: 2026-10-12";
    let repo = bakery(&[("o.yaml", &objective("o", "2026-Q4")), ("k.yaml", &key_result("k", "o", at))]);
    let args = |verb: &'static str| [verb, "--period", "2026-Q4", "--today", "2026-11-15", "-q"];
    let check = ["check", "-q", "--rule", "unsupported-goal", "--today", "2026-11-15"];
    assert!(says(repo.path(), &check).contains("no issues found"));
    let plan = says(repo.path(), &args("plan"));
    assert!(plan.starts_with("2026-Q4 is ready") && !plan.contains("no supporting goals"), "{plan}");
    let align = json(repo.path(), &args("align"));
    assert_eq!((&align["unsupported"], &align["indicators"]["support"]["of"]), (&value!([]), &value!(0)));
    // Once something of a lower level supports a goal of that level, the others lack it in all three.
    let low = objective("low", "2026-Q4").replace("supports: [m]", "supports: [p]\nlevel: team");
    repo.write("low.yaml", &low);
    repo.write("p.yaml", &objective("p", "2026-Q4"));
    let found = goalpost(repo.path(), &check);
    assert!(found.stdout.contains("no goal of a lower level supports `o`"), "{}", found.stdout);
    assert!(says(repo.path(), &args("plan")).contains("Bake o bread well (o): no supporting goals"));
    assert_eq!(json(repo.path(), &args("align"))["unsupported"], value!(["o"]));
}

/// The first screen said how to close goals of a private root, which that command cannot, and the command that there were none.
#[test]
fn what_is_to_be_closed_in_a_private_root_is_no_work_for_this_one() {
    let home = folder(&[
        ("open/goalpost.yaml", "include: [../priv]\n"),
        ("open/org.yaml", ORG),
        ("open/m.yaml", MISSION),
        ("priv/goalpost.yaml", "within: ../open\n"),
        ("priv/s.yaml", &objective("secret", "2026-Q4")),
        ("priv/k.yaml", &key_result("shares", "secret", "current: 10, as_of: 2026-11-05")),
    ]);
    let open = home.path().join("open");
    let screen = says(&open, &["-q", "--today", "2027-01-20"]);
    assert!(screen.contains("2 ended, not closed") && !screen.contains("to close what has ended"), "{screen}");
    let agenda = says(&open, &["agenda", "-q", "--today", "2027-01-20"]);
    assert!(agenda.contains("start with: goalpost close secret --root ../priv"), "{agenda}");
    let close = says(&open, &["close", "--period", "2026-Q4", "-q", "--today", "2027-01-20"]);
    assert!(close.contains("2026-Q4 has no open goals in this root\n"), "{close}");
    assert!(close.contains("in private roots: 2 open goals of 2026-Q4, to be closed there"), "{close}");
    let there = says(&open, &["close", "--period", "2026-Q4", "-q", "--today", "2027-01-20", "--root", "../priv"]);
    assert!(there.contains("secret: achieved, graded 1"), "{there}");
}

/// A goal of the earlier period was "no longer missing" though nothing supports it, and one of the later "now missing".
#[test]
fn between_periods_no_goal_is_said_to_have_changed_that_is_of_one_of_them_alone() {
    let org = "teams:\n- {id: h, level: company, lead: nia}\n- {id: eng, level: department, parent: h, lead: ole}\n\
               - {id: pay, level: team, parent: eng, lead: ole}\npeople: [{id: nia, team: h}, {id: ole, team: pay}]\n";
    let of_team = |id: &str, team: &str, period: &str, supports: &str| {
        objective(id, period).replace("team: h", &format!("team: {team}")).replace("[m]", &format!("[{supports}]"))
    };
    let root = folder(&[
        ("goalpost.yaml", "levels: [company, department, team]\n"),
        ("org.yaml", org),
        ("m.yaml", MISSION),
        ("old.yaml", &(objective("old", "2026-Q3") + CLOSED)),
        ("held.yaml", &(of_team("held", "eng", "2026-Q3", "kept") + CLOSED)),
        ("kept.yaml", &(objective("kept", "2026-Q3") + CLOSED)),
        ("new.yaml", &objective("new", "2026-Q4")),
        ("year.yaml", &objective("year", "2026")),
        ("d1.yaml", &of_team("d1", "eng", "2026-Q4", "year")),
    ]);
    let args = ["align", "--compare", "2026-Q3", "--today", "2026-11-10", "-q"];
    let said = says(root.path(), &args);
    let changes =
        said.split("changes since 2026-Q3").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    assert!(!changes.contains("old") && !changes.contains("now missing: new"), "{said}");
    let view = json(root.path(), &args);
    let changes = view["comparison"]["changes"].as_array().expect("changes");
    let support = changes.iter().find(|it| it["indicator"] == "support").expect("support");
    assert_eq!(support["no_longer_missing"], value!([]), "{support:#}");
    assert_eq!((&support["no_longer_counted"], &support["now_counted"]), (&value!(["old"]), &value!(["new"])));
}

/// Who joins in December was late with a check-in since October, and `export --format codeowners` named the lead.
#[test]
fn who_has_not_come_yet_is_asked_nothing() {
    let org = "teams:\n- {id: h, level: company, lead: nia}\n- {id: bake, level: team, parent: h, lead: ana}\npeople:\n\
               - {id: nia, team: h, email: [nia@northwind.example]}\n\
               - {id: ana, team: bake, email: [ana@northwind.example]}\n\
               - {id: newt, team: bake, email: [newt@northwind.example], from: 2026-12-01}\n";
    let repo = bakery(&[
        ("org.yaml", org),
        ("n.yaml", &objective("n", "2026-Q4").replace("owner: nia\nteam: h", "owner: newt\nteam: bake")),
        ("nk.yaml", &key_result("nk", "n", "current: 5, as_of: 2026-10-12")),
    ]);
    let agenda = |today: &str| json(repo.path(), &["agenda", "-q", "--today", today])["items"].clone();
    let asked = agenda("2026-11-21");
    assert_eq!((&asked[0]["goal"], &asked[0]["who"]), (&value!("nk"), &value!(["ana"])), "{asked:#}");
    assert_eq!(agenda("2026-12-02")[0]["who"], value!(["newt"]));
    let owners = says(repo.path(), &["export", "--format", "codeowners", "-q", "--today", "2026-11-21"]);
    assert!(owners.lines().filter(|line| line.contains("/n")).all(|line| line.contains("ana@")), "{owners}");
}

/// The value in the file, dated ahead, was shown with the day of the check-in before it.
#[test]
fn a_check_in_is_shown_with_its_own_value() {
    let repo = bakery(&[
        ("o.yaml", &objective("o", "2026-Q4")),
        ("k.yaml", &key_result("k", "o", "current: 2, as_of: 2026-10-12")),
    ]);
    repo.write("k.yaml", &key_result("k", "o", "current: 9, as_of: 2026-12-20"));
    repo.commit("nia", "2026-10-20T08:00:00Z", "A wrong month");
    let agenda = says(repo.path(), &["agenda", "-q", "--today", "2026-11-21"]);
    assert!(agenda.contains("2 pies on 2026-10-12") && !agenda.contains("9 pies"), "{agenda}");
}

/// A grade that rests on one key result of six was shown without a word, above five that the close had called missed.
#[test]
fn a_grade_says_wherever_it_is_shown_on_how_little_it_rests() {
    let unmeasured: Vec<(String, String)> = (1..=5)
        .map(|at| {
            let text = format!("kind: key_result\nid: n{at}\ntitle: Halve complaints of kind {at}\nmeasures: o\n");
            (format!("n{at}.yaml"), text)
        })
        .collect();
    let mut files = vec![("o.yaml".to_owned(), objective("o", "2026-Q4"))];
    files.push(("a.yaml".to_owned(), key_result("a", "o", "current: 10, as_of: 2026-10-12")));
    files.extend(unmeasured);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let repo = bakery(&files);
    let today = ["--today", "2027-01-20", "-q"];
    let run = |args: &[&str]| says(repo.path(), &[args, &today].concat());
    let closed = run(&["close", "o"]);
    assert!(closed.contains("o: achieved, graded 1, from 1 of 6 measured"), "{closed}");
    assert!(closed.contains("not measured, not closed: n1, n2, n3, n4, n5 ·"), "{closed}");
    assert!(closed.contains("goalpost close n1 --as missed"), "{closed}");
    assert_eq!(repo.read("n1.yaml"), "kind: key_result\nid: n1\ntitle: Halve complaints of kind 1\nmeasures: o\n");
    repo.commit("nia", "2027-01-20T08:00:00Z", "Close");
    let shown = [
        run(&["rollup", "--period", "2026-Q4"]),
        run(&["report", "--period", "2026-Q4", "--format", "markdown"]),
        run(&["show", "o"]),
        run(&["digest", "--since", "7d"]),
        run(&["report", "--period", "2026-Q4", "--format", "html"]),
    ];
    for text in shown {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("from 1 of 6"), "{text}");
    }
}

/// A reason that was given for a moved target passed for the reason to drop the goal.
#[test]
fn an_old_reason_is_no_reason_to_drop() {
    let reason = "reason: more data\n";
    let text = key_result("k", "o", "current: 2, as_of: 2026-10-12") + reason;
    let repo = bakery(&[("o.yaml", &objective("o", "2026-Q4")), ("k.yaml", &text)]);
    let args = ["close", "k", "--as", "dropped", "--today", "2026-11-21"];
    let refused = goalpost(repo.path(), &args);
    assert!(refused.code == 2 && refused.stderr.contains("dropping `k` needs a reason"), "{refused:?}");
    assert_eq!(repo.read("k.yaml"), text);
    says(repo.path(), &[&args[..], &["--reason", "the oven is sold"]].concat());
    let shown = says(repo.path(), &["show", "k", "--today", "2026-11-21", "-q"]);
    assert!(shown.contains("the oven is sold"), "{shown}");
}

/// A weekly table is read again every week, and its earlier rows were rejected: the file has a later value.
#[test]
fn rows_that_stand_already_are_no_news() {
    let repo = bakery(&[
        ("o.yaml", &objective("o", "2026-Q4")),
        ("k.yaml", &key_result("k", "o", "current: 1, as_of: 2026-10-12")),
        (".gitignore", "rows.csv\n"),
    ]);
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    let head = "goal,value,as_of,confidence,note\n";
    let weeks = ["k,2,2026-10-19,0.5,\n", "k,3,2026-10-26,,slow\n", "k,5,2026-11-02,0.8,\n"];
    let read = |rows: String| {
        repo.write("rows.csv", &(head.to_owned() + &rows));
        goalpost(repo.path(), &["checkin", "--from", "rows.csv", "--commit", "--today", "2026-11-10", "-q"])
    };
    assert!(read(weeks[..2].concat()).stdout.starts_with("2 check-ins recorded\n"));
    let third = read(weeks.concat());
    assert!(third.code == 0 && third.stdout.starts_with("1 check-in recorded, 2 recorded already\n"), "{third:?}");
    let (text, commits) = (repo.read("k.yaml"), repo.git(&["rev-list", "--count", "HEAD"]));
    let again = read(weeks.concat());
    assert!(again.code == 0 && again.stdout.starts_with("0 check-ins recorded, 3 recorded already\n"), "{again:?}");
    assert_eq!((repo.read("k.yaml"), repo.git(&["rev-list", "--count", "HEAD"])), (text, commits));
    // Another value for a day that has one is no repetition.
    let other = read("k,4,2026-10-19,,\n".to_owned());
    assert!(other.code == 1 && other.stdout.contains("already has a later value"), "{other:?}");
    // Nor is one that says more.
    let more = read("k,2,2026-10-19,0.9,\n".to_owned());
    assert!(more.stdout.contains("1 rejected"), "{more:?}");
}

/// `trunk: mian` was found nowhere, and everything was read along the current branch.
#[test]
fn a_trunk_that_is_no_branch_is_found_and_one_that_may_exist_is_not_accused() {
    let repo = bakery(&[("goalpost.yaml", "trunk: mian\n"), ("o.yaml", &objective("o", "2026-Q4"))]);
    let found = |path: &std::path::Path| {
        let answer = goalpost(path, &["check", "-q", "--rule", "unknown-trunk", "--today", "2026-11-10"]);
        answer.stdout.contains("unknown-trunk").then_some(answer.stdout)
    };
    let said = found(repo.path()).expect("a finding");
    assert!(said.contains("this repository has no branch `mian`") && said.contains("did you mean `main`?"), "{said}");
    assert!(said.contains("goalpost.yaml:1:8"), "{said}");
    let clone_of = |from: &Repo, args: &[&str], then: &[&[&str]]| {
        let home = tempfile::tempdir().expect("a folder");
        let url = format!("file://{}", from.path().display());
        from.git(&[&["clone", "-q"], args, &[&url, &home.path().to_string_lossy()]].concat());
        for args in then {
            let git = Command::new("git").args(*args).current_dir(home.path()).output().expect("git");
            assert!(git.status.success(), "{git:?}");
        }
        home
    };
    assert!(found(clone_of(&repo, &[], &[]).path()).is_some(), "a whole clone");
    // What a clone does not show may exist.
    for (what, args, then) in [
        ("a shallow clone", &["--depth", "1"][..], &[][..]),
        ("a detached head", &[], &[&["checkout", "-q", "--detach"][..]]),
        ("one branch of several", &["--single-branch"], &[]),
        ("a remote never fetched", &[], &[&["remote", "add", "other", "file:///nowhere"][..]]),
    ] {
        assert_eq!(found(clone_of(&repo, args, then).path()), None, "{what}");
    }
    // A branch here, of the remote alone, without a commit yet, or a tag.
    repo.write("goalpost.yaml", "trunk: main\n");
    repo.commit("nia", "2026-10-13T08:00:00Z", "The trunk");
    assert_eq!(found(repo.path()), None);
    repo.branch("feature");
    let feature = clone_of(&repo, &[], &[&["branch", "-D", "main"][..]][..0]);
    assert_eq!(found(feature.path()), None, "origin/main");
    let unborn = Repo::new();
    unborn.write("goalpost.yaml", "trunk: main\n");
    assert_eq!(found(unborn.path()), None, "no commit yet");
    repo.write("goalpost.yaml", "trunk: v1\n");
    repo.git(&["tag", "v1"]);
    assert_eq!(found(repo.path()), None, "a tag");
    assert_eq!(found(folder(&[("goalpost.yaml", "trunk: mian\n")]).path()), None, "no repository");
}

/// The draft of a map left out all that lies deeper than a field and that no included map knows, without a word.
#[test]
fn a_draft_of_a_map_names_what_lies_deeper() {
    let text = r#"{"goals": {"edges": [{"node": {"name": "Delight readers", "mood": {"color": "red"}, "lead": {"email": "a@x.example", "phone": 5}}}]}}"#;
    let here = folder(&[("goalpost.yaml", ""), ("a.json", text)]);
    let draft = says(here.path(), &["import", "a.json", "--suggest-map", "-q"]);
    assert!(draft.contains("ignore: [lead.phone, mood.color]"), "{draft}");
    let run = {
        std::fs::write(here.path().join("map.yaml"), &draft).expect("written");
        says(here.path(), &["import", "a.json", "--map", "map.yaml", "--dry-run"])
    };
    assert!(run.contains("1 goal would be imported") || run.contains("Delight readers"), "{run}");
}

/// The reason of another change was written as `reason:`, which explains every move before it: a target that had been lowered
/// without a word was "because typed the wrong grade" then.
#[test]
fn the_reason_of_one_change_explains_no_other() {
    let text = key_result("k", "o", "current: 2, as_of: 2026-10-12");
    for then in [
        &["set", "k", "weight", "2", "--reason", "it matters more"][..],
        &["set", "k", "state", "draft", "--reason", "to be planned anew"],
        &["set", "k", "measures", "p", "--reason", "it fits better"],
        &["close", "k", "--as", "dropped", "--reason", "the customer left"],
        &["set", "k", "target", "4", "--reason", "half the ovens"],
    ] {
        let both = [("o.yaml", &*objective("o", "2026-Q4")), ("p.yaml", &objective("p", "2026-Q4")), ("k.yaml", &text)];
        let repo = bakery(&both);
        repo.write("k.yaml", &text.replace("target: 10", "target: 5"));
        repo.commit("nia", "2026-11-16T08:00:00Z", "Tidy up");
        says(repo.path(), &[then, &["--today", "2026-11-18", "-q"]].concat());
        repo.commit("nia", "2026-11-18T08:00:00Z", "And another thing");
        let told = says(repo.path(), &["history", "k", "-q", "--today", "2026-11-18"]);
        let target = told.lines().find(|line| line.contains("target 10 → 5")).expect("the move");
        // Another move of the target is one of the same thing: its reason is written and read as before.
        let is_same = then[2] == "target";
        assert_eq!(target.contains("because"), is_same, "{then:?}: {target}");
        let text = repo.read("k.yaml");
        assert_eq!(text.contains("\nreason: "), is_same, "{then:?}: {text}");
        assert_eq!(text.contains("kind: decision") && text.contains("about: ["), !is_same, "{then:?}: {text}");
    }
}

#[test]
fn a_goal_that_is_reopened_keeps_its_unexplained_moves() {
    let text = key_result("k", "o", "current: 2, as_of: 2026-10-12");
    let repo = bakery(&[("o.yaml", &objective("o", "2026-Q4")), ("k.yaml", &text)]);
    repo.write("k.yaml", &text.replace("target: 10", "target: 5"));
    repo.commit("nia", "2026-11-16T08:00:00Z", "Tidy up");
    says(repo.path(), &["close", "k", "--as", "missed", "--today", "2026-11-17", "-q"]);
    repo.commit("nia", "2026-11-17T08:00:00Z", "Close");
    says(repo.path(), &["reopen", "k", "--reason", "typed the wrong grade", "--today", "2026-11-18", "-q"]);
    repo.commit("nia", "2026-11-18T08:00:00Z", "Reopen");
    let found = goalpost(repo.path(), &["check", "-q", "--format", "concise", "--today", "2026-11-18"]).stdout;
    assert!(found.contains("moved-target"), "{found}");
}

/// A goal closed without a grade was measured by the target of today: lowered after the close, it was 20 %, then 40 %.
#[test]
fn what_is_moved_after_a_close_without_a_grade_changes_nothing_in_the_past() {
    let text = key_result("k", "o", "current: 2, as_of: 2026-12-20") + "state: missed\nclosed: 2027-01-02\n";
    let repo = bakery(&[("o.yaml", &objective("o", "2026-Q4")), ("k.yaml", &text)]);
    let progress = || {
        let all = json(repo.path(), &["rollup", "--period", "2026-Q4", "--today", "2027-01-08", "-q"]);
        let goals = all["goals"].as_array().expect("a list").clone();
        let of = |id: &str| goals.iter().find(|it| it["id"] == id).expect("it is there")["progress"].clone();
        (of("k"), of("o"))
    };
    assert_eq!(progress(), (value!(0.2), value!(0.2)));
    repo.write("k.yaml", &text.replace("target: 10", "target: 5"));
    assert_eq!(progress(), (value!(0.2), value!(0.2)), "not committed");
    repo.commit("nia", "2027-01-07T08:00:00Z", "Lower the target of a closed goal");
    assert_eq!(progress(), (value!(0.2), value!(0.2)));
    let found = goalpost(repo.path(), &["check", "-q", "--format", "concise", "--today", "2027-01-08"]).stdout;
    assert!(found.contains("edited-after-close"), "{found}");
    let explained = says(repo.path(), &["rollup", "--explain", "k", "--today", "2027-01-08", "-q"]);
    assert!(!explained.contains("40"), "{explained}");
}

/// The parts of an objective that was closed without a grade are those of its close too.
#[test]
fn an_objective_closed_without_a_grade_is_measured_by_the_goalposts_of_its_close() {
    let text = key_result("k", "o", "current: 2, as_of: 2026-12-20");
    let closed = objective("o", "2026-Q4") + "state: missed\nclosed: 2027-01-02\n";
    let repo = bakery(&[("o.yaml", &closed), ("k.yaml", &text)]);
    repo.write("k.yaml", &text.replace("target: 10", "target: 5"));
    repo.commit("nia", "2027-01-07T08:00:00Z", "Lower the target");
    let all = json(repo.path(), &["rollup", "o", "--today", "2027-01-08", "-q"]);
    let objective = all["goals"].as_array().expect("a list").iter().find(|it| it["id"] == "o").expect("o").clone();
    assert_eq!(objective["progress"], value!(0.2), "{objective}");
}
