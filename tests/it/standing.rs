//! How goals are said to stand: on how much of them that rests, how old the values are, and what a summary may claim.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const MISSION: (&str, &str) = ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n");

/// A quarter of one objective with the key results that are given, each with a name and the rest of its file.
fn quarter(key_results: &[(&str, &str)]) -> tempfile::TempDir {
    let objective = "kind: objective\nid: o\ntitle: Win the checkout\nowner: tom\nperiod: 2026-Q4\nsupports: [m]\n";
    let texts: Vec<(String, String)> = key_results
        .iter()
        .map(|(id, rest)| {
            let file = format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{rest}\n");
            (format!("{id}.yaml"), file)
        })
        .collect();
    let mut files = vec![("goalpost.yaml", ""), MISSION, ("o.yaml", objective)];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    folder(&files)
}

/// A metric from 0 to 10 that stands at a value since a day.
fn at(value: f64, day: &str) -> String {
    format!("metric: {{unit: shops, baseline: 0, target: 10, current: {value}, as_of: {day}}}")
}

fn numbers(folder: &Path, args: &[&str], id: &str) -> Value {
    let all = answer(folder, &[&["rollup", "-q", "--period", "all"], args].concat());
    let goals = all["goals"].as_array().expect("a list");
    goals.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id} is there")).clone()
}

#[test]
fn a_goal_that_stands_on_a_small_part_is_not_on_track() {
    let done = at(10.0, "2026-11-20");
    let goals = quarter(&[("a", &done), ("b", ""), ("c", "weight: 2")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["progress"], &it["health"]), (&json!(1.0), &json!("no-data")));
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(0.25), &json!({"measured": 1, "of": 3})));
    assert_eq!(it["standing"], "too little measured: 1 of 3");
    assert!(says(goals.path(), &["rollup", "-q"]).contains("too little measured: 1 of 3"));
    for format in ["markdown", "html"] {
        let report = says(goals.path(), &["report", "-q", "--format", format]);
        assert!(report.contains("too little measured: 1 of 3"), "{format}");
    }
    let show = answer(goals.path(), &["show", "o", "-q"]);
    assert_eq!(show["goal"]["counted"], json!({"measured": 1, "of": 3}));
    assert!(says(goals.path(), &["show", "o", "-q"]).contains("too little measured: 1 of 3"));
    let explained = says(goals.path(), &["rollup", "--explain", "o", "-q"]);
    assert!(explained.contains("too little measured: 1 of 3: coverage 0.25"), "{explained}");
    // For one cadence of the period values may still come: the coverage is told, and nothing is made of it.
    let early = numbers(goals.path(), &["--today", "2026-10-07"], "o");
    assert_eq!((&early["coverage"], &early["health"]), (&json!(0.25), &json!("achieved-early")));
    assert_eq!(numbers(goals.path(), &["--today", "2026-10-08"], "o")["health"], "no-data");
}

#[test]
fn bad_news_of_a_small_part_is_reported_with_its_part() {
    let goals = quarter(&[("a", &at(1.0, "2026-11-20")), ("b", ""), ("c", "")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["health"], &it["standing"]), (&json!("off-track"), &json!("off track, from 1 of 3")));
    let half = quarter(&[("a", &at(1.0, "2026-11-20")), ("b", "")]);
    assert_eq!(numbers(half.path(), &[], "o")["standing"], "off track");
}

