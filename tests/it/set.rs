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
        (&["loaves", "current", "260"][..], "goalpost checkin loaves 260"),
        (&["loaves", "metric.as_of", "2026-11-20"], "goalpost checkin loaves VALUE --as-of 2026-11-20"),
        (&["loaves", "confidence", "0.5"], "goalpost checkin loaves --confidence 0.5"),
        (&["bread", "id", "buns"], "goalpost rename bread buns"),
        (&["bread", "state", "achieved"], "goalpost close bread --as achieved"),
        (&["bread", "grade", "0.7"], "goalpost close bread"),
        (&["bread", "supports", "mission"], "run: goalpost link bread mission"),
        (&["bread", "supports", "mission", "--remove"], "run: goalpost link bread mission --remove"),
        (&["bread", "agreed", "ana"], "run: goalpost ack bread --by ana"),
        (&["bread", "log", "a line"], "run: goalpost note bread 'a line'"),
        (&["bread", "needs", "rye flour", "--add"], "run: goalpost need bread 'rye flour' --from TEAM"),
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

#[test]
fn a_part_that_another_command_writes_is_named_with_its_entry() {
    let bread =
        format!("{BREAD}supports: [{{goal: queue, how: they come back}}]\nneeds: [{{from: shop, what: a shelf}}]\n")
            .replace("state: draft      # remove this line when the goal is agreed\n", "");
    let pilot = "kind: key_result\nid: pilot\ntitle: Open the second shop\nmeasures: bread\nmilestones: [{title: oven built}, {title: lease, done: 2026-11-02}]\nconfidence: 0.5\n";
    let queue = "kind: objective\nid: queue\ntitle: A queue\nowner: ana\nperiod: 2026-Q4\n";
    let files = [("bread.yaml", bread.as_str()), ("pilot.yaml", pilot), ("queue.yaml", queue), ("loaves.yaml", LOAVES)];
    let here = folder(&[&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG)][..], &files].concat());
    for (args, said) in [
        (&["bread", "supports[0].how", "no wait"][..], "run: goalpost link bread queue --how 'no wait'"),
        (&["bread", "supports", "--unset"], "run: goalpost link bread queue --remove"),
        (&["bread", "supports[0]", "--unset"], "run: goalpost link bread queue --remove"),
        (&["bread", "needs[0].by", "2026-12-01"], "run: goalpost need bread 'a shelf' --from shop --due 2026-12-01"),
        (&["bread", "needs[0].state", "met"], "run: goalpost need bread 'a shelf' --from shop --met"),
        (&["pilot", "done", "true"], "run: goalpost checkin pilot --done MILESTONE"),
        (&["pilot", "milestones[0].done", "true"], "run: goalpost checkin pilot --done 'oven built'"),
        (&["bread", "log", "--unset"], "no command changes `log` in this way"),
        (&["bread", "agreed", "--unset"], "no command changes `agreed` in this way"),
        (&["loaves", "current", "--unset"], "no command changes `metric.current` in this way"),
    ] {
        let wrong = refused(here.path(), args);
        assert!(wrong.contains(said), "{args:?}: {wrong}");
    }
    set(here.path(), &["pilot", "confidence", "--unset"]);
    assert!(!read(here.path(), "pilot.yaml").contains("confidence"));
    set(here.path(), &["pilot", "milestones[1].done", "false"]);
    assert!(read(here.path(), "pilot.yaml").contains("{title: lease, done: false}"));
}

#[test]
fn a_milestone_is_removed_once_and_by_a_title_of_its_own() {
    let pilot = |steps: &str| {
        let text =
            format!("kind: key_result\nid: pilot\ntitle: Open the shop\nmeasures: bread\nmilestones: [{steps}]\n");
        let bread = BREAD.replace("state: draft      # remove this line when the goal is agreed\n", "");
        folder(&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("bread.yaml", &bread), ("pilot.yaml", &text)])
    };
    let here = pilot("{title: Alpha}, {title: Beta}");
    set(here.path(), &["pilot", "milestones", "Alpha", "alpha", "--remove", "--reason", "we have it"]);
    assert!(read(here.path(), "pilot.yaml").contains("milestones: [{title: Beta}]\n"));
    let taken = refused(here.path(), &["pilot", "milestones", "BETA=2026-12-01", "--add"]);
    assert!(taken.contains("has a milestone `Beta` already") && taken.contains("milestones[0].due"), "{taken}");
    assert!(refused(here.path(), &["pilot", "milestones", "Gamma", "gamma", "--add"]).contains("given twice"));
    let here = pilot("{title: Alpha}, {title: ALPHA}, {title: Beta}");
    let shared = refused(here.path(), &["pilot", "milestones", "alpha", "--remove", "--reason", "we have it"]);
    assert!(shared.contains("has 2 milestones `alpha`") && shared.contains("milestones[0] --unset"), "{shared}");
    set(here.path(), &["pilot", "milestones[0]", "--unset", "--reason", "we have it"]);
    assert!(read(here.path(), "pilot.yaml").contains("milestones: [{title: ALPHA}, {title: Beta}]\n"));
}

