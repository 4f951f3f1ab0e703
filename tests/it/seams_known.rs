//! No judgement reaches back before what is known of it, no all-clear rests on what is withheld, and what is closed is closed
//! with what is known: said alike by every command.

use serde_json::json as value;

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n- {id: h, name: Harbour, level: company, lead: nia}\n\
    - {id: ops, name: Operations, level: team, parent: h, lead: bo}\n\
    - {id: it, name: IT, level: team, parent: h, lead: cy}\n\
    people:\n- {id: nia, name: Nia, team: h, email: [nia@northwind.example]}\n- {id: bo, name: Bo, team: ops}\n\
    - {id: bea, name: Bea, team: ops}\n- {id: cy, name: Cy, team: it}\n";

fn objective(period: &str) -> String {
    format!(
        "kind: objective\nid: o\ntitle: Unload every ship faster\nowner: bo\nteam: ops\nperiod: {period}\nsupports: [m]\n"
    )
}

fn key_result(id: &str, now: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id} from 0 to 100 %\nmeasures: o\n\
         metric: {{name: {id}, unit: \"%\", baseline: 0, target: 100, {now}}}\n"
    )
}

/// A harbour with an objective of a period, committed on a day with some files.
fn harbour(period: &str, day: &str, files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    let mission = "kind: mission\nid: m\ntitle: Freight\nstatement: Every ship is unloaded the day it comes\n";
    let own = [("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", mission), ("o.yaml", &objective(period))];
    for (path, text) in own.iter().chain(files) {
        repo.write(path, text);
    }
    commit(&repo, day);
    repo
}

fn commit(repo: &Repo, day: &str) {
    repo.commit("nia", &format!("{day}T08:00:00Z"), "Write it down");
}

/// A need that was asked a minute ago had been "due since 15 October": the days were counted from the goal's start.
#[test]
fn a_need_has_its_own_time_to_be_answered() {
    let text = key_result("k", "current: 50, as_of: 2026-11-13");
    let repo = harbour("2026-Q4", "2026-10-01", &[("k.yaml", &text)]);
    let told = |today: &str| {
        let today = ["--today", today, "-q"];
        let check = says_any(&repo, &[&["check", "--rule", "unanswered-need"][..], &today].concat());
        let agenda = json(repo.path(), &[&["agenda"][..], &today].concat());
        let need = agenda["items"].as_array().into_iter().flatten().find(|it| it["kind"] == "need").cloned();
        let report = json(repo.path(), &[&["report"][..], &today].concat());
        (check, need.unwrap_or_default(), report["summary"]["troubled_needs"].clone())
    };
    let asked = "needs:\n- {from: it, what: second region}\n";
    repo.write("k.yaml", &format!("{text}{asked}"));
    let (check, need, troubled) = told("2026-11-20");
    assert!(check.contains("no issues found"), "{check}");
    assert_eq!((&need, &troubled), (&value!(null), &value!(0)), "not committed: asked today");
    commit(&repo, "2026-11-19");
    let (check, need, troubled) = told("2026-11-28");
    assert!(check.contains("no issues found"), "{check}");
    assert_eq!((&need["due"], &need["urgency"], &troubled), (&value!("2026-12-03"), &value!("soon"), &value!(0)));
    let (check, need, troubled) = told("2026-12-04");
    assert!(check.contains("response was due by 2026-12-03"), "{check}");
    assert_eq!((&need["due"], &need["urgency"], &troubled), (&value!("2026-12-03"), &value!("late"), &value!(1)));
    // Another value beside it asks nothing anew; what was declined and is asked again is.
    repo.write("k.yaml", &(text.replace("50", "55") + asked));
    commit(&repo, "2026-12-04");
    assert!(told("2026-12-05").0.contains("due by 2026-12-03"));
    repo.write("k.yaml", &(text.clone() + &asked.replace("region}", "region, state: declined}")));
    commit(&repo, "2026-12-05");
    repo.write("k.yaml", &(text + asked));
    commit(&repo, "2026-12-06");
    assert!(told("2026-12-15").0.contains("no issues found"));
}