#[test]
fn the_mean_of_a_group_says_how_much_it_stands_on() {
    // One objective of three is measured, and a key result counts in its objective alone.
    let repo = |value: f64| {
        let objective =
            |id: &str| format!("kind: objective\nid: {id}\ntitle: Win {id}\nowner: tom\nteam: shop\nperiod: 2026-Q4\n");
        let key_result = format!("kind: key_result\nid: k\ntitle: Raise k\nmeasures: o\n{}\n", at(value, "2026-11-20"));
        let [one, two, three] = ["o", "p", "q"].map(objective);
        folder(&[
            ("goalpost.yaml", ""),
            ("o.yaml", &one),
            ("p.yaml", &two),
            ("q.yaml", &three),
            ("k.yaml", &key_result),
        ])
    };
    let goals = repo(10.0);
    let groups =
        |args: &[&str]| answer(goals.path(), &[&["rollup", "--by", "team", "-q"], args].concat())["groups"][0].clone();
    let team = groups(&[]);
    assert_eq!((&team["progress"], &team["counted"]), (&json!(1.0), &json!({"measured": 1, "of": 3})));
    assert!(team["coverage"].as_f64().is_some_and(|it| (it - 1.0 / 3.0).abs() < 1e-12), "{team}");
    assert_eq!(team["too_little_measured"], true);
    for args in [
        &["rollup", "--by", "team"][..],
        &["rollup", "--by", "team", "--format", "markdown"],
        &["report", "--format", "markdown"],
    ] {
        let text = says(goals.path(), &[args, &["-q"]].concat());
        assert!(text.replace("100 %", "100%").contains("100%, from 1 of 3"), "{args:?}: {text}");
    }
    assert!(
        says(goals.path(), &["report", "-q", "--format", "html"]).contains("<span class=\"sub\">from 1 of 3</span>")
    );
    let table = says(goals.path(), &["rollup", "--by", "team", "-q", "--format", "csv"]);
    assert!(table.contains(",coverage,counted_measured,counted_of") && table.trim_end().ends_with(",1,3"), "{table}");
    // For one cadence of the period values may still come.
    let early = groups(&["--today", "2026-10-07"]);
    assert_eq!((&early["counted"]["measured"], &early["too_little_measured"]), (&json!(1), &json!(false)));
}

#[test]
fn the_overview_says_of_how_many_parts_bad_news_is() {
    let goals = quarter(&[("a", &at(1.0, "2026-11-20")), ("b", ""), ("c", "")]);
    let text = says(goals.path(), &["-q"]);
    assert!(text.contains("progress 10 %, from 1 of 3, plan 56 %"), "{text}");
}

#[test]
fn what_nobody_expects_a_number_of_does_not_lower_coverage() {
    let goals = quarter(&[("a", &at(9.0, "2026-11-20")), ("b", "state: draft"), ("c", "state: dropped\nreason: r")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(1.0), &json!({"measured": 1, "of": 1})));
    let later = quarter(&[("a", &at(9.0, "2026-11-20")), ("b", "period: 2026-12")]);
    assert_eq!(numbers(later.path(), &[], "o")["coverage"], json!(1.0));
    // A key result that measures something and has no value yet is measured: its progress counts 0.
    let silent = quarter(&[("a", "metric: {unit: h, baseline: 0, target: 4}")]);
    let it = numbers(silent.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["progress"]), (&json!(1.0), &json!(0.0)));
    assert_eq!(numbers(silent.path(), &[], "a")["counted"], json!(null));
    assert_eq!(numbers(silent.path(), &[], "m")["coverage"], json!(null));
}

#[test]
fn a_value_older_than_its_cadence_says_its_age() {
    let goals = quarter(&[("a", &at(8.0, "2026-10-05")), ("b", &at(8.0, "2026-11-14"))]);
    assert_eq!(numbers(goals.path(), &[], "a")["standing"], "on track, value 47 days old");
    assert_eq!(numbers(goals.path(), &[], "b")["standing"], "on track", "a week is within a weekly cadence");
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(tree.contains("value 47 days old"), "{tree}");
    for format in ["markdown", "html"] {
        assert!(says(goals.path(), &["report", "-q", "--format", format]).contains("value 47 days old"), "{format}");
    }
}

#[test]
fn a_pace_is_exact_and_in_its_unit_and_worse_than_the_start_is_said() {
    // 40 → 8 stands at 48 after 51 of 92 days: 8 the wrong way, 40 still to go in 40 days.
    let worse = "metric: {unit: pages, baseline: 40, target: 8, current: 48, as_of: 2026-11-20}";
    let goals = quarter(&[
        ("a", worse),
        ("b", "milestones: [{title: x, due: 2026-11-01, done: false}, {title: y, done: false}]"),
    ]);
    let it = numbers(goals.path(), &[], "a");
    let pace = it["pace"].as_f64().expect("a pace");
    let needed = it["pace_needed"].as_f64().expect("a pace");
    assert!(
        (pace - -0.25 / (51.0 / 7.0)).abs() < 1e-12 && (needed - 1.25 / (40.0 / 7.0)).abs() < 1e-12,
        "{pace} {needed}"
    );
    assert_eq!(it["progress"], json!(0.0), "progress is clamped");
    let words = "needs -7 pages/week, actual 1.1 pages/week, worse than at the start";
    for args in
        [&["rollup", "-q"][..], &["show", "a", "-q"], &["agenda", "-q"], &["report", "-q", "--format", "markdown"]]
    {
        let text = says(goals.path(), args).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.replace("│ ", "");
        assert!(text.contains(&words.replace('-', "\\-")) || text.contains(words), "{args:?}: {text}");
    }
    let steps = says(goals.path(), &["show", "b", "-q"]);
    assert!(steps.contains("progress/week"), "a share says of what: {steps}");
}

