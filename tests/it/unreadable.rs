//! Files that cannot be read: no number may look better for them, and no command may pass over them.

use serde_json::json;

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const SETTINGS: (&str, &str) = ("goalpost.yaml", "");
const ORG: (&str, &str) = ("org.yaml", "teams: []\npeople: [{id: tom}]\n");
const MISSION: (&str, &str) = ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n");
const OBJECTIVE: (&str, &str) =
    ("o.yaml", "kind: objective\nid: o\ntitle: Win the checkout\nowner: tom\nperiod: 2026-Q4\nsupports: [m]\n");
const DONE: (&str, &str) = (
    "a.yaml",
    "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nmetric: {baseline: 0, target: 10, current: 10, as_of: 2026-11-20}\n",
);

/// Quotation marks that are not closed, below what tells where the key result counts.
const BROKEN: &str = "kind: key_result\nid: b\nmeasures: o\nweight: 3\ntitle: \"Raise b\nmetric: {baseline: 0\n";

#[test]
fn a_key_result_that_cannot_be_read_counts_as_unknown() {
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", BROKEN)]);
    let all = answer(goals.path(), &["rollup"]);
    let goal = all["goals"].as_array().expect("a list").iter().find(|it| it["id"] == "o").expect("o").clone();
    assert_eq!((&goal["progress"], &goal["health"]), (&json!(0.25), &json!("off-track")));
    assert_eq!(goal["contributions"][1], json!({"id": "b", "weight": 3.0, "progress": null}));
    let file = json!({"path": "b.yaml", "goal": "b", "what": "file", "field": null, "counts": true});
    assert_eq!((&goal["unreadable"], &all["unreadable"]), (&json!([file]), &json!([file])));
    let explained = says(goals.path(), &["rollup", "--explain", "o", "-q"]);
    assert!(explained.contains("b.yaml cannot be read"), "{explained}");
}

#[test]
fn every_reading_command_notes_what_it_could_not_read() {
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", BROKEN)]);
    for args in [
        &["rollup"][..],
        &["report", "--format", "markdown"],
        &["align"],
        &["digest"],
        &["scorecard"],
        &["agenda"],
        &["plan"],
        &["graph"],
        &["show", "o"],
        &["why", "a"],
        &["export", "--format", "jsonl"],
    ] {
        let it = goalpost(goals.path(), args);
        assert!(it.stderr.contains("1 file cannot be read: b.yaml"), "{args:?}: {}", it.stderr);
    }
    // What check has to say of the file is its answer.
    assert!(!goalpost(goals.path(), &["check"]).stderr.contains("cannot be read"));
    for args in [&["rollup", "-q"][..], &["report", "-q", "--format", "markdown"], &["digest", "-q"], &["agenda", "-q"]]
    {
        assert!(says(goals.path(), args).contains("1 file cannot be read: b.yaml"), "{args:?}");
    }
    assert!(says(goals.path(), &["show", "o", "-q"]).contains("b.yaml cannot be read and counts as 0"));
    for command in ["rollup", "align", "agenda", "digest", "report", "scorecard", "plan"] {
        let view = answer(goals.path(), &[command, "-q"]);
        let files = view.get("unreadable").or_else(|| view["summary"].get("unreadable")).unwrap_or(&view);
        assert_eq!(files[0]["path"], "b.yaml", "{command}: {files}");
    }
}

#[test]
fn nothing_is_well_where_nothing_is_known_of_a_file() {
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", "\"no\nend")]);
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(!tree.contains("all on track") && tree.contains("1 file cannot be read: b.yaml"), "{tree}");
    assert!(tree.contains("100%"), "no goal is known in which it counts: {tree}");
}

#[test]
fn an_objective_whose_only_key_result_cannot_be_read_is_not_on_track() {
    let conflict = "kind: key_result\n<<<<<<< HEAD\nid: b\nmeasures: o\n=======\nid: b\nmeasures: o\n>>>>>>> main\n";
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, ("b.yaml", conflict)]);
    for today in ["2026-10-02", "2026-11-21"] {
        let tree = says(goals.path(), &["rollup", "-q", "--today", today]);
        assert!(tree.contains("too little measured: 0 of 1"), "{tree}");
        assert!(!tree.contains("on track"), "{tree}");
    }
    let found = goalpost(goals.path(), &["check", "-q"]).stdout;
    assert!(found.contains("unresolved merge"), "{found}");
    assert!(!found.contains("no key result measures"), "one cause, one finding: {found}");
}

