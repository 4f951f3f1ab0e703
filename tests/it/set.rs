//! `set`: any field that a person may change, without an editor; a goalpost of a settled goal takes a reason.

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::terminal::typed;

const ORG: &str = "teams: [{id: ovens, name: Ovens, level: team}, {id: shop, name: Shop}]\n\
                   people: [{id: ana, name: Ana}, {id: ben, name: Ben}]\n";

const SETTINGS: &str = "areas: [bread, service]\n";

/// As a person writes it: comments, quotes, spaces of their own.
const BREAD: &str = "\
# agreed in March
kind: objective
id: bread
title: 'Bread that people queue for'
state: draft      # remove this line when the goal is agreed
owner:   ana      # for now
period: 2026-Q4
labels:
  - sourdough  # the old one
  - rye
";

const LOAVES: &str = "\
kind: key_result
id: loaves
title: Sell 400 loaves a day
measures: bread
metric:
  name: loaves   # at the till
  unit: loaves
  baseline: 100
  target: 400    # as the board asked
  current: 250
  as_of: 2026-11-14
weight: 2
";

fn bakery() -> tempfile::TempDir {
    let bread = BREAD.replace("state: draft      # remove this line when the goal is agreed\n", "");
    folder(&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("bread.yaml", &bread), ("loaves.yaml", LOAVES)])
}

fn set(folder: &std::path::Path, args: &[&str]) -> String {
    says(folder, &[&["-q", "set"], args].concat())
}

fn refused(folder: &std::path::Path, args: &[&str]) -> String {
    let answer = goalpost(folder, &[&["set"], args].concat());
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{args:?}: {}", answer.stderr);
    answer.stderr
}

#[test]
fn a_draft_becomes_active_and_every_other_line_stays() {
    let here = folder(&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("bread.yaml", BREAD)]);
    let answer = set(here.path(), &["bread", "state", "active"]);
    assert!(answer.starts_with("bread: draft → active\n"), "{answer}");
    let text = BREAD.replace("state: draft      # remove this line when the goal is agreed\n", "");
    assert_eq!(read(here.path(), "bread.yaml"), text);
    assert!(set(here.path(), &["bread", "state", "active"]).contains("is like that already"));
    set(here.path(), &["bread", "owner", "ben"]);
    assert_eq!(read(here.path(), "bread.yaml"), text.replace("owner:   ana ", "owner:   ben "));
}

#[test]
fn fields_of_every_form_are_set_as_a_person_types_them() {
    let here = bakery();
    for (args, line) in [
        (&["bread", "priority", "Must"][..], "priority: must\n"),
        (&["bread", "area", "service"], "area: service\n"),
        (&["bread", "perspective", "Internal-Process"], "perspective: internal-process\n"),
        (&["bread", "effort", "3.5"], "effort: 3.5\n"),
        (&["bread", "level", "team"], "level: team\n"),
        (&["bread", "team", "shop"], "team: shop\n"),
        (&["bread", "why", "yes: a shop without bread # is none"], "why: \"yes: a shop without bread # is none\"\n"),
        (&["bread", "contributors", "ovens", "shop"], "contributors: [ovens, shop]\n"),
        (&["bread", "close_within", "20d"], "close_within: \"20d\"\n"),
        (&["bread", "period", "next", "--reason", "the oven is late"], "period: 2027-Q1\n"),
        (
            &["bread", "period", "2026-10-05..2026-12-18", "--reason", "no, it is not"],
            "period: {start: 2026-10-05, end: 2026-12-18}\n",
        ),
        (&["bread", "deadline", "2026-12-10"], "deadline: 2026-12-10\n"),
        (&["bread", "retrospective", "2026"], "retrospective: \"2026\"\n"),
    ] {
        set(here.path(), args);
        let text = read(here.path(), "bread.yaml");
        assert!(text.contains(line), "{args:?}: {text}");
        assert!(text.contains("  - sourdough  # the old one\n") && text.contains("# agreed in March\n"), "{text}");
    }
    let answer = set(here.path(), &["loaves", "source", "the till"]);
    assert!(answer.starts_with("loaves: source set to "), "{answer}");
    assert!(read(here.path(), "loaves.yaml").contains("  source: the till\n"));
}