#[test]
fn a_goalpost_of_a_closed_goal_takes_a_reason() {
    let closed = format!("{LOAVES}state: missed\nclosed: 2026-11-15\ngrade: {{score: 0.5, computed: 0.5, by: ana}}\n");
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("bread.yaml", "kind: objective\nid: bread\ntitle: Bread\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("loaves.yaml", LOAVES);
    repo.commit("ana", "2026-10-01T09:00:00Z", "Goals");
    repo.write("loaves.yaml", &closed);
    repo.commit("ana", "2026-11-15T09:00:00Z", "Close");
    let wrong = refused(repo.path(), &["loaves", "target", "300"]);
    assert!(wrong.contains("moves a closed goal's goalpost, which needs a reason"), "{wrong}");
    assert_eq!(repo.read("loaves.yaml"), closed);
    set(repo.path(), &["loaves", "target", "300", "--reason", "one oven was out"]);
    let found = json_findings(&repo, &[]);
    assert!(!found.iter().any(|rule| rule == "edited-after-close" || rule == "moved-target"), "{found:?}");
    // What its grade does not hang on may be written at any time.
    set(repo.path(), &["loaves", "retrospective", "ask earlier"]);
}

#[test]
fn the_command_to_paste_is_the_whole_command() {
    let pilot = "kind: key_result\nid: pilot\ntitle: Open the shop\nmeasures: bread\nmilestones: [{title: lease signed}, {title: -v}]\n";
    let bread = BREAD.replace("state: draft      # remove this line when the goal is agreed\n", "");
    let here = folder(&[("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("bread.yaml", &bread), ("pilot.yaml", pilot)]);
    let args = ["pilot", "milestones", "lease signed", "--remove", "--by", "ana", "--dry-run", "--today", "2026-11-20"];
    let wrong = refused(here.path(), &args);
    let command =
        "goalpost set pilot milestones 'lease signed' --remove --dry-run --by ana --today 2026-11-20 --reason WHY";
    assert!(wrong.contains(command), "{wrong}");
    let wrong = refused(here.path(), &["pilot", "milestones", "--remove", "--", "-v"]);
    assert!(wrong.contains("goalpost set pilot milestones --remove --reason WHY -- -v"), "{wrong}");
}

#[test]
fn nothing_that_was_typed_is_lost_or_written_twice() {
    let here = bakery();
    for (args, said) in [
        (&["bread", "reason", "first", "--reason", "second"][..], "goalpost set bread reason second"),
        (&["bread", "priority", "must", "--by", "nobody"], "no person `nobody`"),
        (&["bread", "labels[-1]", "--unset"], "has no `labels[-1]`"),
        (&["bread", "labels[0]", "nut"], "is one entry of a list"),
        (&["bread", "labels[2]", "--unset"], "there are 2"),
        (&["bread", "title[0]", "--unset"], "`title` is not a list"),
    ] {
        let wrong = refused(here.path(), args);
        assert!(wrong.contains(said), "{args:?}: {wrong}");
    }
    assert!(set(here.path(), &["loaves", "weight", "2.0"]).contains("is like that already"));
    assert!(set(here.path(), &["loaves", "target", "400.0 loaves"]).contains("is like that already"));
    assert_eq!(read(here.path(), "loaves.yaml"), LOAVES);
    set(here.path(), &["bread", "labels", "nut", "nut", "--add"]);
    assert!(read(here.path(), "bread.yaml").ends_with("  - rye\n  - nut\n"));
    set(here.path(), &["bread", "labels[1]", "--unset"]);
    assert!(read(here.path(), "bread.yaml").ends_with("  - sourdough  # the old one\n  - nut\n"));
}

/// `set k confidence high` advised `checkin k --confidence high`, which was refused.
#[test]
fn what_is_advised_for_a_confidence_is_taken() {
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("q.yaml", "kind: objective\nid: q\ntitle: Have all\nowner: tom\nperiod: 2026-Q4\n"),
        ("k.yaml", "kind: key_result\nid: k\ntitle: Have it\nmeasures: q\nmetric: {unit: x, baseline: 0, target: 9}\n"),
    ]);
    for (word, advised) in [("high", "N"), ("green", "green"), ("0.6", "0.6"), ("60%", "60%")] {
        let said = goalpost(root.path(), &["set", "k", "confidence", word]).stderr;
        assert!(said.contains(&format!("goalpost checkin k --confidence {advised}\n")), "{word}: {said}");
    }
}