#[test]
fn the_last_readable_version_in_git_tells_where_a_file_counts() {
    let repo = Repo::new();
    for (path, text) in [SETTINGS, ORG, MISSION, OBJECTIVE, DONE] {
        repo.write(path, text);
    }
    repo.write("k/b.yaml", "kind: key_result\nid: b\ntitle: Raise b\nmeasures: o\nweight: 3\n");
    repo.commit("tom", "2026-10-05T09:00:00Z", "Set the goals");
    let progress = || {
        let all = answer(repo.path(), &["rollup", "-q"]);
        let goal = all["goals"].as_array().expect("a list").iter().find(|it| it["id"] == "o").expect("o").clone();
        (goal["progress"].clone(), goal["unreadable"][0]["goal"].clone())
    };
    assert_eq!(progress(), (json!(1.0), json!(null)));
    repo.write("k/b.yaml", "\u{1}nothing left\n");
    assert_eq!(progress(), (json!(0.25), json!("b")), "not committed");
    repo.commit("tom", "2026-10-06T09:00:00Z", "Break it");
    assert_eq!(progress(), (json!(0.25), json!("b")), "as HEAD has it");
}

#[test]
fn a_metric_that_cannot_be_read_marks_its_objective() {
    let text = "kind: key_result\nid: b\ntitle: Raise b\nmeasures: o\nmetric: {baseline: 0, target: ten}\n";
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", text)]);
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(tree.contains("b has a metric that cannot be read"), "{tree}");
    assert!(!tree.contains("all on track"), "{tree}");
}

#[test]
fn an_objective_with_a_part_that_cannot_be_read_is_not_graded_by_the_rest() {
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", BROKEN)]);
    let it = goalpost(goals.path(), &["close", "o", "--today", "2027-01-02", "-q"]);
    assert!(!it.stdout.contains("achieved"), "{}", it.stdout);
    assert_ne!(it.code, 0, "{}", it.stderr);
    // It has values: what hinders is the file.
    assert!(it.stderr.contains("`o` cannot be graded: 1 file cannot be read: b.yaml"), "{}", it.stderr);
}

/// `show bread` showed another goal with the word in its title while the file of `bread` could not be read.
#[test]
fn the_id_of_a_file_that_cannot_be_read_means_no_other_goal() {
    let objective = OBJECTIVE.1.replace("Win the checkout", "Win back the breakdowns");
    let goals = folder(&[SETTINGS, ORG, MISSION, ("o.yaml", &objective), DONE, ("b.yaml", BROKEN)]);
    for args in [
        &["show", "b"][..],
        &["why", "b"],
        &["impact", "b"],
        &["rollup", "b"],
        &["graph", "b"],
        &["scorecard", "b"],
        &["suggest", "b"],
    ] {
        let it = goalpost(goals.path(), args);
        let told = it.stderr.contains("there is no goal `b`") && it.stderr.contains("cannot be read as a goal");
        assert!(it.code == 2 && told, "{args:?}: {}{}", it.stdout, it.stderr);
    }
}

/// A drawing said how an objective stands, and not that a part of it was not there.
#[test]
fn a_drawing_and_an_explanation_mark_what_cannot_be_read() {
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", BROKEN)]);
    for format in ["dot", "mermaid", "svg", "json"] {
        let drawing = says(goals.path(), &["graph", "-q", "--format", format]);
        assert!(drawing.contains("cannot be read"), "{format}: {drawing}");
    }
    // There is nothing to explain of the part that cannot be read.
    let explained = says(goals.path(), &["rollup", "--explain", "o", "-q"]);
    assert!(!explained.contains("goalpost rollup --explain b"), "{explained}");
}

