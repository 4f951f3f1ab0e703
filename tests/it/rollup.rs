//! `goalpost rollup`: its CSV, and `--explain`, which must convince whoever doubts a number.

use std::fs;
use std::path::Path;

use goalpost::model::{days_between, parse_day};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::support::program::{folder, goalpost, json, northwind, says};
use crate::support::schema::validator;

/// A quarter whose numbers are easy to work out by hand; it is its 52nd day of 92.
const QUARTER: &[(&str, &str)] = &[
    ("goalpost.yaml", "ambition: 0.6\nthresholds: {on_track: 0.8, at_risk: 0.5}\n"),
    ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n"),
    (
        "o.yaml",
        "kind: objective\nid: o\ntitle: Win the checkout\nowner: tom\nperiod: 2026-Q4\ncommitment: aspirational\nsupports: [m]\n",
    ),
    // (24 - 10) / (50 - 10) = 0.35; planned: 0.25 on the first of November, then 20 of 60 days on to 1 = 0.5.
    (
        "a.yaml",
        "kind: key_result\nid: reach\ntitle: Raise it\nmeasures: o\nweight: 3\nmetric: {unit: shops, baseline: 10, target: 50, current: 24, as_of: 2026-11-20}\nmilestones:\n  - {title: first market, due: 2026-11-01, value: 20}\n",
    ),
    // 1 of 4 is done; planned: 3 of 4 by today.
    (
        "b.yaml",
        "kind: key_result\nid: steps\ntitle: Build it\nmeasures: o\nmilestones:\n  - {title: plan, due: 2026-10-10, done: 2026-10-12}\n  - {title: build, due: 2026-11-21, done: false, weight: 2}\n  - {title: polish, done: false}\n",
    ),
    // 6 was over 5 from the 12th to the 21st of November: 0 of 10 days.
    (
        "c.yaml",
        "kind: key_result\nid: keep\ntitle: Keep it\nmeasures: o\nmetric: {unit: \"%\", at_most: 5, current: 6, as_of: 2026-11-12}\n",
    ),
    // No value counts 0; planned: 51 of 91 days.
    (
        "d.yaml",
        "kind: key_result\nid: silent\ntitle: Measure it\nmeasures: o\nmetric: {unit: h, baseline: 0, target: 4}\n",
    ),
    (
        "e.yaml",
        "kind: key_result\nid: draft\ntitle: Maybe\nmeasures: o\nstate: draft\nmetric: {unit: h, baseline: 0, target: 4, current: 4}\n",
    ),
    (
        "f.yaml",
        "kind: key_result\nid: dropped\ntitle: No more\nmeasures: o\nstate: dropped\nreason: r\nmetric: {unit: h, baseline: 0, target: 4, current: 4}\n",
    ),
    (
        "g.yaml",
        "kind: key_result\nid: still\ntitle: Stay\nmeasures: o\nmetric: {unit: h, baseline: 4, target: 4, current: 4}\n",
    ),
    (
        "h.yaml",
        "kind: key_result\nid: later\ntitle: Later\nmeasures: o\nperiod: 2026-12\nmetric: {unit: h, baseline: 0, target: 4}\n",
    ),
    // Supports the key result `reach`, and is 0.55 ahead of it.
    ("q.yaml", "kind: objective\nid: work\ntitle: Work\nperiod: 2026-Q4\nsupports: [{goal: reach, weight: 2}]\n"),
    (
        "r.yaml",
        "kind: key_result\nid: worked\ntitle: Worked\nmeasures: work\nmetric: {unit: h, baseline: 0, target: 10, current: 9, as_of: 2026-11-20}\n",
    ),
    // Two that support each other, and one that only one of them supports.
    ("i.yaml", "kind: objective\nid: hen\ntitle: Hen\nperiod: 2026-Q4\nsupports: [egg, coop]\n"),
    ("j.yaml", "kind: objective\nid: egg\ntitle: Egg\nperiod: 2026-Q4\nsupports: [hen]\n"),
    ("k.yaml", "kind: objective\nid: coop\ntitle: Coop\nperiod: 2026-Q4\nsupports: [m]\n"),
];