#[test]
fn a_list_is_replaced_added_to_and_taken_from_line_by_line() {
    let here = bakery();
    let labels = |text: &str| text.split("labels:").nth(1).unwrap_or("none").to_owned();
    set(here.path(), &["bread", "labels", "plum", "--add"]);
    assert_eq!(labels(&read(here.path(), "bread.yaml")), "\n  - sourdough  # the old one\n  - rye\n  - plum\n");
    set(here.path(), &["bread", "labels", "sourdough", "nut"]);
    assert_eq!(labels(&read(here.path(), "bread.yaml")), "\n  - sourdough  # the old one\n  - nut\n");
    set(here.path(), &["bread", "labels", "nut", "--remove"]);
    assert_eq!(labels(&read(here.path(), "bread.yaml")), "\n  - sourdough  # the old one\n");
    let wrong = refused(here.path(), &["bread", "labels", "sourdoug", "--remove"]);
    assert!(wrong.contains("has no `sourdoug`") && wrong.contains("did you mean `sourdough`?"), "{wrong}");
    set(here.path(), &["bread", "labels", "--unset"]);
    assert_eq!(labels(&read(here.path(), "bread.yaml")), "none");
}

#[test]
fn a_goalpost_of_a_settled_goal_takes_a_reason() {
    let here = bakery();
    let wrong = refused(here.path(), &["loaves", "target", "300"]);
    assert!(wrong.contains("`metric.target` of `loaves` moves a goalpost, which needs a reason"), "{wrong}");
    assert!(wrong.contains("goalpost set loaves metric.target 300 --reason WHY"), "{wrong}");
    assert_eq!(read(here.path(), "loaves.yaml"), LOAVES);
    let answer = set(here.path(), &["loaves", "target", "300 loaves", "--reason", "one oven is out"]);
    assert!(
        answer.starts_with("loaves: target 400 → 300 loaves · progress 50 % → 75 %\nreason: one oven is out\n"),
        "{answer}"
    );
    let text = LOAVES.replace("target: 400 ", "target: 300 ");
    assert_eq!(read(here.path(), "loaves.yaml"), text.replace("measures:", "reason: one oven is out\nmeasures:"));
    // The reason that stands explains the first change, so the second is a decision that names its field.
    set(here.path(), &["loaves", "weight", "3", "--reason", "it matters more", "--by", "ana"]);
    let view = json(here.path(), &["show", "loaves"]);
    let shown = view.to_string();
    assert!(shown.contains("one oven is out"), "{shown}");
    let text = read(here.path(), "loaves.yaml");
    assert!(text.contains("by: ana") && text.contains("kind: decision") && text.contains("about: [weight]"), "{text}");
    // A draft, or a goal whose period has not begun, moves nothing.
    set(here.path(), &["bread", "state", "draft", "--reason", "once more"]);
    set(here.path(), &["bread", "period", "2027-Q1"]);
    set(here.path(), &["bread", "state", "active"]);
    set(here.path(), &["loaves", "target", "350"]);
    assert!(refused(bakery().path(), &["bread", "state", "draft"]).contains("takes an active goal back to a draft"));
}

#[test]
fn what_set_explains_is_explained_to_check() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("bread.yaml", "kind: objective\nid: bread\ntitle: Bread\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("loaves.yaml", LOAVES);
    repo.commit("ana", "2026-10-01T09:00:00Z", "Goals");
    repo.git(&["config", "user.email", "ana@northwind.example"]);
    repo.git(&["config", "user.name", "Ana"]);
    let quiet = |args: &[&str]| json_findings(&repo, args).iter().filter(|rule| *rule == "moved-target").count();
    set(repo.path(), &["loaves", "target", "300", "--reason", "one oven is out", "--commit"]);
    set(repo.path(), &["loaves", "target", "280", "--reason", "two ovens are out", "--commit"]);
    assert_eq!(quiet(&[]), 0, "{}", repo.git(&["log", "-p"]));
    assert!(
        repo.git(&["log", "-1", "--format=%B"])
            .starts_with("Set metric.target of loaves: two ovens are out\n\nGoal: loaves")
    );
    repo.write("loaves.yaml", &repo.read("loaves.yaml").replace("target: 280", "target: 200"));
    assert_eq!(quiet(&[]), 1, "a move by hand is still found");
}