#[test]
fn a_plan_is_not_ready_while_a_file_cannot_be_read() {
    let objective = "kind: objective\nid: a\ntitle: Bake at night\nowner: ana\nperiod: 2027-Q1\n";
    let key_result =
        "kind: key_result\nid: k\ntitle: Loaves\nmeasures: a\nmetric: {unit: loaves, baseline: 0, target: 9}\n";
    let home = folder(&[("goalpost.yaml", ""), ("a.yaml", objective), ("k.yaml", key_result)]);
    let plan = || says(home.path(), &["plan", "--period", "2027-Q1", "-q"]);
    assert!(plan().starts_with("2027-Q1 is not ready: 2 goals, 1 gap"), "{}", plan());
    std::fs::write(home.path().join("b.yaml"), "kind: key_result\nid: [\n").expect("written");
    let answer = plan();
    assert!(answer.contains("1 unreadable file"), "{answer}");
}

/// `weight: 3x` was the weight 1 without a word, and an objective at 40 % became "60 % on track".
#[test]
fn a_value_that_cannot_be_read_is_named_wherever_numbers_rest_on_it() {
    let key_result = |id: &str, rest: &str| {
        let metric = "metric: {baseline: 0, target: 10, current: 9, as_of: 2026-11-20}\n";
        format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{rest}{metric}")
    };
    for (field, written) in [
        ("weight", "weight: 3x\n"),
        ("period", "period: 2026-Q9\n"),
        ("deadline", "deadline: soon\n"),
        ("state", "state: running\n"),
        ("commitment", "commitment: yes\n"),
        ("confidence", "confidence: high\n"),
        ("effort", "effort: much\n"),
    ] {
        let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, ("b.yaml", &key_result("b", written))]);
        let told = format!("1 value cannot be read: {field} in b.yaml");
        for command in ["rollup", "report", "align", "digest", "scorecard", "agenda", "plan", "graph"] {
            let it = goalpost(goals.path(), &[command]);
            assert!(it.stderr.contains(&told), "{command} {field}: {}", it.stderr);
        }
        let tree = says(goals.path(), &["rollup", "-q"]);
        assert!(tree.contains(&told) && !tree.contains("all on track"), "{tree}");
        let agenda = says(goals.path(), &["agenda", "-q"]);
        assert!(agenda.contains(&told) || agenda.contains("to do"), "no all-clear: {agenda}");
        let all = answer(goals.path(), &["rollup", "-q"]);
        let value = json!({"path": "b.yaml", "goal": "b", "what": "value", "field": field, "counts": false});
        assert_eq!(all["unreadable"], json!([value]), "{field}");
    }
    let weighed = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("b.yaml", &key_result("b", "weight: 3x\n"))]);
    assert!(says(weighed.path(), &["rollup", "-q"]).contains("weight of b cannot be read and counts as 1"));
    let explained = says(weighed.path(), &["rollup", "--explain", "o", "-q"]);
    assert!(explained.contains("the weight of b cannot be read (b.yaml:5) and counts as 1"), "{explained}");
    assert!(!explained.contains("1 of b in b.yaml"), "nobody wrote 1: {explained}");
}

#[test]
fn what_cannot_be_read_of_links_settings_and_metrics_is_named_too() {
    let supporter = "kind: objective\nid: s\ntitle: Sell more\nowner: tom\nperiod: 2026-Q4\n\
                     supports: [{goal: o, weight: much}]\n";
    let metric =
        "kind: key_result\nid: b\ntitle: Raise b\nmeasures: s\nmetric: {baseline: 0, target: 10, current: 9o}\n";
    let goals =
        folder(&[("goalpost.yaml", "ambition: high\n"), MISSION, OBJECTIVE, ("b.yaml", metric), ("s.yaml", supporter)]);
    let noted = goalpost(goals.path(), &["rollup"]).stderr;
    let told =
        "3 values cannot be read: ambition in goalpost.yaml, metric.current in b.yaml, supports[0].weight in s.yaml";
    assert!(noted.contains(told), "{noted}");
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(tree.contains("supports[0].weight of s cannot be read and counts as 1"), "{tree}");
    assert!(tree.contains("metric.current of b cannot be read"), "{tree}");
}

#[test]
fn an_unreadable_file_of_the_open_root_is_noted_from_a_private_one() {
    let private = "kind: objective\nid: s\ntitle: Make the team happy\nperiod: 2026-Q4\nsupports: [q]\n";
    let goals = folder(&[
        ("okrs/goalpost.yaml", ""),
        ("okrs/q.yaml", "kind: objective\nid: q\ntitle: \"Make the queue short\n"),
        ("priv/goalpost.yaml", "within: ../okrs\n"),
        ("priv/s.yaml", private),
    ]);
    let noted = goalpost(&goals.path().join("priv"), &["rollup"]).stderr;
    let told = "1 file cannot be read: ../okrs/q.yaml; to see why: goalpost check --root ./../okrs";
    assert!(noted.contains(told), "{noted}");
}