fn explained(folder: &Path, id: &str) -> Value {
    let answer = json(folder, &["rollup", "--explain", id, "-q"]);
    let all = answer["explanations"].as_array().expect("a list");
    all.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id} is explained")).clone()
}

fn close(number: &Value, wanted: f64) {
    let number = number.as_f64().unwrap_or_else(|| panic!("{number} is a number"));
    assert!((number - wanted).abs() < 1e-12, "{number} is not {wanted}");
}

#[test]
fn numbers_worked_out_by_hand() {
    let folder = folder(QUARTER);
    let folder = folder.path();
    let reach = explained(folder, "reach");
    close(&reach["progress"]["value"], 0.35);
    close(&reach["expected"]["value"], 0.5);
    close(&reach["pace"]["so_far"], 0.35 / (51.0 / 7.0));
    close(&reach["pace"]["needed"], 0.65 / (40.0 / 7.0));
    close(&reach["theory_gap"]["value"], 0.55);
    let steps = explained(folder, "steps");
    close(&steps["progress"]["value"], 0.25);
    close(&steps["expected"]["value"], 0.75);
    let keep = explained(folder, "keep");
    close(&keep["progress"]["value"], 0.0);
    assert_eq!(keep["progress"]["how"]["days"], 10);
    close(&keep["expected"]["value"], 1.0);

    let o = explained(folder, "o");
    // 3 × 0.35 + 1 × 0.25 + 1 × 0 + 1 × 0, and 3 × 0.5 + 0.75 + 1 + 51 / 91.
    close(&o["progress"]["how"]["sum"], 1.3);
    close(&o["progress"]["how"]["weights"], 6.0);
    close(&o["progress"]["value"], 1.3 / 6.0);
    close(&o["expected"]["value"], (3.25 + 51.0 / 91.0) / 6.0);
    assert_eq!(o["progress"]["how"]["weakest"], "keep");
    let left_out: Vec<_> = o["progress"]["how"]["left_out"].as_array().expect("a list").iter().collect();
    let why: Vec<_> = left_out.iter().map(|it| (it["id"].as_str(), it["why"].as_str())).collect();
    assert_eq!(
        why,
        [
            (Some("draft"), Some("draft")),
            (Some("dropped"), Some("dropped")),
            (Some("still"), Some("measures-nothing")),
            (Some("later"), Some("not-begun")),
        ]
    );
    // 0.2167 lies between 0.5 and 0.8 of 0.6 × 0.6351.
    assert_eq!(o["health"]["value"], "at-risk");
    close(&o["health"]["how"]["on_track_from"], 0.8 * 0.6 * ((3.25 + 51.0 / 91.0) / 6.0));
    assert_eq!(o["health"]["how"]["ambition"]["place"]["path"], "goalpost.yaml");

    let egg = explained(folder, "egg");
    assert_eq!(egg["progress"]["value"], Value::Null);
    assert_eq!(egg["progress"]["how"]["by"], "none");
    let coop = explained(folder, "coop");
    assert_eq!(coop["progress"]["how"]["left_out"][0]["why"], "loop");
}

#[test]
fn an_explanation_as_it_is_read() {
    let folder = folder(QUARTER);
    insta::assert_snapshot!("explain_objective", says(folder.path(), &["rollup", "--explain", "o", "-q"]));
    insta::assert_snapshot!("explain_loop", says(folder.path(), &["rollup", "--explain", "coop", "-q"]));
}

#[test]
fn an_explanation_of_a_real_goal() {
    let northwind = northwind();
    let says = |id| says(&northwind, &["rollup", "--explain", id, "-q", "--depth", "0"]);
    for id in ["no-single-expert", "second-region", "incident-learning", "checkout-uptime", "availability"] {
        insta::assert_snapshot!(format!("explain_{id}"), says(id));
    }
}

/// The line that a place names, as it stands in the file.
fn line_at(folder: &Path, place: &Value) -> String {
    let path = place["path"].as_str().expect("a path");
    let line = usize::try_from(place["line"].as_u64().expect("a line")).expect("small");
    let text = fs::read_to_string(folder.join(path)).expect("the file");
    text.lines().nth(line - 1).unwrap_or_else(|| panic!("{path} has a line {line}")).to_owned()
}