#[test]
fn a_summary_claims_no_more_than_is_known() {
    /// The key results, the options, and what the summary says.
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str], &'c str);

    let last = |files: &[(&str, &str)], args: &[&str]| {
        let text = says(quarter(files).path(), &[&["rollup", "-q"], args].concat());
        text.trim_end().rsplit("\n\n").next().expect("a summary").to_owned()
    };
    let fresh = at(9.0, "2026-11-20");
    assert!(last(&[("a", &fresh)], &[]).starts_with("all on track"));
    let old = at(9.0, "2026-10-05");
    let cases: [Case<'_>; 5] = [
        (&[("a", &old)], &[], "1 value older than its cadence"),
        (&[("a", "state: draft")], &["--period", "2031-Q1"], "no goals"),
        (&[("a", "metric: {unit: h, baseline: 0, target: 4}")], &["--today", "2026-10-02"], "1 without a value"),
        (&[("a", "")], &[], "2 not measured"),
        (&[], &[], "1 not measured"),
    ];
    for (files, args, summary) in cases {
        let text = last(files, args);
        assert!(text.contains(summary) && !text.contains("all on track"), "{files:?}: {text}");
    }
    let closed = at(1.0, "2026-11-20") + "\nstate: missed\nclosed: 2026-11-20";
    let text = last(&[("a", &closed), ("b", &fresh)], &[]);
    assert!(text.contains("1 missed") && !text.contains("all on track"), "{text}");
    // The next command explains what the summary names, and never a mission, which has no number.
    assert!(text.ends_with("--explain a"), "{text}");
    assert!(
        last(&[("a", &fresh), ("b", "metric: {baseline: 0, target: 4}"), ("c", &old)], &[]).ends_with("--explain c")
    );
    assert!(!last(&[("a", "state: draft")], &["--period", "2031-Q1"]).contains("--explain"));
}

/// A KPI whose value was of January was on track in November, and all was well.
#[test]
fn an_old_value_of_a_kpi_says_its_age() {
    let kpi = |day: &str| {
        format!(
            "kind: kpi\nid: k\ntitle: Refunds\nmetric: {{name: n, unit: x, at_most: 2, current: 1, as_of: {day}}}\n"
        )
    };
    let goals = quarter(&[("a", &at(9.0, "2026-11-20"))]);
    let write = |day: &str| std::fs::write(goals.path().join("k.yaml"), kpi(day)).expect("a file");
    write("2026-01-20");
    let text = says(goals.path(), &["rollup", "-q"]);
    assert!(text.contains("value 305 days old") && text.contains("1 value older than its cadence"), "{text}");
    assert!(!text.contains("all on track"), "{text}");
    let report = says(goals.path(), &["report", "--format", "markdown", "-q"]);
    assert!(report.contains("value 305 days old"), "{report}");
    assert!(says(goals.path(), &["rollup", "--stale", "-q"]).contains("Refunds"));
    write("2026-11-19");
    assert!(says(goals.path(), &["rollup", "-q"]).contains("all on track"));
    // Where there is nothing but the KPI, too.
    let alone = folder(&[("goalpost.yaml", ""), ("k.yaml", &kpi("2026-01-20"))]);
    let report = says(alone.path(), &["report", "--format", "markdown", "-q"]);
    assert!(report.contains("1 KPI on track. 1 value older than its cadence."), "{report}");
    assert_eq!(says(alone.path(), &["agenda", "-q"]), "nothing to do; 1 value older than its cadence\n");
}

