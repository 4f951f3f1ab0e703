//! The parts of `goalpost report`: day and commit, the summary alone, teams, KPIs, grades, removed goals.

use crate::support::program::{folder, goalpost, json, northwind, says};
use crate::support::report::demo;
use crate::support::repository::Repo;

#[test]
fn the_day_and_the_commit_stand_at_the_top() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n");
    let commit = repo.commit("ann", "2026-10-02T09:00:00Z", "Begin").clone();
    let report = json(repo.path(), &["report", "-q"]);
    assert_eq!(report["commit"], serde_json::json!({"id": commit, "day": "2026-10-02", "uncommitted": 0}));
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O, reworded\nperiod: 2026-Q4\n");
    repo.write("p.yaml", "kind: objective\nid: p\ntitle: P\nperiod: 2026-Q4\n");
    repo.write("notes.txt", "no goal");
    let line =
        format!("As of 2026-11-21 · commit <code>{}</code> of 2026-10-02, with 2 goals not committed", &commit[..7]);
    let page = says(repo.path(), &["report", "-q"]);
    let head = page.split("<main>").next().expect("a head");
    assert!(head.contains(&line), "{head}");
    let text = says(repo.path(), &["report", "-q", "--format", "markdown"]);
    assert_eq!(text.lines().nth(2).expect("a line").matches(&commit[..7]).count(), 1, "{text}");
    // Of a revision nothing is uncommitted, and without git no commit is named.
    let at = json(repo.path(), &["report", "-q", "--at", "HEAD"]);
    assert_eq!(at["commit"], serde_json::json!({"id": commit, "day": null, "uncommitted": null}));
    assert_eq!(json(&northwind(), &["report", "-q"])["commit"], serde_json::Value::Null);
}

#[test]
fn the_summary_alone_has_what_needs_attention_and_no_tree() {
    let whole = json(demo(), &["report"]);
    let attention = whole["attention"].as_array().expect("goals");
    assert_eq!(attention.len(), 7);
    let page = says(demo(), &["report", "--summary"]);
    let text = says(demo(), &["report", "--summary", "--format", "markdown"]);
    for it in attention {
        let title = it["goal"]["title"].as_str().expect("a title");
        assert!(page.contains(title) && text.contains(title), "{title}");
    }
    assert!(!page.contains("id=\"tree\"") && !page.contains("<a href=\"#g-"), "no tree, and no link into it");
    assert!(page.len() < 60_000, "{}", page.len());
    assert!(text.contains("\n## Teams\n") && !text.contains("\n## Goals\n"), "{text}");
    let refused = goalpost(demo(), &["report", "--summary", "--format", "json"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("--summary needs --format html or markdown"), "{}", refused.stderr);
}

#[test]
fn teams_kpis_grades_and_removed_goals_have_their_place() {
    let report = json(demo(), &["report"]);
    let rollup = json(demo(), &["rollup", "--by", "team"]);
    assert_eq!(report["teams"], rollup["groups"]);
    let page = says(demo(), &["report"]);
    let section = |id: &str| {
        let found = page.split(&format!("<section id=\"{id}\"")).nth(1).and_then(|it| it.split("</section>").next());
        found.unwrap_or_else(|| panic!("no section {id}")).to_owned()
    };
    for team in report["teams"].as_array().expect("teams") {
        assert!(section("teams").contains(team["name"].as_str().expect("a name")), "{team}");
    }
    assert!(section("teams").contains("By perspective") && section("teams").contains("By key result area"));
    assert!(section("kpis").contains("93.8 %") && section("kpis").contains("at least 90 %"), "{}", section("kpis"));
    // A stretch goal is green at less than its plan, and the page tells why.
    assert!(section("summary").contains("stretch goal: 70\u{a0}% counts as reached"), "{}", section("summary"));
    // The quarter before: its grades, objectives before their key results, and their mean.
    let closed = &report["closed"][1];
    assert_eq!((&closed["period"], closed["goals"].as_array().map(Vec::len)), (&"2026-Q3".into(), Some(6)), "{closed}");
    let mean = closed["grade"].as_f64().expect("a mean");
    let grades: Vec<f64> = closed["goals"]
        .as_array()
        .expect("goals")
        .iter()
        .filter(|it| it["is_part"] == false)
        .filter_map(|it| it["grade"].as_f64())
        .collect();
    assert!((mean - grades.iter().sum::<f64>() / 2.0).abs() < 1e-9 && grades.len() == 2, "{closed}");
    assert!(section("lessons").contains("2026-Q3: graded objectives 0.715 on average"), "{}", section("lessons"));
    assert_eq!(report["removed"].as_array().map(Vec::len), Some(1));
    assert!(page.contains("<a href=\"#removed\">Removed goals</a>") && !section("removed").is_empty());
}

/// A team's goals were "2 missed", one of which came to 0.65 of a stretch.
#[test]
fn of_a_stretch_that_came_to_much_no_row_says_missed() {
    let goal = |id: &str, more: &str| {
        format!(
            "kind: objective\nid: {id}\ntitle: Win with {id}\nperiod: 2026-Q4\nstate: missed\nclosed: 2026-11-02\n{more}"
        )
    };
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("a.yaml", &goal("a", "commitment: aspirational\ngrade: {score: 0.65, computed: 0.65}\n")),
        ("b.yaml", &goal("b", "commitment: committed\ngrade: {score: 0.65, computed: 0.65}\n")),
    ]);
    let health = &json(goals.path(), &["rollup", "--by", "team"])["groups"][0]["health"];
    let words = serde_json::json!([{
        "health": "missed", "goals": 2, "partly_achieved": 1, "words": "1 missed, 1 partly achieved",
        "parts": [{"words": "missed", "goals": 1}, {"words": "partly achieved", "goals": 1}],
    }]);
    assert_eq!(health, &words);
    for args in [
        &["report", "-q", "--format", "markdown"][..],
        &["rollup", "-q", "--by", "team"],
        &["rollup", "-q", "--by", "team", "--format", "markdown"],
    ] {
        let text = says(goals.path(), args).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("1 missed, 1 partly achieved"), "{text}");
    }
    let page = says(goals.path(), &["report", "-q"]);
    assert!(page.contains("partly achieved</span> 1") && page.contains("missed</span> 1"), "{page}");
}