/// Works out what an explanation says from its inputs alone, and looks each of these up in its file.
fn recompute(folder: &Path, it: &Value) -> usize {
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value} in {it:#}"));
    let looked_up = |name: &str, input: &Value| {
        if input["place"] != Value::Null {
            let line = line_at(folder, &input["place"]);
            assert!(line.contains(&format!("{name}:")), "{name} of {} is not in `{line}`", it["id"]);
        }
        number(&input["value"])
    };
    let mut done = 0;
    let progress = &it["progress"];
    let how = &progress["how"];
    match how["by"].as_str() {
        Some("reach") if how["current"] != Value::Null => {
            let (now, from) = (looked_up("current", &how["current"]), looked_up("baseline", &how["baseline"]));
            let to = looked_up("target", &how["target"]);
            close(&progress["value"], ((now - from) / (to - from)).clamp(0.0, 1.0));
            done += 1;
        }
        Some("milestones") => {
            let steps = how["milestones"].as_array().expect("a list");
            let weight = |done: bool| {
                let of = steps.iter().filter(|it| !done || it["done"] == true);
                of.map(|it| number(&it["weight"]["value"])).sum::<f64>()
            };
            close(&progress["value"], weight(true) / weight(false));
            for step in steps {
                let title = step["title"].as_str().expect("a title");
                assert!(line_at(folder, &step["place"]).contains(title));
            }
            done += 1;
        }
        Some("parts") => {
            let (mut sum, mut weights) = (0.0, 0.0);
            for part in how["parts"].as_array().expect("a list") {
                let weight = looked_up("weight", &part["weight"]);
                sum += weight * part["progress"].as_f64().unwrap_or(0.0);
                weights += weight;
            }
            if weights > 0.0 {
                close(&progress["value"], sum / weights);
                done += 1;
            }
        }
        _ => {}
    }
    let expected = &it["expected"];
    // What is closed without a grade has the numbers of its close.
    if expected["how"]["by"] == "plan" && it["health"]["how"]["by"] != "state" {
        let day = |value: &Value| parse_day(value.as_str().expect("a day")).expect("a day");
        let points = expected["points"].as_array().expect("a list");
        let today = parse_day("2026-11-21").expect("a day");
        let after = points.iter().position(|it| day(&it["day"]) > today).expect("a point to come");
        let (low, high) = (&points[after - 1], &points[after]);
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        let days = |to| days_between(day(&low["day"]), to) as f64;
        let gone = days(today) / days(day(&high["day"]));
        let (from, to) = (number(&low["share"]), number(&high["share"]));
        close(&expected["value"], from + (to - from) * gone);
        done += 1;
    }
    let health = &it["health"]["how"];
    if health["by"] == "plan" && health["expected"] != Value::Null {
        let asked = looked_up("ambition", &health["ambition"]) * number(&health["expected"]);
        let own = number(&health["progress"]);
        let word = match own {
            own if own >= looked_up("on_track", &health["on_track"]) * asked => "on-track",
            own if own >= looked_up("at_risk", &health["at_risk"]) * asked => "at-risk",
            _ => "off-track",
        };
        assert_eq!(it["health"]["value"], word, "{}", it["id"]);
        done += 1;
    }
    done
}

#[test]
fn every_number_can_be_worked_out_again_from_the_lines_it_names() {
    let quarter = folder(QUARTER);
    for folder in [northwind().as_path(), quarter.path()] {
        let answer = json(folder, &["rollup", "--explain", "--period", "all", "-q"]);
        let explanations = answer["explanations"].as_array().expect("a list");
        let done: usize = explanations.iter().map(|it| recompute(folder, it)).sum();
        assert!(done > explanations.len(), "{done} numbers of {} goals", explanations.len());
        // What is explained is what the rollup says.
        for goal in answer["goals"].as_array().expect("a list") {
            let it = explanations.iter().find(|it| it["id"] == goal["id"]).expect("every goal is explained");
            if it["progress"] != Value::Null {
                assert_eq!(it["progress"]["value"], goal["progress"]);
                assert_eq!(it["expected"]["value"], goal["expected"]);
            }
            if it["health"] != Value::Null {
                assert_eq!(it["health"]["value"], goal["health"]);
            }
        }
    }
}