/// What was dropped or is a draft was all well: "all check-ins made, nothing off track".
#[test]
fn an_empty_agenda_is_no_all_clear_where_nothing_is_under_way() {
    let dropped = "kind: objective\nid: a\ntitle: Bake at night\nowner: dana\nperiod: 2026-Q4\nstate: dropped\n\
                   closed: 2026-11-02\nreason: no oven\n";
    let home = folder(&[("goalpost.yaml", ""), ("a.yaml", dropped)]);
    assert_eq!(says(home.path(), &["agenda", "-q"]), "nothing to do; 1 dropped\n");
}

#[test]
fn what_supports_an_objective_and_does_not_count_is_named() {
    let goals = quarter(&[("k", &at(10.0, "2026-11-20"))]);
    let write = |path: &str, text: &str| std::fs::write(goals.path().join(path), text).expect("written");
    write("s.yaml", "kind: objective\nid: s\ntitle: Sell\nperiod: 2026-Q4\nsupports: [o]\n");
    write(
        "t.yaml",
        "kind: key_result\nid: t\ntitle: T\nmeasures: s\nmetric: {baseline: 0, target: 10, current: 0, as_of: 2026-11-20}\n",
    );
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(tree.contains("not counted: s, a supporting goal with worse health"), "{tree}");
    let explained = says(goals.path(), &["rollup", "o", "--explain", "--depth", "0", "-q"]);
    assert!(explained.contains("left out: s (supports it, 0 %, off track; not counted"), "{explained}");
}

#[test]
fn shares_of_effort_add_up_to_100() {
    let objective = |id: &str| {
        format!(
            "kind: objective\nid: {id}\ntitle: Win {id}\nlevel: company\nperiod: 2026-Q4\nsupports: [m]\neffort: 1\n"
        )
    };
    let texts = ["a", "b", "c"].map(|id| (format!("{id}.yaml"), objective(id)));
    let mut files = vec![("goalpost.yaml", ""), MISSION];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let goals = folder(&files);
    let rows = answer(goals.path(), &["align", "-q"])["indicators"]["allocation"].clone();
    let points: Vec<f64> = rows.as_array().expect("rows").iter().filter_map(|row| row["points"].as_f64()).collect();
    assert_eq!(points, [34.0, 33.0, 33.0]);
    assert!(says(goals.path(), &["align", "-q"]).contains("34%"));
}

#[test]
fn the_texts_of_init_are_placeholders_until_someone_writes_others() {
    let goals = folder(&[]);
    says(goals.path(), &["init", "--organization", "Harbour", "-q"]);
    let found = crate::support::program::goalpost(goals.path(), &["check", "-q"]).stdout;
    assert!(found.contains("placeholder-text") && !found.contains("no issues found"), "{found}");
    let mission = goals.path().join("mission.yaml");
    let text = std::fs::read_to_string(&mission).expect("a mission");
    let own = text.replace("Say in one sentence why you are here; every goal leads to it.", "Bread for everyone.");
    std::fs::write(&mission, own).expect("written");
    let found = says(goals.path(), &["check", "-q"]);
    assert!(!found.contains("placeholder-text"), "drafts rest: {found}");
}

#[test]
fn a_key_result_on_a_kpi_shows_its_value_in_every_answer() {
    // `rollup` once read the value and the unit from the key result's own file alone, which has neither.
    let kpi =
        "kind: kpi\nid: k\ntitle: Bread sold\nowner: tom\nmetric: {unit: loaves, current: 2, as_of: 2026-11-20}\n";
    let goals = quarter(&[("a", "metric: {kpi: k, baseline: 0, target: 10}")]);
    std::fs::write(goals.path().join("k.yaml"), kpi).expect("written");
    for args in [&["rollup", "-q"][..], &["show", "a", "-q"], &["report", "-q", "--format", "html"]] {
        let text = says(goals.path(), args);
        assert!(text.contains("0 → 10 loaves, now 2 loaves"), "{args:?}: {text}");
    }
}