/// A page said `73 %` in its sentences and `27%` in its tables.
#[test]
fn a_page_writes_a_share_in_one_way() {
    for args in [
        &["report", "--format", "markdown", "-q"][..],
        &["rollup", "--format", "markdown", "-q"],
        &["rollup", "--by", "team", "--format", "markdown", "-q"],
    ] {
        let page = says(demo(), args);
        let is_tight = |(at, _): &(usize, &str)| page[..*at].ends_with(|c: char| c.is_ascii_digit());
        assert!(page.contains(" %") && !page.match_indices('%').any(|it| is_tight(&it)), "{args:?}: {page}");
    }
}

/// A quarter with three key results that were closed with their objective and its one retrospective.
fn closed_quarter() -> tempfile::TempDir {
    let key_result = |id: &str, current: &str| {
        let text = format!(
            "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: q\ncommitment: aspirational\nmetric: {{name: n, unit: x, baseline: 0, target: 10000, current: {current}, as_of: 2026-09-30}}\n"
        );
        (format!("{id}.yaml"), text)
    };
    let files = [key_result("b", "6999.9"), key_result("c", "3999.9"), key_result("d", "1000")];
    let objective = "kind: objective\nid: q\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q3\n";
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let here = folder(&files.chain([("goalpost.yaml", ""), ("q.yaml", objective)]).collect::<Vec<_>>());
    says(here.path(), &["close", "q", "--retrospective", "Ask earlier.", "--today", "2026-10-05", "-q"]);
    here
}

/// 0.69999 stood as 0.7 in the column beside "partly achieved, 0.699".
#[test]
fn a_table_of_grades_rounds_down_as_everyone_does() {
    let here = closed_quarter();
    let ask = |format: &str| {
        let args = ["report", "--format", format, "--period", "2026-Q3", "--today", "2026-10-05", "-q"];
        says(here.path(), &args)
    };
    let text = ask("markdown");
    assert!(text.contains("| 0.699 | partly achieved, 0.699 |") && text.contains("| 0.399 |"), "{text}");
    assert!(!text.contains("| 0.7 |") && !text.contains("| 0.4 |"), "{text}");
    let page = ask("html");
    assert!(page.contains("<td class=\"num\">0.699</td>") && !page.contains("<td class=\"num\">0.7</td>"), "{page}");
}

/// "1 on average" stood above the table of a single objective with that grade.
#[test]
fn one_grade_is_no_average() {
    let one = closed_quarter();
    let ask = |here: &std::path::Path, format: &str| {
        says(here, &["report", "--format", format, "--period", "2026-Q3", "--today", "2026-10-05", "-q"])
    };
    let text = ask(one.path(), "markdown");
    assert!(text.contains("## Grades of 2026-Q3\n") && !text.contains("average"), "{text}");
    assert!(!ask(one.path(), "html").contains("on average"));
    let another = "kind: objective\nid: p\ntitle: Make the pause a pleasure\nowner: nia\nperiod: 2026-Q3\n\
                   state: achieved\nclosed: 2026-10-01\ngrade: {score: 0.8, computed: 0.8}\n";
    std::fs::write(one.path().join("p.yaml"), another).expect("written");
    for format in ["markdown", "html"] {
        assert!(ask(one.path(), format).contains("on average"), "{format}");
    }
}

/// The report demanded a retrospective of every key result of an objective that had one.
#[test]
fn a_report_demands_the_retrospectives_that_check_demands() {
    let here = closed_quarter();
    let ask = |args: &[&str]| says(here.path(), &[args, &["--today", "2026-10-05", "-q"]].concat());
    assert!(!ask(&["check", "--rule", "missing-retrospective"]).contains("retrospective]"));
    assert!(!ask(&["agenda"]).contains("retrospective"));
    for format in ["markdown", "html"] {
        let report = ask(&["report", "--period", "2026-Q3", "--format", format]);
        assert!(report.contains("Ask earlier.") && !report.contains("retrospective missing"), "{report}");
    }
    let lessons =
        json(here.path(), &["report", "--period", "2026-Q3", "--today", "2026-10-05", "-q"])["lessons"].clone();
    assert_eq!(lessons.as_array().expect("lessons").len(), 1, "{lessons}");
}