#[test]
fn explanations_keep_to_the_width_whatever_goals_are_called() {
    let long = "很长的标题 ".repeat(2000);
    let wild = format!("kind: objective\nid: wild\ntitle: \"\\e[31m{long}\\n👩‍👩‍👧‍👦\"\nperiod: 2026-Q4\n");
    let unit = "x".repeat(300);
    let key = format!(
        "kind: key_result\nid: {}\ntitle: t\nmeasures: wild\nweight: 1000000000\nmetric: {{unit: {unit}, baseline: -1.7e308, target: 1.7e308, current: 1e-300}}\nmilestones: [{{title: \"{long}\", due: 2026-11-01, value: 3}}]\n",
        "k".repeat(80)
    );
    let folder = folder(&[("goalpost.yaml", ""), ("a/b c/wild.yaml", &wild), ("a/key.yaml", &key)]);
    let text = says(folder.path(), &["rollup", "--explain", "-q"]);
    assert!(!text.contains('\u{1b}'));
    for line in text.lines() {
        assert!(line.width() <= 80, "{}: {line}", line.width());
    }
    // Numbers whose difference has no room in a number still have a share.
    close(&explained(folder.path(), &"k".repeat(80))["progress"]["value"], 0.5);
}

#[test]
fn csv_has_the_columns_of_json_and_no_formulas() {
    let folder = folder(QUARTER);
    let wild = "kind: objective\nid: wild\ntitle: \"=cmd|' /C calc'!A0, \\\"so\\\"\"\nperiod: 2026-Q4\n";
    fs::write(folder.path().join("wild.yaml"), wild).expect("written");
    let text = says(folder.path(), &["rollup", "-q", "--period", "all", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let answer = json(folder.path(), &["rollup", "-q", "--period", "all"]);
    let goals = answer["goals"].as_array().expect("a list");
    let mut fields: Vec<String> = goals[0].as_object().expect("a goal").keys().cloned().collect();
    fields.retain(|field| !matches!(field.as_str(), "forecast" | "counted" | "measure" | "pace_in_unit"));
    fields.extend(["measured", "of"].map(|it| format!("counted_{it}")));
    fields.extend(
        ["median", "low", "high", "probability", "by_numbers", "observations", "basis"]
            .map(|it| format!("forecast_{it}")),
    );
    fields.extend(
        ["unit", "baseline", "target", "at_least", "at_most", "current", "milestones_done", "milestones"]
            .map(|it| format!("measure_{it}")),
    );
    // The unit of the pace is that of the measure.
    fields.extend(["pace_in_unit_needed", "pace_in_unit_actual"].map(str::to_owned));
    fields.extend(["quiet_move_day", "quiet_move_against_original"].map(str::to_owned));
    let mut sorted = header.clone();
    sorted.sort();
    fields.sort();
    assert_eq!(sorted, fields);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), goals.len());
    let column = |name: &str| header.iter().position(|it| it == name).expect(name);
    for (row, goal) in rows.iter().zip(goals) {
        assert_eq!(&row[column("id")], goal["id"].as_str().expect("an id"));
        let progress = row[column("progress")].parse::<f64>().ok();
        assert_eq!(progress, goal["progress"].as_f64(), "unrounded");
    }
    let row = |id: &str| rows.iter().find(|row| &row[0] == id).expect("a row");
    assert_eq!(&row("o")[column("contributions")], "reach steps keep silent");
    assert_eq!(&row("hen")[column("supports")], "egg coop");
    assert_eq!(&row("wild")[column("title")], "'=cmd|' /C calc'!A0, \"so\"");
}

