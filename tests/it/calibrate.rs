//! `goalpost calibrate`: whether forecasts and stated confidence came true, on closed goals, and of whom it says nothing.

use goalpost::model::{parse_day, plus_days};
use serde_json::Value;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "\
teams:
  - {id: shop, name: Shop, level: team, lead: ana}
  - {id: lab, name: Lab, level: team, lead: dan}
people:
  - {id: ana, name: Ana, team: shop, email: [ana@northwind.example]}
  - {id: ben, name: Ben, team: shop, email: [ben@northwind.example]}
  - {id: cleo, name: Cleo, team: shop, email: [cleo@northwind.example]}
  - {id: dan, name: Dan, team: lab, email: [dan@northwind.example]}
";

/// The owners of the shop's goals in turn.
const OWNERS: [&str; 3] = ["ana", "ben", "cleo"];

/// A closed key result: at a tenth, three, five and nine tenths of a hundred days.
pub(crate) struct Closed {
    id: String,
    owner: &'static str,
    team: &'static str,
    confidence: f64,
    end: f64,
}

impl Closed {
    fn text(&self, at: i64, value: f64, rest: &str) -> String {
        let Self { id, owner, team, confidence, .. } = self;
        let day = plus_days(parse_day("2026-01-01").expect("a day"), at);
        format!(
            "kind: key_result\nid: {id}\ntitle: Goal {id}\nmeasures: o\nowner: {owner}\nteam: {team}\nlevel: team\nperiod: {{start: 2026-01-01, end: 2026-04-11}}\nconfidence: {confidence}\n{rest}metric: {{baseline: 0, target: 1, current: {value}, as_of: {day}}}\n"
        )
    }
}

pub(crate) fn repository(goals: &[Closed], settings: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", &format!("levels: [company, team]\n{settings}"));
    repo.write("org.yaml", ORG);
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: All\nlevel: team\nperiod: {start: 2026-01-01, end: 2026-04-11}\n",
    );
    repo.commit("ana", "2025-12-20T08:00:00Z", "goals");
    for (at, share) in [(10, 0.1), (30, 0.3), (45, 0.5), (95, 1.0)] {
        for goal in goals {
            let reached = goal.end >= 1.0;
            let state = if reached { "achieved" } else { "missed" };
            let rest = if at == 95 { format!("state: {state}\nclosed: 2026-04-12\n") } else { String::new() };
            repo.write(&format!("{}.yaml", goal.id), &goal.text(at, goal.end * share, &rest));
        }
        let day = plus_days(parse_day("2026-01-01").expect("a day"), at);
        repo.commit("ana", &format!("{day}T08:00:00Z"), "check-ins");
    }
    repo
}

/// Twelve goals of three people of one team; ten were called 7 of 10, and four of those were achieved.
pub(crate) fn twelve() -> Vec<Closed> {
    (0..12_u8)
        .map(|at| Closed {
            id: format!("goal-{at:02}"),
            owner: OWNERS[usize::from(at) % 3],
            team: "shop",
            confidence: if at < 10 { 0.7 } else { 0.2 },
            end: if at < 4 { 1.1 } else { 0.6 },
        })
        .collect()
}

fn calibrated(repo: &Repo, args: &[&str]) -> Value {
    json(repo.path(), &[&["calibrate", "--today", "2026-05-01", "-q"], args].concat())
}