#[test]
fn a_goal_whose_time_is_unknown_is_not_on_track() {
    let last = |folder: &std::path::Path| {
        says(folder, &["rollup", "-q"]).trim_end().rsplit("\n\n").next().expect("a summary").to_owned()
    };
    // The period is misspelt, and the key result has no other.
    let home = quarter(&[("a", &at(2.0, "2026-11-18"))]);
    let path = home.path().join("o.yaml");
    let objective = std::fs::read_to_string(&path).expect("the objective");
    std::fs::write(&path, objective.replace("2026-Q4", "2026-Q9")).expect("written");
    assert_eq!(numbers(home.path(), &[], "a")["health"], "no-data");
    assert_eq!(numbers(home.path(), &[], "a")["progress"], 0.2);
    assert!(last(home.path()).contains("2 without a plan"), "{}", last(home.path()));
    assert!(!says(home.path(), &["agenda", "-q"]).contains("nothing off track"));
    // What has reached its target is on track by any plan.
    let path = home.path().join("a.yaml");
    let reached = std::fs::read_to_string(&path).expect("the key result").replace("current: 2,", "current: 10,");
    std::fs::write(&path, reached).expect("written");
    assert_eq!(numbers(home.path(), &[], "a")["health"], "on-track");
}

#[test]
fn an_empty_agenda_is_no_all_clear_while_something_is_off_track_or_unknown() {
    let agenda = |goal: &str| {
        let home = folder(&[("goalpost.yaml", ""), ("a.yaml", goal)]);
        says(home.path(), &["agenda", "-q"])
    };
    let kpi = "kind: kpi\nid: a\ntitle: Answered calls\nowner: ana\nmetric: {unit: \"%\", at_least: 90, current: 80, as_of: 2026-11-18}\n";
    assert_eq!(agenda(kpi), "nothing to do; 1 KPI off track\n");
    assert!(agenda(&kpi.replace("current: 80", "current: 95")).ends_with("nothing off track\n"));
    let bare = "kind: objective\nid: a\ntitle: Bake at night\nowner: dana\nperiod: 2026-Q4\n";
    assert_eq!(agenda(bare), "nothing to do; 1 not measured\n");
}

#[test]
fn a_milestone_dated_in_the_future_is_not_done_yet() {
    let step = |day: &str| format!("milestones: [{{title: open, done: {day}}}]");
    let home = quarter(&[("a", &step("2026-12-21")), ("b", &step("2026-11-20"))]);
    assert_eq!(numbers(home.path(), &[], "a")["progress"], 0.0);
    assert_eq!(numbers(home.path(), &[], "b")["progress"], 1.0);
}

#[test]
fn a_value_after_the_deadline_of_a_goal_names_the_deadline() {
    let goal = at(5.0, "2027-01-05") + "\ndeadline: 2026-11-30\n";
    let home = quarter(&[("a", &goal)]);
    let text = says(home.path(), &["rollup", "-q", "--period", "2026-Q4", "--today", "2027-01-06"]);
    assert!(text.contains("the goal ended 2026-11-30"), "{text}");
}

/// A day to come was the last check-in.
#[test]
fn the_last_check_in_is_never_after_today() {
    let entry = |day: &str| format!("{}\nlog: [{{date: {day}, kind: check-in, text: x}}]", at(5.0, "2026-12-20"));
    let home = quarter(&[("a", &entry("2026-11-10")), ("b", &entry("2026-12-24")), ("c", &at(5.0, "2026-12-20"))]);
    let days = ["a", "b", "c", "o"].map(|id| numbers(home.path(), &[], id)["last_check_in"].clone());
    assert_eq!(days, [json!("2026-11-10"), json!(null), json!(null), json!("2026-11-10")]);
}