#[test]
fn settings_that_are_no_mapping_are_noted_by_every_command_that_reads_goals() {
    let goals = folder(&[
        ("goalpost.yaml", "hello\n"),
        ("a.yaml", "kind: objective\nid: a\ntitle: Make the queue short\nowner: ana\nperiod: 2026-Q4\n"),
    ]);
    for command in ["rollup", "agenda", "align"] {
        let noted = goalpost(goals.path(), &[command]).stderr;
        assert!(noted.contains("goalpost.yaml") && noted.contains("goalpost check"), "{command}: {noted}");
    }
}

/// A key result that takes its values from a KPI with a git conflict, beside one that is on track.
fn with_unreadable_kpi() -> tempfile::TempDir {
    folder(&[
        SETTINGS,
        ORG,
        MISSION,
        OBJECTIVE,
        DONE,
        (
            "up.yaml",
            "kind: kpi\nid: up\ntitle: Uptime\nowner: tom\nmetric: {name: uptime, unit: x, at_least: 1, current: 5, as_of: 2026-11-18}\n<<<<<<< HEAD\n",
        ),
        (
            "kk.yaml",
            "kind: key_result\nid: kk\ntitle: Raise uptime\nmeasures: o\nowner: tom\nmetric: {kpi: up, baseline: 0, target: 10}\n",
        ),
    ])
}

#[test]
fn a_key_result_whose_kpi_cannot_be_read_has_an_unknown_value_and_not_none() {
    let goals = with_unreadable_kpi();
    let ask = |args: &[&str]| says(goals.path(), &[args, &["-q"]].concat());
    let show = ask(&["show", "kk"]);
    assert!(show.contains("up: up.yaml cannot be read") && !show.contains("does not exist"), "{show}");
    for args in [
        &["show", "kk"][..],
        &["rollup"],
        &["history", "kk"],
        &["history", "--all"],
        &["rollup", "--explain", "kk"],
        &["report", "--format", "markdown"],
        &["report", "--format", "html"],
        &["agenda"],
        &["digest"],
    ] {
        let said = goalpost(goals.path(), &[args, &["-q"]].concat()).stdout;
        assert!(!said.contains("no value yet") && !said.contains("no check-in yet"), "{args:?}: {said}");
    }
    let tree = ask(&["rollup"]);
    assert!(tree.contains("unreadable") && tree.contains("1 with a value that cannot be read"), "{tree}");
    let all = answer(goals.path(), &["rollup", "-q"]);
    let of = |id: &str| {
        all["goals"].as_array().expect("a list").iter().find(|it| it["id"] == id).expect("it is there").clone()
    };
    assert_eq!(of("kk")["standing"], "value cannot be read");
    // The objective is marked, whose number rests on it.
    let file = json!([{"path": "up.yaml", "goal": "up", "what": "file", "field": null, "counts": false}]);
    assert_eq!((&of("o")["unreadable"], &of("kk")["unreadable"]), (&file, &file));
    assert!(ask(&["show", "o"]).contains("up.yaml cannot be read"));
    let closed = goalpost(goals.path(), &["close", "kk", "-q", "--dry-run", "--today", "2027-01-05"]);
    assert!(closed.stderr.contains("cannot be graded: 1 file cannot be read: up.yaml"), "{}", closed.stderr);
    let written = goalpost(goals.path(), &["checkin", "kk", "7", "-q"]);
    assert!(written.code == 2 && written.stderr.contains("up.yaml, which cannot be read"), "{}", written.stderr);
}