#[test]
fn what_cannot_be_done_says_what_can() {
    let folder = folder(QUARTER);
    let answer = goalpost(folder.path(), &["rollup", "--explain", "reech", "-q"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("did you mean `reach`?"), "{}", answer.stderr);
    let answer = goalpost(folder.path(), &["rollup", "--explain", "--format", "csv"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("--format human or json"), "{}", answer.stderr);
}

#[test]
fn the_contract_of_an_explanation_is_what_its_schema_says() {
    let validator = validator("rollup");
    let quarter = folder(QUARTER);
    for folder in [northwind().as_path(), quarter.path()] {
        let answer = json(folder, &["rollup", "--explain", "--period", "all", "-q"]);
        let problems: Vec<String> = validator.iter_errors(&answer).map(|it| it.to_string()).collect();
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

/// Commits everything in a folder at noon of a day.
fn commit(folder: &Path, day: &str) -> String {
    let repository = git2::Repository::init(folder).expect("a repository");
    let seconds = days_between(parse_day("1970-01-01").expect("a day"), parse_day(day).expect("a day")) * 86_400;
    let author =
        git2::Signature::new("Tom", "tom@x.example", &git2::Time::new(seconds + 43_200, 0)).expect("an author");
    let mut index = repository.index().expect("an index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("everything is added");
    index.write().expect("the index is written");
    let tree = repository.find_tree(index.write_tree().expect("a tree")).expect("a tree");
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
    repository.commit(Some("HEAD"), &author, &author, "numbers", &tree, &parents).expect("a commit").to_string()
}

#[test]
fn a_value_that_the_file_no_longer_has_names_its_commit() {
    let kpi = |value: u8, day: &str| {
        format!(
            "kind: kpi\nid: v\ntitle: V\nmetric: {{name: n, unit: h, at_most: 9, current: {value}, as_of: {day}}}\n"
        )
    };
    let folder = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q3\n"),
        ("k.yaml", "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {kpi: v, baseline: 10, target: 2}\n"),
        (
            "keep.yaml",
            "kind: key_result\nid: keep\ntitle: K\nmeasures: o\nperiod: 2026\nmetric: {kpi: v, at_most: 6}\n",
        ),
        ("v.yaml", &kpi(5, "2026-09-20")),
    ]);
    let then = commit(folder.path(), "2026-09-20");
    fs::write(folder.path().join("v.yaml"), kpi(7, "2026-11-01")).expect("written");
    let now = commit(folder.path(), "2026-11-01");
    // The third quarter ended with 5: (5 - 10) / (2 - 10), whatever the KPI is today.
    let quarter = explained(folder.path(), "k");
    close(&quarter["progress"]["value"], 0.625);
    assert_eq!(quarter["progress"]["how"]["current"]["commit"], then.as_str());
    assert_eq!(quarter["progress"]["how"]["current"]["place"], Value::Null);
    assert_eq!(quarter["progress"]["how"]["as_of"], "2026-09-20");
    // 42 days at 5, 21 at 7.
    let keep = explained(folder.path(), "keep");
    close(&keep["progress"]["value"], 42.0 / 63.0);
    let stretches = keep["progress"]["how"]["stretches"].as_array().expect("a list");
    let told: Vec<_> =
        stretches.iter().map(|it| (it["days"].as_u64(), it["inside"].as_bool(), it["commit"].as_str())).collect();
    assert_eq!(told, [(Some(42), Some(true), Some(then.as_str())), (Some(21), Some(false), Some(now.as_str()))]);
    let text = says(folder.path(), &["rollup", "--explain", "k", "-q"]);
    assert!(text.contains(&format!("    current   5 h         commit {}\n", &then[..7])), "{text}");
}

#[test]
fn goals_are_summed_up_by_team_perspective_and_area() {
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", "teams: [{id: ovens, name: The ovens}, {id: shop, name: Shop, formerly: [counter]}]\n"),
        (
            "a.yaml",
            "kind: objective\nid: a\ntitle: A\nteam: ovens\nperiod: 2026-Q4\nperspective: customer\narea: bread\n",
        ),
        (
            "b.yaml",
            "kind: key_result\nid: b\ntitle: B\nmeasures: a\nmetric: {unit: x, baseline: 0, target: 10, current: 8}\n",
        ),
        // Its objective is another team's: it counts in its own team.
        (
            "c.yaml",
            "kind: key_result\nid: c\ntitle: C\nmeasures: a\nteam: counter\nmetric: {unit: x, baseline: 0, target: 10, current: 2}\n",
        ),
        // A draft and a dropped goal are counted, and their progress is not.
        ("d.yaml", "kind: objective\nid: d\ntitle: D\nteam: shop\nperiod: 2026-Q4\nstate: draft\n"),
        (
            "e.yaml",
            "kind: key_result\nid: e\ntitle: E\nmeasures: d\nmetric: {unit: x, baseline: 0, target: 10, current: 9}\nstate: dropped\nreason: no\n",
        ),
        ("f.yaml", "kind: objective\nid: f\ntitle: F\nperiod: 2026-Q4\n"),
        ("k.yaml", "kind: kpi\nid: k\ntitle: K\nteam: shop\nmetric: {unit: x, at_least: 1, current: 2}\n"),
    ]);
    let by = |what: &str| json(goals.path(), &["rollup", "-q", "--by", what]);
    let teams = by("team");
    assert_eq!(teams["by"], "team");
    assert_eq!(teams["goals"].as_array().map(Vec::len), Some(7), "the goals are there as without --by");
    let count = |health: &Value, goals: &Value| serde_json::json!({"health": health, "goals": goals});
    let row = |group: &Value| {
        (
            group["id"].clone(),
            group["name"].clone(),
            group["goals"].clone(),
            group["progress"].as_f64(),
            // In words too, which are those of the table.
            group["health"]
                .as_array()
                .expect("health")
                .iter()
                .map(|it| count(&it["health"], &it["goals"]))
                .collect::<Value>(),
        )
    };
    let rows: Vec<_> = teams["groups"].as_array().expect("groups").iter().map(row).collect();
    let count = |health: &str, goals: usize| count(&health.into(), &goals.into());
    let none = Value::Null;
    assert_eq!(
        rows,
        [
            (
                "ovens".into(),
                "The ovens".into(),
                2.into(),
                Some(0.5),
                vec![count("on-track", 1), count("at-risk", 1)].into()
            ),
            (
                "shop".into(),
                "Shop".into(),
                3.into(),
                Some(0.2),
                vec![count("off-track", 1), count("draft", 1), count("dropped", 1)].into()
            ),
            (none.clone(), none.clone(), 1.into(), None, vec![count("no-data", 1)].into()),
        ]
    );
    // Without git nothing is known of check-ins and moves.
    assert_eq!((&teams["groups"][0]["check_ins"], &teams["groups"][0]["moved"]), (&none, &none));
    // Key results belong to the perspective and area of their objective.
    for what in ["perspective", "area"] {
        let groups = by(what)["groups"].clone();
        assert_eq!(
            (&groups[0]["goals"], &groups[1]["id"], &groups[1]["goals"]),
            (&3.into(), &none, &3.into()),
            "{groups}"
        );
    }
    let csv = says(goals.path(), &["rollup", "-q", "--by", "team", "--format", "csv"]);
    assert!(csv.starts_with("team,name,goals,progress,expected,achieved,"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("ovens,The ovens,2,0.5,")), "{csv}");
    let text = says(goals.path(), &["rollup", "-q", "--by", "team"]);
    assert!(text.lines().any(|line| line.starts_with("no team")), "{text}");
    // The command names a group of which a goal is off track, and the period that was asked for.
    assert!(text.trim_end().ends_with("goalpost rollup --team shop"), "{text}");
    let text = says(goals.path(), &["rollup", "-q", "--by", "team", "--period", "2026-Q4"]);
    assert!(text.trim_end().ends_with("goalpost rollup --team shop --period 2026-Q4"), "{text}");
    // The goals of an area are those that its row counts.
    let areas = by("area")["groups"].clone();
    let area = areas[0]["id"].as_str().expect("an area").to_owned();
    let listed = json(goals.path(), &["rollup", "-q", "--area", &area])["goals"].as_array().map(Vec::len);
    assert_eq!(listed, areas[0]["goals"].as_u64().map(|it| usize::try_from(it).expect("few")), "{areas}");
    let schema = validator("rollup");
    for what in ["team", "perspective", "area"] {
        assert!(schema.is_valid(&by(what)), "{what}");
    }
    for with in [["--depth", "1"].as_slice(), &["--explain"]] {
        assert_eq!(goalpost(goals.path(), &[&["rollup", "--by", "team"], with].concat()).code, 2);
    }
}