/// A link of yesterday had been waiting for the owner above since 15 October, and so had a goal that was handed over yesterday.
#[test]
fn an_agreement_has_its_own_time_to_be_given() {
    let above =
        "kind: objective\nid: p\ntitle: Load every ship faster\nowner: cy\nteam: it\nperiod: 2026-Q4\nsupports: [m]\n";
    let agreed = key_result("k", "current: 50, as_of: 2026-11-13") + "agreed: [{by: bo, date: 2026-10-02}]\n";
    let repo = harbour("2026-Q4", "2026-10-01", &[("p.yaml", above), ("k.yaml", &agreed)]);
    let own = objective("2026-Q4");
    let told = |today: &str| {
        let today = ["--today", today, "-q"];
        let check = says_any(&repo, &[&["check", "--rule", "one-sided-link"][..], &today].concat());
        let agenda = json(repo.path(), &[&["agenda"][..], &today].concat());
        let all = agenda["items"].as_array().into_iter().flatten().filter(|it| it["kind"] == "agreement");
        let due: Vec<_> = all.map(|it| (it["goal"].clone(), it["due"].clone())).collect();
        (check.contains("has not agreed"), due)
    };
    let of_owner = (value!("o"), value!("2026-10-15"));
    assert_eq!(told("2026-11-20").1.first(), Some(&of_owner), "nia wrote the goals of others");
    repo.write("o.yaml", &own.replace("[m]", "[{goal: p, how: together}]"));
    assert!(!told("2026-11-20").0, "not committed: asked today");
    commit(&repo, "2026-11-19");
    let (found, due) = told("2026-12-03");
    assert!(!found && !due.iter().any(|(_, due)| *due == value!("2026-12-03")), "{due:?}");
    let link = (value!("p"), value!("2026-12-03"));
    let (found, due) = told("2026-12-04");
    assert!(found && due.contains(&link), "{due:?}");
    // The day of an old link that says something else is its own.
    repo.write("o.yaml", &own.replace("[m]", "[{goal: p, how: beside each other}]"));
    commit(&repo, "2026-12-05");
    assert!(told("2026-12-05").1.contains(&link));
    // Whoever takes a goal over has as long to agree.
    repo.write("p.yaml", &above.replace("cy", "nia"));
    repo.write("o.yaml", &own.replace("bo", "bea").replace("[m]", "[p]"));
    commit(&repo, "2026-12-06");
    assert_eq!(told("2026-12-20"), (false, Vec::new()));
    let (found, due) = told("2026-12-21");
    assert!(found && due.contains(&(value!("o"), value!("2026-12-20"))), "{due:?}");
    assert!(due.contains(&(value!("p"), value!("2026-12-20"))), "{due:?}");
}

fn says_any(repo: &Repo, args: &[&str]) -> String {
    let answer = goalpost(repo.path(), args);
    answer.stdout + &answer.stderr
}