#[test]
fn it_says_whether_forecasts_held_and_people_were_right() {
    let repo = repository(&twelve(), "");
    let answer = calibrated(&repo, &[]);
    assert_eq!((&answer["goals"], &answer["people"], &answer["achieved"]), (&12.into(), &3.into(), &4.into()));
    let half = &answer["confidence"][1];
    assert_eq!(half["at"], 0.5);
    let called: Vec<_> = half["called"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| [&it["tenths"], &it["goals"], &it["achieved"]])
        .collect();
    assert_eq!(called, [[&Value::from(2), &2.into(), &0.into()], [&7.into(), &10.into(), &4.into()]]);
    // (4 × 0.3² + 6 × 0.7² + 2 × 0.2²) / 12.
    let brier = half["brier"].as_f64().expect("a number");
    assert!((brier - 3.38 / 12.0).abs() < 1e-9, "{brier}");
    // A third was achieved: 1/3 × 2/3.
    assert!((half["brier_base_rate"].as_f64().expect("a number") - 2.0 / 9.0).abs() < 1e-9);
    let forecast = &answer["forecasts"][1];
    assert_eq!(forecast["goals"], 12);
    // An even pace ends where it leads to: all within the interval.
    assert_eq!(forecast["interval_held"], 1.0);
    let team: Vec<_> = answer["teams"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
    assert_eq!(team, ["shop"]);
    assert_eq!(answer["levels"][0]["id"], "team");
    insta::assert_snapshot!("calibrate", says(repo.path(), &["calibrate", "--today", "2026-05-01"]));
}

#[test]
fn nine_goals_are_too_few() {
    let repo = repository(&twelve()[..9], "");
    let answer = calibrated(&repo, &[]);
    assert_eq!((&answer["too_few"], &answer["forecasts"][1]["brier"]), (&true.into(), &Value::Null));
    assert_eq!(answer["teams"], Value::Array(Vec::new()));
    let text = says(repo.path(), &["calibrate", "--today", "2026-05-01"]);
    assert!(
        text.starts_with("too few closed goals to judge: 10 are needed, and 9 closed goals can be judged"),
        "{text}"
    );
}

#[test]
fn without_closed_goals_they_are_too_few_also_where_statistics_are_off() {
    let off = "people: {statistics: off}\n";
    let none = calibrated(&repository(&[], off), &[]);
    assert_eq!((&none["withheld"], &none["too_few"]), (&false.into(), &true.into()));
    let some = repository(&twelve(), off);
    let text = says(some.path(), &["calibrate", "--today", "2026-05-01"]);
    assert!(text.starts_with("withheld: statistics are off (people.statistics)"), "{text}");
}

#[test]
fn a_quarter_of_the_period_is_enough_for_a_sentence() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "levels: [company, team]\n");
    repo.write("org.yaml", ORG);
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: All\nlevel: team\nperiod: {start: 2026-01-01, end: 2026-04-11}\n",
    );
    repo.commit("ana", "2025-12-20T08:00:00Z", "goals");
    // One check-in early and one at the end: from half of the period on one is too few.
    let goals: Vec<Closed> = twelve().into_iter().map(|it| Closed { confidence: 7.0, ..it }).collect();
    for (at, share) in [(10, 0.2), (95, 1.0)] {
        for goal in &goals {
            let state = if goal.end >= 1.0 { "achieved" } else { "missed" };
            let rest = if at == 95 { format!("state: {state}\nclosed: 2026-04-12\n") } else { String::new() };
            let text = goal.text(at, goal.end * share, &rest).replace("confidence: 7\n", "");
            repo.write(&format!("{}.yaml", goal.id), &text);
        }
        let day = plus_days(parse_day("2026-01-01").expect("a day"), at);
        repo.commit("ana", &format!("{day}T08:00:00Z"), "check-ins");
    }
    let text = says(repo.path(), &["calibrate", "--today", "2026-05-01"]);
    assert!(text.starts_with("12 closed goals: the 80 % interval held 100 % of the time at 25 % of the"), "{text}");
}

#[test]
fn a_person_is_judged_by_themselves_alone() {
    let of_dan: Vec<Closed> = twelve().into_iter().map(|it| Closed { owner: "dan", team: "lab", ..it }).collect();
    let repo = repository(&of_dan, "");
    // A team of one is a person.
    for args in [&["--team", "lab"][..], &[]] {
        let answer = calibrated(&repo, args);
        assert_eq!((&answer["withheld"], &answer["goals"]), (&true.into(), &0.into()), "{args:?}");
        assert_eq!(answer["confidence"], Value::Array(Vec::new()));
    }
    let other = goalpost(repo.path(), &["calibrate", "--owner", "dan"]);
    assert_eq!(other.code, 2, "{}", other.stderr);
    repo.git(&["config", "user.email", "dan@northwind.example"]);
    let own = calibrated(&repo, &["--mine"]);
    assert_eq!((&own["withheld"], &own["goals"]), (&false.into(), &12.into()));
    assert_eq!(own["teams"], Value::Array(Vec::new()));
    repo.git(&["config", "user.email", "ana@northwind.example"]);
    assert_eq!(calibrated(&repo, &["--mine"])["goals"], 0);
}

#[test]
fn two_people_are_no_group_and_off_is_off() {
    let two: Vec<Closed> =
        twelve().into_iter().map(|it| Closed { owner: if it.owner == "ana" { "ana" } else { "ben" }, ..it }).collect();
    let answer = calibrated(&repository(&two, ""), &[]);
    assert_eq!((&answer["goals"], &answer["teams"]), (&12.into(), &Value::Array(Vec::new())));
    let off = calibrated(&repository(&twelve(), "people: {statistics: off}\n"), &[]);
    assert_eq!((&off["withheld"], &off["goals"]), (&true.into(), &0.into()));
}

#[test]
fn the_report_has_the_calibration_of_lately_closed_goals() {
    let repo = repository(&twelve(), "");
    let args = ["report", "--period", "all", "--today", "2026-05-01", "-q"];
    let page = says(repo.path(), &args);
    assert!(page.contains("id=\"calibration\"") && page.contains("of 10 goals called 7 of 10, 4 were achieved"));
    assert!(page.contains("class=\"course calibration\""));
    let answer = json(repo.path(), &args);
    assert_eq!(answer["calibration"]["goals"], 12);
    let few = json(repository(&twelve()[..9], "").path(), &args);
    assert_eq!(few["calibration"], Value::Null);
}

#[test]
fn the_chart_of_a_report_has_a_fan_and_a_sentence() {
    let goals: Vec<Closed> = twelve();
    let repo = repository(&goals, "");
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: All\nlevel: team\nperiod: {start: 2026-01-01, end: 2026-12-31}\n",
    );
    let mut open =
        goals[0].text(45, 0.5, "").replace("id: goal-00", "id: open").replace("end: 2026-04-11", "end: 2026-12-31");
    open = open.replace("state: achieved\n", "");
    repo.write("open.yaml", &open);
    repo.commit("ana", "2026-05-01T08:00:00Z", "an open one");
    let page = says(repo.path(), &["report", "--today", "2026-05-02", "-q"]);
    assert!(page.contains("class=\"f\""), "no fan");
    assert!(page.contains("Forecast: likely to end between"), "no sentence");
}