/// A progress that rests on less than half of a goal says so wherever it is told.
#[test]
fn every_number_tells_how_much_it_stands_on() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "levels: [company, team]\n");
    repo.write(MISSION.0, MISSION.1);
    let objective =
        "kind: objective\nid: o\ntitle: Win the checkout\nlevel: company\nowner: tom\nperiod: 2026-Q4\nsupports: [m]\n";
    repo.write("o.yaml", objective);
    let part = |id: &str, rest: &str| format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{rest}\n");
    repo.write("a.yaml", &part("a", &at(1.0, "2026-11-02")));
    for id in ["b", "c", "d"] {
        repo.write(&format!("{id}.yaml"), &part(id, ""));
    }
    repo.commit("tom", "2026-11-02T08:00:00Z", "Set the goals");
    repo.write("a.yaml", &part("a", &at(2.0, "2026-11-20")));
    let folder = repo.path();

    let words = says(folder, &["diff", "-q"]);
    assert!(words.contains("10 % → 20 %, from 1 of 4"), "{words}");
    assert!(words.contains("off track, from 1 of 4"), "{words}");
    let words = says(folder, &["diff", "-q", "--format", "markdown"]);
    assert!(words.contains("10 % → 20 % (from 1 of 4)"), "{words}");
    let impact = answer(folder, &["diff", "-q"])["impact"].as_array().expect("goals").clone();
    let of_o = impact.iter().find(|it| it["goal"] == "o").expect("o");
    assert_eq!((&of_o["coverage_before"], &of_o["coverage_after"]), (&json!(0.25), &json!(0.25)));
    assert_eq!(of_o["counted_after"], json!({"measured": 1, "of": 4}));

    repo.commit("tom", "2026-11-20T08:00:00Z", "Check in");
    let words = says(folder, &["digest", "-q", "--since", "2026-11-10"]);
    assert!(words.contains("10% → 20% · from 1 of 4"), "{words}");
    let digest = answer(folder, &["digest", "-q", "--since", "2026-11-10"]);
    let progress = digest["progress"].as_array().expect("goals").clone();
    let of_o = progress.iter().find(|it| it["goal"] == "o").expect("o");
    assert_eq!((&of_o["coverage"], &of_o["counted"]), (&json!(0.25), &json!({"measured": 1, "of": 4})));

    let indicator = answer(folder, &["align", "-q"])["indicators"]["coverage"].clone();
    assert_eq!(indicator, json!({"value": 0.0, "of": 1, "missing": ["o"]}));
    let words = says(folder, &["align", "-q"]);
    assert!(words.contains("0 of 1 strategic goals are measured by half or more"), "{words}");

    let counted = json!({"measured": 1, "of": 4});
    assert_eq!(answer(folder, &["report", "-q"])["strategic"][0]["goal"]["counted"], counted);
    let nodes = answer(folder, &["graph", "-q"])["nodes"].as_array().expect("nodes").clone();
    assert_eq!(nodes.iter().find(|it| it["id"] == "o").expect("o")["counted"], counted);
    let closed = goalpost(folder, &["close", "o", "--as", "missed", "--dry-run"]);
    assert!(closed.stderr.contains("o: missed, graded 0.2, from 1 of 4 measured"), "{}", closed.stderr);

    // What became too little measured is not said to have no value.
    repo.write("a.yaml", &part("a", &at(9.0, "2026-11-20")));
    let words = says(folder, &["diff", "-q"]);
    assert!(words.contains("off track, from 1 of 4 → too little measured: 1 of 4"), "{words}");
}

/// A period without goals was all on track, because a KPI was.
#[test]
fn where_there_is_no_goal_a_kpi_is_not_all() {
    let kpi =
        "kind: kpi\nid: k\ntitle: Refunds\nmetric: {name: n, unit: x, at_most: 2, current: 1, as_of: 2026-11-20}\n";
    let goals = folder(&[("goalpost.yaml", ""), ("k.yaml", kpi)]);
    let text = says(goals.path(), &["rollup", "--period", "2031-Q1"]);
    assert!(text.contains("no goals · 1 KPI on track") && !text.contains("all on track"), "{text}");
}

#[test]
fn an_objective_of_a_measure_that_is_kept_is_not_reached_early() {
    let kept = "metric: {name: n, unit: x, at_least: 5, current: 6, as_of: 2026-11-12}";
    let goals = quarter(&[("a", kept)]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["progress"], &it["health"]), (&json!(1.0), &json!("on-track")));
    let both = quarter(&[("a", kept), ("b", kept)]);
    assert_eq!(numbers(both.path(), &[], "o")["health"], "on-track");
    // What is reached beside it is reached early.
    let mixed = quarter(&[("a", kept), ("b", &at(10.0, "2026-11-20"))]);
    assert_eq!(numbers(mixed.path(), &[], "o")["health"], "achieved-early");
    let reached = quarter(&[("b", &at(10.0, "2026-11-20"))]);
    assert_eq!(numbers(reached.path(), &[], "o")["health"], "achieved-early");
}