fn json_findings(repo: &Repo, args: &[&str]) -> Vec<String> {
    let answer = goalpost(repo.path(), &[&["check", "--format", "json"], args].concat());
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    view["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|it| it["rule"].as_str().unwrap_or("").to_owned())
        .collect()
}

#[test]
fn the_reason_is_asked_for_on_a_terminal() {
    let here = bakery();
    let seen = typed(here.path(), &["set", "loaves", "target", "300"], &["one oven is out"]);
    assert!(seen.contains("this moves a goalpost. Why?") && seen.contains("reason: one oven is out"), "{seen}");
    assert!(read(here.path(), "loaves.yaml").contains("reason: one oven is out\n"));
}

#[test]
fn what_other_commands_write_names_them() {
    let here = bakery();
    for (args, command) in [
        (&["loaves", "current", "260"][..], "goalpost checkin loaves VALUE"),
        (&["loaves", "metric.as_of", "today"], "goalpost checkin loaves VALUE"),
        (&["loaves", "confidence", "0.5"], "goalpost checkin loaves --confidence N"),
        (&["bread", "id", "buns"], "goalpost rename bread NEW"),
        (&["bread", "state", "achieved"], "goalpost close bread --as achieved"),
        (&["bread", "grade", "0.7"], "goalpost close bread"),
        (&["bread", "supports", "mission"], "goalpost link bread PARENT"),
        (&["bread", "agreed", "ana"], "goalpost ack bread"),
        (&["bread", "log", "a line"], "goalpost note bread TEXT"),
        (&["bread", "kind", "kpi"], "goalpost new KIND"),
    ] {
        let wrong = refused(here.path(), args);
        assert!(wrong.contains("is written by another command") && wrong.contains(command), "{args:?}: {wrong}");
    }
}

#[test]
fn what_cannot_be_set_says_what_can() {
    let here = bakery();
    for (args, said) in [
        (&["bread", "priorty", "must"][..], "did you mean `priority`?"),
        (&["bread", "priority", "high"], "help: write `must`"),
        (&["bread", "area", "bred"], "did you mean `bread`?"),
        (&["bread", "owner", "bne"], "did you mean `ben`?"),
        (&["bread", "metric.target", "5"], "`bread` is an objective, which has no `metric`"),
        (&["bread", "title", "Sell", "bread"], "goalpost set bread title \"Sell bread\""),
        (&["bread", "title", ""], "goalpost set bread title --unset"),
        (&["bread", "title", "--unset"], "nothing was written"),
        (&["bread", "effort", "-2"], "nothing was written"),
        (&["loaves", "metric", "5"], "set one of them"),
        (&["loaves", "due", "2026-12-01"], "milestones[0].due"),
        (&["loaves", "target", "12k"], "write 12000"),
        (&["bread", "deadline", "someday"], "`someday` is no day"),
        (&["bread", "labels"], "no value given"),
    ] {
        let wrong = refused(here.path(), args);
        assert!(wrong.contains(said), "{args:?}: {wrong}");
    }
    assert_eq!(read(here.path(), "loaves.yaml"), LOAVES);
}

#[test]
fn milestones_are_added_moved_and_removed() {
    let pilot = "kind: key_result\nid: pilot\ntitle: Open the second shop\nmeasures: bread\n";
    let bread = BREAD.replace("state: draft      # remove this line when the goal is agreed\n", "");
    let here = folder(&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("bread.yaml", &bread), ("pilot.yaml", pilot)]);
    set(here.path(), &["pilot", "milestones", "lease signed=2026-10-20", "oven built", "--add"]);
    set(here.path(), &["pilot", "milestones[1].due", "2026-12-01"]);
    let text = read(here.path(), "pilot.yaml");
    assert!(text.contains("title: oven built, due: 2026-12-01"), "{text}");
    let answer = set(here.path(), &["pilot", "milestones[1].due", "2026-12-05", "--reason", "no bricks"]);
    assert!(answer.contains("milestone “oven built” due 2026-12-01 → 2026-12-05"), "{answer}");
    set(here.path(), &["pilot", "milestones", "lease signed", "--remove", "--reason", "we own the house"]);
    assert!(!read(here.path(), "pilot.yaml").contains("lease signed"));
    assert!(refused(here.path(), &["pilot", "milestones[4].due", "2026-12-05"]).contains("has no `milestones[4]`"));
}