#[test]
fn nothing_is_well_where_settings_or_organisation_cannot_be_read() {
    let conflict =
        "<<<<<<< HEAD\nthresholds: {on_track: 1, at_risk: 0.99}\n=======\nthresholds: {on_track: 1}\n>>>>>>> main\n";
    for (path, others) in [("goalpost.yaml", vec![ORG]), ("org.yaml", vec![SETTINGS])] {
        let mut files = vec![MISSION, OBJECTIVE, DONE, (path, conflict)];
        files.extend(others);
        let goals = folder(&files);
        let named = format!("1 file cannot be read: {path}");
        for args in [
            &["rollup", "-q"][..],
            &["report", "-q", "--format", "markdown"],
            &["agenda", "-q"],
            &["digest", "-q"],
            &["-q"],
        ] {
            let said = says(goals.path(), args);
            assert!(said.contains(&named) && !said.contains("all on track"), "{path} {args:?}: {said}");
        }
        let view = answer(goals.path(), &["report", "-q"]);
        assert_eq!(view["summary"]["unreadable"][0]["path"], path);
    }
}

#[test]
fn conflict_markers_around_plain_lines_are_a_merge_conflict() {
    let conflict = "<<<<<<< HEAD\none line\n=======\nanother line\n>>>>>>> main\n";
    for path in ["goalpost.yaml", "org.yaml"] {
        let files = [("goalpost.yaml", ""), ORG, MISSION, OBJECTIVE, DONE];
        let goals = folder(&files);
        std::fs::write(goals.path().join(path), conflict).expect("written");
        let check = goalpost(goals.path(), &["check", "-q"]).stdout;
        assert!(check.contains("unresolved merge") && !check.contains("wrong-type"), "{path}: {check}");
    }
}

/// `scorecard` found no issues and `suggest` a line to the mission for every goal, where a file was larger than is read.
#[test]
fn a_file_of_which_nothing_is_known_is_told_in_every_summary() {
    let large = format!("kind: objective\nid: large\ntitle: Win it all\ndescription: {}\n", "x".repeat(1 << 20));
    let goals = folder(&[SETTINGS, ORG, MISSION, OBJECTIVE, DONE, ("large.yaml", &large)]);
    let alone = folder(&[SETTINGS, ("large.yaml", &large)]);
    for command in ["rollup", "align", "agenda", "digest", "report", "scorecard", "plan", "suggest", "graph", ""] {
        let formats: &[&str] = match command {
            "" => &[],
            "report" => &["markdown", "html"],
            "graph" => &["dot", "svg"],
            "suggest" => &["human"],
            _ => &["human", "markdown"],
        };
        let lines: Vec<Vec<&str>> = match formats {
            [] => vec![vec!["-q"]],
            formats => formats.iter().map(|format| vec![command, "-q", "--format", format]).collect(),
        };
        for (line, folder) in lines.iter().flat_map(|line| [(line, &goals), (line, &alone)]) {
            let told = says(folder.path(), line);
            let names = told.contains("large.yaml") || command == "plan" && told.contains("1 unreadable file");
            assert!(names && !told.contains("no issues found"), "{line:?}: {told}");
        }
    }
}

/// `exclude: b.yaml` was no list, so that b.yaml counted, and no reading command said so.
#[test]
fn settings_that_choose_what_counts_and_what_is_shown_are_values_too() {
    for (setting, field) in [
        ("exclude: b.yaml", "exclude"),
        ("include: ../people", "include"),
        ("exlude: [b.yaml]", "exclude"),
        ("people: {statistics: offf}", "people.statistics"),
        ("people: off", "people"),
    ] {
        let goals = folder(&[("goalpost.yaml", &format!("{setting}\n")), MISSION, OBJECTIVE, DONE]);
        let said = format!("1 value cannot be read: {field} in goalpost.yaml");
        for args in [&["rollup"][..], &["agenda"], &["align"]] {
            let it = goalpost(goals.path(), args);
            assert!(it.stderr.contains(&said), "{setting} {args:?}: {}", it.stderr);
        }
    }
}

/// Who meant `off` and wrote `offf` got figures about teams.
#[test]
fn statistics_that_cannot_be_read_are_off() {
    for setting in
        ["people: {statistics: offf}", "people: {statistic: off}", "people: [off]", "peple: {statistics: off}"]
    {
        let goals = folder(&[("goalpost.yaml", &format!("{setting}\n")), ORG, MISSION, OBJECTIVE, DONE]);
        let view = answer(goals.path(), &["align", "-q"]);
        assert_eq!(view["statistics"], "off", "{setting}");
    }
    let goals = folder(&[("goalpost.yaml", "people: {statistics: person}\nambition: high\n"), ORG, MISSION, OBJECTIVE]);
    assert_eq!(answer(goals.path(), &["align", "-q"])["statistics"], "person");
}