/// `close` found "no values to compute a grade from" where `rollup` showed 25 %, and `close --period` said "to go on" for ever.
#[test]
fn an_objective_is_closed_with_what_is_known_and_the_late_value_is_named() {
    let now = ["current: 50, as_of: 2026-12-31", "current: 70, as_of: 2027-01-05"];
    let files = [("k.yaml", key_result("k", now[0])), ("late.yaml", key_result("late", now[1]))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let run = |repo: &Repo, args: &[&str]| says_any(repo, &[args, &["--today", "2027-01-20", "-q"]].concat());
    let left_out = "70 % of 2027-01-05";
    for command in [&["close", "--period", "2026-Q4"][..], &["close", "o"]] {
        let repo = harbour("2026-Q4", "2027-01-05", &files);
        let said = run(&repo, command);
        assert!(said.contains("o: missed, graded 0.25") && said.contains("late: missed ·"), "{command:?}: {said}");
        assert!(said.contains(left_out) && !said.contains("to go on"), "{command:?}: {said}");
        commit(&repo, "2027-01-20");
        assert!(run(&repo, &["check", "--rule", "grade-mismatch"]).contains("no issues found"));
        assert!(run(&repo, &["close", "--period", "2026-Q4"]).contains("no open goals"));
    }
    // The key result was closed before, without a grade.
    let repo = harbour("2026-Q4", "2027-01-05", &files);
    run(&repo, &["close", "late", "--as", "missed"]);
    commit(&repo, "2027-01-19");
    let said = run(&repo, &["close", "o"]);
    assert!(said.contains("graded 0.25") && said.contains("counted as 0: late (70 % on 2027-01-05"), "{said}");
    // Alone it has no grade: the value is named, and while values may arrive the command that counts one.
    let repo = harbour("2026-Q4", "2027-01-05", &files);
    let said = run(&repo, &["close", "late"]);
    let named = "no values to compute a grade from (70 % on 2027-01-05 does not count: the goal ended 2026-12-31)";
    assert!(said.contains(named) && !said.contains("--as-of"), "{said}");
    let said = says_any(&repo, &["close", "late", "--today", "2027-01-06", "-q"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("goalpost checkin late VALUE --as-of 2026-12-31"), "{said}");
    // What cannot be read is no 0.
    let broken = files[1].1.replace("baseline: 0", "baseline: [0]").replace("2027-01-05", "2026-12-20");
    repo.write("late.yaml", &broken);
    commit(&repo, "2027-01-06");
    let said = run(&repo, &["close", "o"]);
    assert!(!said.contains("graded 0.25"), "{said}");
}

/// `plan --team solo` called a quarter ready in which the one person of that team had three times too much to do.
#[test]
fn no_plan_is_ready_by_what_is_withheld() {
    let org = ORG.replace("lead: cy}", "lead: cy}\n- {id: solo, name: Solo, level: team, parent: h, lead: cy}");
    let org = org.replace("name: Cy, team: it", "name: Cy, team: solo");
    let solo =
        "kind: objective\nid: s\ntitle: Sail alone at night\nowner: cy\nteam: solo\nperiod: 2026-Q4\nsupports: [m]\n";
    let key_result = key_result("k", "current: 5, as_of: 2026-11-13").replace("measures: o", "measures: s");
    let root = |settings: &str, effort: &str| {
        let mission = "kind: mission\nid: m\ntitle: Freight\nstatement: Every ship is unloaded the day it comes\n";
        let solo = format!("{solo}{effort}");
        let files = [("goalpost.yaml", settings), ("org.yaml", &org), ("m.yaml", mission), ("s.yaml", &solo)];
        folder(&[&files[..], &[("k.yaml", &key_result)]].concat())
    };
    let args = ["plan", "--team", "solo", "--period", "2026-Q4", "-q", "--today", "2026-11-20"];
    let markdown = [&args[..], &["--format", "markdown"]].concat();
    for effort in ["effort: 40\n", "effort: 1\n"] {
        let here = root("", effort);
        let (said, view) = (says(here.path(), &args), json(here.path(), &args));
        assert!(said.starts_with("whether 2026-Q4 is ready is withheld (one person's load): 2 goals"), "{said}");
        let rows: Vec<&str> = said.lines().filter(|line| line.starts_with("team ")).collect();
        assert!(rows.len() == 1 && rows[0].ends_with("withheld"), "{said}");
        assert_eq!((&view["ready"], &view["withheld"]), (&value!(null), &value!(true)), "{view:#}");
        let level = view["levels"].as_array().into_iter().flatten().find(|it| it["level"] == "team").cloned();
        assert_eq!(level.unwrap_or_default()["ready"], value!(null), "{view:#}");
        let said = says(here.path(), &markdown);
        assert!(said.contains("is withheld") && said.contains("| team | 2 | 0 | withheld |"), "{said}");
    }
    // Without planned work nothing is withheld, and where statistics of people are wanted it is said.
    let view = json(root("", "").path(), &args);
    assert_eq!((&view["ready"], &view["withheld"]), (&value!(true), &value!(false)), "{view:#}");
    let wanted = root("people: {statistics: person}\n", "effort: 40\n");
    assert_eq!(json(wanted.path(), &args)["ready"], value!(false));
    assert!(says(wanted.path(), &args).contains("1 overloaded team"));
}

/// `report` called the close late on the day after the end, `check` that of goals which were written down yesterday, and `agenda`
/// neither.
#[test]
fn whether_a_close_is_late_has_one_answer() {
    let told = |repo: &Repo, period: &str, today: &str| {
        let today = ["--today", today, "-q"];
        let check = says_any(repo, &[&["check", "--rule", "open-after-period"][..], &today].concat());
        let agenda = json(repo.path(), &[&["agenda"][..], &today].concat());
        let item = agenda["items"].as_array().into_iter().flatten().find(|it| it["kind"] == "close").cloned();
        let item = item.unwrap_or_default();
        let report = json(repo.path(), &[&["report", "--period", period][..], &today].concat());
        let due = report["due"].as_array().into_iter().flatten().find(|it| it["kind"] == "close").cloned();
        let due = due.unwrap_or_default();
        assert_eq!(item["due"], due["day"], "{agenda:#} {report:#}");
        let is_late = due["late"].as_i64().is_some_and(|late| late > 0);
        assert_eq!(is_late, item["urgency"] == "late", "{item:#} {due:#}");
        assert_eq!(is_late, check.contains("is still open"), "{check}");
        (item["due"].clone(), is_late)
    };
    let text = key_result("k", "current: 50, as_of: 2026-12-31");
    let repo = harbour("2026-Q4", "2026-12-31", &[("k.yaml", &text)]);
    assert_eq!(told(&repo, "2026-Q4", "2027-01-05"), (value!("2027-01-14"), false));
    let args = ["report", "--period", "2026-Q4", "--format", "markdown", "--today", "2027-01-05", "-q"];
    let said = says(repo.path(), &args);
    assert!(said.contains("- 2027-01-14 Raise k") && !said.contains("**late**"), "{said}");
    assert_eq!(told(&repo, "2026-Q4", "2027-01-15"), (value!("2027-01-14"), true));
    // Goals of a quarter that is over, written down in the next one.
    let text = text.replace("2026-12-31", "2026-09-25");
    let repo = harbour("2026-Q3", "2026-11-19", &[("k.yaml", &text)]);
    assert_eq!(told(&repo, "2026-Q3", "2026-11-20"), (value!("2026-12-03"), false));
    assert_eq!(told(&repo, "2026-Q3", "2026-12-04"), (value!("2026-12-03"), true));
}

/// A metric that was added today had been without a check-in for 50 days.
#[test]
fn no_check_in_was_due_before_anything_measured_a_goal() {
    let unmeasured = "kind: key_result\nid: k\ntitle: Raise k from 0 to 100 %\nmeasures: o\n";
    let repo = harbour("2026-Q4", "2026-10-01", &[("k.yaml", unmeasured)]);
    let told = |today: &str| {
        let today = ["--today", today, "-q"];
        let check = says_any(&repo, &[&["check", "--rule", "never-checked-in"][..], &today].concat());
        let agenda = json(repo.path(), &[&["agenda"][..], &today].concat());
        let item = agenda["items"].as_array().into_iter().flatten().find(|it| it["kind"] == "check-in").cloned();
        let align = json(repo.path(), &[&["align"][..], &today].concat());
        let is_due = align["indicators"]["discipline"]["due"].as_i64().is_some_and(|due| due > 0);
        (check.contains("has had no check-in"), item.unwrap_or_default()["due"].clone(), is_due)
    };
    repo.write("k.yaml", &key_result("k", "").replace(", }", "}"));
    assert_eq!(told("2026-11-20"), (false, value!(null), false), "not committed: measured since today");
    commit(&repo, "2026-11-20");
    assert_eq!(told("2026-11-25"), (false, value!(null), false));
    assert_eq!(told("2026-11-28"), (false, value!("2026-11-27"), true));
    let said = says_any(&repo, &["check", "--rule", "never-checked-in", "--today", "2026-12-10", "-q"]);
    assert!(said.contains("has had no check-in since 2026-11-20"), "{said}");
}