#[test]
fn a_part_without_weight_is_none_of_those_that_are_measured() {
    let none = quarter(&[("a", &format!("weight: 0\n{}", at(1.0, "2026-11-20"))), ("b", "weight: 0")]);
    let it = numbers(none.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(0.0), &json!({"measured": 0, "of": 0})));
    let one = quarter(&[("a", &format!("weight: 0\n{}", at(1.0, "2026-11-20"))), ("b", &at(6.0, "2026-11-20"))]);
    let it = numbers(one.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(1.0), &json!({"measured": 1, "of": 1})));
}

#[test]
fn a_count_of_goals_without_health_says_why_in_the_words_of_the_headline() {
    let goals = quarter(&[("a", &at(10.0, "2026-11-20")), ("b", ""), ("c", ""), ("d", "")]);
    let report = answer(goals.path(), &["report", "-q"]);
    let health = report["summary"]["health"].as_array().expect("a list");
    let unknown = health.iter().find(|it| it["health"] == "no-data").expect("goals without health");
    let words = unknown["words"].as_str().expect("words");
    assert_eq!(words, "1 too little measured, 3 not measured");
    let headline = report["summary"]["headline"].as_str().expect("a sentence");
    for part in words.split(", ") {
        assert!(headline.contains(part), "{headline} has {part}");
    }
    assert_eq!(unknown["parts"][0], json!({"words": "too little measured", "goals": 1}));
    let html = says(goals.path(), &["report", "-q", "--format", "html"]);
    assert!(html.contains(">too little measured</span> 1") && !html.contains(">no value yet</span> 4"));
    let groups = says(goals.path(), &["rollup", "-q", "--by", "team"]);
    assert!(groups.contains("too little measured") && !groups.contains("no value yet"), "{groups}");
}

#[test]
fn the_pace_of_a_goal_stops_at_its_end() {
    let goals = quarter(&[("a", &at(5.0, "2026-12-28"))]);
    let pace = |today: &str| numbers(goals.path(), &["--today", today], "a")["pace"].clone();
    assert_eq!(pace("2026-12-31"), pace("2027-03-31"));
    let beyond = quarter(&[("a", &at(12.5, "2026-11-20"))]);
    let text = says(beyond.path(), &["rollup", "a", "-q", "--explain"]);
    assert!(text.contains("max(0, 1 - 1.25) / (40 / 7) = 0/week needed"), "{text}");
}

#[test]
fn nothing_is_due_of_milestones_that_are_all_done() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n");
    let key_result = |day: &str| {
        format!(
            "kind: key_result\nid: a\ntitle: Ship it\nmeasures: o\nowner: tom\nmilestones:\n  - {{title: x, due: 2026-10-10{day}}}\n"
        )
    };
    repo.write("a.yaml", &key_result(""));
    repo.commit("tom", "2026-10-01T08:00:00Z", "Begin");
    repo.write("a.yaml", &key_result(", done: 2026-10-07"));
    repo.commit("tom", "2026-10-07T08:00:00Z", "Done");
    let check = goalpost(repo.path(), &["check", "-q"]).stdout;
    assert!(!check.contains("stale-check-in"), "{check}");
    let agenda = says(repo.path(), &["agenda", "-q"]);
    assert!(!agenda.contains("Check-ins due"), "{agenda}");
    let tree = says(repo.path(), &["rollup", "-q"]);
    assert!(tree.contains("reached early") && !tree.contains("older than its cadence"), "{tree}");
    let discipline = &answer(repo.path(), &["align", "-q"])["indicators"]["discipline"]["value"];
    assert_eq!(discipline, &json!(1.0), "only the week until then was due");
}

/// A key result with a value and no baseline had "no value yet" above "now 47 shops".
#[test]
fn a_value_without_a_baseline_is_not_called_missing() {
    let goals = quarter(&[("k", "metric: {unit: shops, target: 50, current: 47, as_of: 2026-11-18}")]);
    for command in [&["show", "k"][..], &["agenda"], &["rollup", "k"]] {
        let text = says(goals.path(), &[command, &["-q"]].concat());
        assert!(!text.contains("no value yet") && !text.contains("1 without a value"), "{command:?}: {text}");
    }
    assert!(says(goals.path(), &["show", "k", "-q"]).contains("no baseline"));
}
