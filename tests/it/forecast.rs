//! Forecasts, as `rollup` gives them: from check-ins in git, bounded, honest about what is not known.

use std::fmt::Write as _;

use goalpost::model::{Day, parse_day, plus_days};
use serde_json::Value;

use crate::support::program::{json, says};
use crate::support::repository::Repo;

/// A period of a hundred days, so that a day is a hundredth.
const PERIOD: &str = "period: {start: 2026-01-01, end: 2026-04-11}";

/// A goal's check-ins: hundredths of the period, and values.
type CheckIns = &'static [(i64, f64)];

fn day(hundredth: i64) -> Day {
    plus_days(parse_day("2026-01-01").expect("a day"), hundredth)
}

/// A key result of the objective `o`, from 0 to 1, at one of its check-ins.
fn key_result(id: &str, rest: &str, now: Option<(i64, f64)>) -> String {
    let now = now.map(|(at, value)| format!("  current: {value}\n  as_of: {}\n", day(at))).unwrap_or_default();
    format!(
        "kind: key_result\nid: {id}\ntitle: Goal {id}\nmeasures: o\nowner: tom\n{PERIOD}\n{rest}metric:\n  baseline: 0\n  target: 1\n{now}"
    )
}

/// A repository in which key results are checked in on, each in a commit of the day.
fn repository(goals: &[(&str, &str, CheckIns)]) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "ambition: 0.7\n");
    repo.write("o.yaml", &format!("kind: objective\nid: o\ntitle: All of it\nowner: ines\n{PERIOD}\n"));
    for (id, rest, _) in goals {
        repo.write(&format!("{id}.yaml"), &key_result(id, rest, None));
    }
    repo.commit("tom", "2025-12-20T08:00:00Z", "goals");
    check_in(&repo, goals);
    repo
}

fn check_in(repo: &Repo, goals: &[(&str, &str, CheckIns)]) {
    let mut days: Vec<i64> = goals.iter().flat_map(|(_, _, all)| all.iter().map(|(at, _)| *at)).collect();
    days.sort_unstable();
    days.dedup();
    for at in days {
        for (id, rest, all) in goals {
            if let Some(now) = all.iter().find(|(own, _)| *own == at) {
                repo.write(&format!("{id}.yaml"), &key_result(id, rest, Some(*now)));
            }
        }
        repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "check-ins");
    }
}

/// The answer of a rollup on a hundredth of the period.
fn rollup(repo: &Repo, at: i64) -> Value {
    json(repo.path(), &["rollup", "--period", "all", "--today", &day(at).to_string(), "-q"])
}

fn goal(answer: &Value, id: &str) -> Value {
    let goals = answer["goals"].as_array().expect("goals");
    goals.iter().find(|goal| goal["id"] == id).unwrap_or_else(|| panic!("{id} is there")).clone()
}

fn forecast(answer: &Value, id: &str) -> Value {
    goal(answer, id)["forecast"].clone()
}

#[track_caller]
fn close(value: &Value, wanted: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is a number"));
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

#[track_caller]
fn ends(forecast: &Value, wanted: [f64; 5]) {
    for (name, wanted) in ["low", "lower_quartile", "median", "upper_quartile", "high"].into_iter().zip(wanted) {
        close(&forecast[name], wanted);
    }
}

const STEADY: CheckIns = &[(10, 0.1), (20, 0.2), (30, 0.3), (40, 0.4), (50, 0.5)];
/// What an independent implementation of the method gives for it.
const STEADY_ENDS: [f64; 5] =
    [0.631_126_794_221, 0.753_902_323_285, 0.853_167_644_656, 0.989_004_400_216, 1.221_494_231_848];
const STEADY_CHANCE: f64 = 0.242_905_754_389;

#[test]
fn check_ins_in_git_give_a_forecast() {
    let repo = repository(&[
        ("steady", "", STEADY),
        ("sure", "confidence: 0.6\n", STEADY),
        ("stretch", "commitment: aspirational\n", STEADY),
        ("flat", "", &[(25, 0.3), (40, 0.3), (50, 0.3)]),
        ("two", "", &[(10, 0.1), (30, 0.2)]),
        ("none", "", &[]),
    ]);
    let answer = rollup(&repo, 50);
    let steady = forecast(&answer, "steady");
    ends(&steady, STEADY_ENDS);
    close(&steady["probability"], STEADY_CHANCE);
    close(&steady["by_numbers"], STEADY_CHANCE);
    assert_eq!(
        (&steady["observations"], &steady["basis"], &steady["confidence"]),
        (&5.into(), &"shipped".into(), &Value::Null)
    );
    assert_eq!(steady["words"], "likely to end between 63 % and 122 %; 2 in 10 to reach the target");
    let sure = forecast(&answer, "sure");
    close(&sure["by_numbers"], STEADY_CHANCE);
    close(&sure["probability"], 0.5 * STEADY_CHANCE + 0.5 * 0.6);
    assert_eq!(
        sure["words"],
        "likely to end between 63 % and 122 %; by the numbers 2 in 10 to reach the target, with tom's 6 of 10: 4 in 10"
    );
    let stretch = forecast(&answer, "stretch");
    close(&stretch["bar"], 0.7);
    assert!(stretch["probability"].as_f64() > Some(0.75), "{stretch}");
    let flat = forecast(&answer, "flat");
    close(&flat["low"], 0.3);
    assert!(flat["median"].as_f64() < Some(0.6), "{flat}");
    // Half of the time is gone: two check-ins would pretend to know a pace, and none knows nothing.
    assert_eq!([forecast(&answer, "two"), forecast(&answer, "none")], [Value::Null, Value::Null]);
    assert_eq!(
        ["two", "none", "flat"].map(|id| goal(&answer, id)["too_few_check_ins"].clone()),
        [Value::from(2), Value::Null, Value::Null]
    );
    // What is not mixed in has no weight.
    assert_eq!((&sure["weight_of_numbers"], &steady["weight_of_numbers"]), (&0.5.into(), &Value::Null));
    // Before that one check-in is enough.
    let early = forecast(&rollup(&repo, 15), "two");
    assert_eq!(early["observations"], 1);
    assert!(early["low"].as_f64() < Some(0.2) && early["high"].as_f64() > Some(0.9), "{early}");
}

#[test]
fn how_far_history_is_read_changes_no_forecast() {
    let repo = repository(&[("steady", "", STEADY), ("late", "", &[(30, 0.2), (35, 0.1), (45, 0.4)])]);
    let today = day(50).to_string();
    let recent = json(repo.path(), &["rollup", "--today", &today, "-q"]);
    for id in ["steady", "late", "o"] {
        let whole = json(repo.path(), &["rollup", id, "--today", &today, "-q"]);
        assert_eq!(forecast(&recent, id), forecast(&whole, id));
        assert!(forecast(&recent, id).is_object(), "{id}");
    }
}

#[test]
fn what_is_not_under_way_has_no_forecast() {
    let repo = repository(&[
        ("drafted", "state: draft\n", STEADY),
        ("dropped", "state: dropped\nreason: no more\n", STEADY),
        ("closed", "state: missed\nclosed: 2026-02-20\n", STEADY),
        ("steady", "", STEADY),
    ]);
    repo.write(
        "kpi.yaml",
        "kind: kpi\nid: kpi\ntitle: A number\nmetric: {unit: count, current: 4, as_of: 2026-02-10, at_least: 3}\n",
    );
    repo.commit("tom", "2026-02-20T08:00:00Z", "a KPI");
    let answer = rollup(&repo, 51);
    for id in ["drafted", "dropped", "closed", "kpi"] {
        assert_eq!(forecast(&answer, id), Value::Null, "{id}");
    }
    assert!(forecast(&answer, "steady").is_object());
    // After the end there is nothing left to expect.
    assert_eq!(forecast(&rollup(&repo, 101), "steady"), Value::Null);
    let last = forecast(&rollup(&repo, 100), "steady");
    assert!(last["high"].as_f64() > last["low"].as_f64(), "the value is of the fiftieth day: {last}");
}

#[test]
fn on_the_last_day_a_goal_ends_where_it_stands() {
    let to_the_end = |last: f64| -> CheckIns {
        if last < 1.0 { &[(20, 0.2), (60, 0.6), (100, 0.8)] } else { &[(20, 0.2), (60, 0.6), (100, 1.2)] }
    };
    let repo = repository(&[
        ("short", "confidence: 0.9\n", to_the_end(0.8)),
        ("stretch", "commitment: aspirational\n", to_the_end(0.8)),
        ("there", "", to_the_end(1.2)),
    ]);
    let answer = rollup(&repo, 100);
    for (id, end, reached, words) in [
        ("short", 0.8, 0.0, "ends at 80 %, short of the target"),
        ("stretch", 0.8, 1.0, "ends at 80 %, at or above 70 %"),
        ("there", 1.2, 1.0, "ends at 120 %, at or above the target"),
    ] {
        let found = forecast(&answer, id);
        ends(&found, [end; 5]);
        close(&found["by_numbers"], reached);
        close(&found["probability"], reached);
        assert_eq!((&found["words"], &found["is_over"]), (&words.into(), &true.into()));
    }
    // A part of which everything is known is reached or not, whatever its own bar is.
    let all = forecast(&answer, "o");
    close(&all["by_numbers"], 0.0);
    assert_eq!((&all["is_over"], &all["words"]), (&true.into(), &"ends at 86 %, short of 100 %".into()));
    let text = says(repo.path(), &["rollup", "--explain", "stretch", "--today", &day(100).to_string()]);
    assert!(text.contains("no time is left") && !text.contains("quantile"), "{text}");
}

#[test]
fn a_part_without_check_ins_is_expected_to_make_less_way_in_less_time() {
    let repo = repository(&[("steady", "", STEADY), ("none", "", &[])]);
    let part = |at: i64| -> Value {
        let today = day(at).to_string();
        let answer = json(repo.path(), &["rollup", "--explain", "o", "--today", &today, "-q"]);
        let parts = answer["explanations"][0]["forecast"]["how"]["parts"].as_array().expect("parts").clone();
        parts.into_iter().find(|it| it["id"] == "none").expect("it is a part")
    };
    // Half of the way in a whole period; a tenth of it in the last tenth: z of -0.09 and 1.32. Four
    // degrees of freedom double the variance.
    let spread = |left: f64| (2.0 * (0.35_f64.powi(2) * left + left * left / 4.0)).sqrt();
    close(&part(60)["median"], 0.2 - 0.09 * spread(0.4));
    close(&part(90)["median"], 0.05 - 0.09 * spread(0.1));
    close(&part(90)["high"], 0.05 + 1.32 * spread(0.1));
}

#[test]
fn values_that_do_not_count_change_no_forecast() {
    let repo = repository(&[
        ("steady", "", STEADY),
        ("typo", "", &[(10, 0.1), (20, 0.2), (25, 90.0), (30, 0.3), (40, 0.4), (50, 0.5)]),
        ("taken-back", "", &[(10, 0.1), (20, 0.2), (30, 0.3), (40, 0.4), (50, 0.5), (60, 0.9)]),
        ("future", "", STEADY),
    ]);
    // The last value was for another goal: `as_of` goes back to the day before it.
    repo.write("taken-back.yaml", &key_result("taken-back", "", Some((50, 0.5))));
    repo.write("future.yaml", &key_result("future", "", Some((120, 1.0))));
    repo.commit("tom", "2026-03-03T08:00:00Z", "mend");
    let answer = rollup(&repo, 62);
    for id in ["steady", "typo", "taken-back", "future"] {
        ends(&forecast(&answer, id), STEADY_ENDS);
    }
}

#[test]
fn a_moved_baseline_begins_anew() {
    let counted = |baseline: i64, at: i64, value: f64| {
        format!(
            "kind: key_result\nid: counted\ntitle: Count\nmeasures: o\n{PERIOD}\nmetric: {{baseline: {baseline}, target: 200, current: {value}, as_of: {}}}\n",
            day(at)
        )
    };
    let repo = repository(&[]);
    for (baseline, at, value) in
        [(0, 10, 60.0), (0, 20, 90.0), (100, 40, 100.0), (100, 50, 110.0), (100, 60, 120.0), (100, 70, 130.0)]
    {
        repo.write("counted.yaml", &counted(baseline, at, value));
        repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "count");
    }
    let found = forecast(&rollup(&repo, 70), "counted");
    // Three steps of a tenth in a half of the sixty days that are left: the same as 0.1, 0.2, 0.3 of a whole period.
    let other = repository(&[("steady", "", &[(0, 0.0), (10, 0.1), (20, 0.2), (30, 0.3)])]);
    let shorter = key_result("shorter", "", None).replace("2026-04-11", "2026-03-02");
    other.write("shorter.yaml", &shorter);
    other.commit("tom", "2025-12-21T08:00:00Z", "a shorter one");
    for (at, value) in [(0, 0.0), (10, 0.1), (20, 0.2), (30, 0.3)] {
        let now = key_result("shorter", "", Some((at, value))).replace("2026-04-11", "2026-03-02");
        other.write("shorter.yaml", &now);
        other.commit("tom", &format!("{}T09:00:00Z", day(at)), "shorter");
    }
    let wanted = forecast(&rollup(&other, 30), "shorter");
    for name in ["low", "median", "high", "probability"] {
        close(&found[name], wanted[name].as_f64().expect("a number"));
    }
    assert_eq!(found["observations"], 4);
}

#[test]
fn a_goal_whose_baseline_moved_has_a_forecast_from_where_it_stands() {
    let counted = |baseline: i64, target: i64, unit: &str| {
        format!(
            "kind: key_result\nid: counted\ntitle: Count\nmeasures: o\n{PERIOD}\nmetric: {{unit: {unit}, baseline: {baseline}, target: {target}, current: 90, as_of: {}}}\n",
            day(10)
        )
    };
    let repo = repository(&[]);
    repo.write("counted.yaml", &counted(0, 190, "loaves"));
    repo.commit("tom", &format!("{}T08:00:00Z", day(10)), "count");
    repo.write("counted.yaml", &counted(50, 130, "loaves"));
    repo.commit("tom", &format!("{}T08:00:00Z", day(20)), "another baseline");
    // (90 - 50) / 80 on the day of the change: half of the other half in the time that is left.
    let found = forecast(&rollup(&repo, 30), "counted");
    assert_eq!(found["observations"], 1);
    let spread = (2.0 * (0.35_f64.powi(2) + 0.25)).sqrt();
    close(&found["median"], 0.75 - 0.09 * spread);
    let text = says(repo.path(), &["rollup", "--explain", "counted", "--today", &day(30).to_string()]);
    assert!(text.contains("nothing is known of its own pace") && !text.contains("scatter"), "{text}");
    // From half of the period on one check-in is too few, here as elsewhere.
    assert_eq!(goal(&rollup(&repo, 60), "counted")["too_few_check_ins"], 1);
    // A value of another unit says nothing of where it stands.
    repo.write("counted.yaml", &counted(50, 130, "crates"));
    repo.commit("tom", &format!("{}T08:00:00Z", day(25)), "another unit");
    assert_eq!(forecast(&rollup(&repo, 30), "counted"), Value::Null);
}

#[test]
fn a_bounded_measure_has_a_bounded_forecast() {
    let repo = repository(&[]);
    let share = |at: i64, value: f64| {
        format!(
            "kind: key_result\nid: share\ntitle: Share\nmeasures: o\n{PERIOD}\nmetric: {{unit: \"%\", baseline: 0, target: 90, current: {value}, as_of: {}}}\n",
            day(at)
        )
    };
    let steps = |at: i64, now: &str| {
        format!(
            "kind: key_result\nid: scale\ntitle: Scale\nmeasures: o\n{PERIOD}\nmetric: {{scale: [none, piloted, adopted, habitual], baseline: none, target: habitual, current: {now}, as_of: {}}}\n",
            day(at)
        )
    };
    let stones = |done: usize| {
        let mut text = format!("kind: key_result\nid: stones\ntitle: Stones\nmeasures: o\n{PERIOD}\nmilestones:\n");
        for at in 0..4_usize {
            let done = if at < done {
                format!(", done: {}", day(10 * i64::try_from(at).expect("few") + 10))
            } else {
                String::new()
            };
            writeln!(text, "  - {{title: m{at}, due: {}{done}}}", day(20 * i64::try_from(at).expect("few") + 20))
                .expect("text");
        }
        text
    };
    for (at, value, now, done) in [(10, 30.0, "none", 1), (20, 60.0, "piloted", 2), (30, 80.0, "piloted", 3)] {
        repo.write("share.yaml", &share(at, value));
        repo.write("scale.yaml", &steps(at, now));
        repo.write("stones.yaml", &stones(done));
        repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "check-ins");
    }
    let answer = rollup(&repo, 55);
    close(&forecast(&answer, "share")["high"], 100.0 / 90.0);
    // The probability is read before bounds, and the derivation has both.
    let explained = |id: &str| says(repo.path(), &["rollup", "--explain", id, "--today", &day(55).to_string()]);
    let text = explained("share");
    insta::assert_snapshot!("explained_forecast_within_bounds", text[text.find("forecast  ").expect("it is there")..]);
    let how = &json(repo.path(), &["rollup", "--explain", "share", "--today", &day(55).to_string(), "-q"])["explanations"]
        [0]["forecast"]["how"];
    assert!(how["bounded"] == true && how["ends"][4].as_f64() > Some(100.0 / 90.0), "{how}");
    let thirds = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
    let scale = forecast(&answer, "scale");
    for name in ["low", "median", "high"] {
        let value = scale[name].as_f64().expect("a number");
        assert!(thirds.iter().any(|third| (third - value).abs() < 1e-9), "no step of the scale: {scale}");
    }
    let stones = forecast(&answer, "stones");
    assert!([0.75, 1.0].contains(&stones["low"].as_f64().expect("a number")), "{stones}");
    close(&stones["high"], 1.0);
    let all = forecast(&answer, "o");
    assert!(all["high"].as_f64() <= Some(1.0), "{all}");
}

#[test]
fn a_measure_to_keep_is_forecast_by_its_days() {
    let repo = repository(&[]);
    let kept = |id: &str, at: i64, value: f64| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Keep\nmeasures: o\n{PERIOD}\nmetric: {{unit: min, at_most: 5, current: {value}, as_of: {}}}\n",
            day(at)
        )
    };
    for (at, good, bad) in [(0, 4.0, 4.0), (20, 3.0, 9.0), (40, 4.5, 8.0)] {
        repo.write("good.yaml", &kept("good", at, good));
        repo.write("bad.yaml", &kept("bad", at, bad));
        repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "check-ins");
    }
    let answer = rollup(&repo, 60);
    let (good, bad) = (forecast(&answer, "good"), forecast(&answer, "bad"));
    // 61 of 101 days are over, all of them inside; at the tenth percentile 30 % of the other 40 are inside too.
    close(&good["low"], (61.0 + 0.3 * 40.0) / 101.0);
    close(&good["high"], 1.0);
    close(&bad["low"], 20.0 / 101.0);
    close(&bad["high"], (20.0 + 0.8 * 40.0) / 101.0);
    // 60 of 101 days at most: it cannot be 90 % any more.
    close(&bad["probability"], 0.0);
    close(&good["bar"], 0.9);
    assert!(good["probability"].as_f64() > Some(0.6), "{good}");
}

#[test]
fn an_objective_is_forecast_from_its_key_results() {
    let repo = repository(&[("a", "", STEADY), ("b", "", STEADY), ("c", "weight: 2\n", STEADY)]);
    let answer = rollup(&repo, 50);
    let (part, all) = (forecast(&answer, "a"), forecast(&answer, "o"));
    assert_eq!(all["observations"], 15);
    let width = |it: &Value| it["high"].as_f64().expect("a number").min(1.0) - it["low"].as_f64().expect("a number");
    // Weights of 1, 1 and 2: √((0.8 × 6 + 0.2 × 16) / 16).
    assert!((width(&all) / width(&part) - (8.0_f64 / 16.0).sqrt()).abs() < 1e-9, "{all}");
    // Not all reach their target at once as often as each does, and more often than by chance.
    let (one, three) = (STEADY_CHANCE, all["probability"].as_f64().expect("a number"));
    assert!(three < one && three > one.powi(3), "{three}");
    // Less than half of it is forecast.
    let repo = repository(&[("a", "", STEADY), ("b", "weight: 2\n", &[(10, 0.1)])]);
    assert_eq!(forecast(&rollup(&repo, 50), "o"), Value::Null);
}

#[test]
fn ten_closed_goals_set_the_interval() {
    let repo = repository(&[("steady", "", STEADY)]);
    let closed = |number: usize, at: i64, value: f64, state: &str| {
        let id = format!("closed-{number}");
        key_result(&id, state, Some((at, value))).replace(PERIOD, "period: {start: 2025-12-20, end: 2026-03-30}")
    };
    // The same pace for all, and ends from 0.5 to 1.4.
    for at in [10, 20, 30, 85] {
        for number in 0..10_u8 {
            let value = if at == 85 {
                0.5 + f64::from(number) / 10.0
            } else {
                f64::from(i32::try_from(at).expect("small")) / 100.0
            };
            let state = if at == 85 { "state: missed\nclosed: 2026-03-28\n" } else { "" };
            repo.write(&format!("closed-{number}.yaml"), &closed(number.into(), at, value, state));
        }
        repo.commit("tom", &format!("{}T10:00:00Z", day(at)), "the others");
    }
    let answer = rollup(&repo, 88);
    let found = forecast(&answer, "steady");
    assert_eq!(found["basis"], "own-closed-goals");
    assert_eq!(forecast(&rollup(&repo, 84), "steady")["basis"], "shipped");
    assert!(found["low"].as_f64() < found["median"].as_f64(), "{found}");
}

#[test]
fn a_goal_that_is_behind_says_where_it_is_likely_to_end() {
    let repo = repository(&[
        ("behind", "confidence: 0.6\n", &[(10, 0.02), (20, 0.1), (30, 0.12), (40, 0.2), (50, 0.25)]),
        ("steady", "", STEADY),
        ("surging", "commitment: aspirational\nconfidence: 1.0\n", &[(10, 0.0), (30, 0.02), (45, 0.1), (50, 0.3)]),
    ]);
    let text = says(repo.path(), &["rollup", "--period", "all", "--today", &day(50).to_string()]);
    insta::assert_snapshot!("rollup_with_forecasts", text);
    let today = day(50).to_string();
    let page = |command: &str| {
        says(repo.path(), &[command, "--period", "all", "--today", &today, "--format", "markdown", "-q"])
    };
    let words = "likely to end between";
    // Of the goal that is behind, and not of the one that is on track.
    let (rollup, report) = (page("rollup"), page("report"));
    let line = |text: &str, title: &str| text.lines().find(|line| line.contains(title)).unwrap_or_default().to_owned();
    assert!(line(&rollup, "Goal behind").contains(words), "{rollup}");
    assert!(!line(&rollup, "Goal steady").contains(words), "{rollup}");
    assert!(line(&report, "Goal behind").contains(words), "{report}");
}

#[test]
fn a_green_goal_that_is_unlikely_to_arrive_is_shown_to_its_owner_and_lead_only() {
    // On its plan at half of the period and after, and slower all the while.
    let slow: CheckIns = &[(10, 0.3), (20, 0.45), (30, 0.5), (40, 0.52), (52, 0.53), (54, 0.54)];
    let repo = repository(&[("slow", "team: shop\n", slow), ("steady", "team: shop\n", STEADY)]);
    repo.write(
        "org.yaml",
        "teams: [{id: shop, name: Shop, lead: lea}]\npeople:\n  - {id: tom, name: Tom, team: shop, email: [tom@northwind.example]}\n  - {id: lea, name: Lea, team: shop}\n  - {id: ines, name: Ines}\n",
    );
    repo.commit("tom", "2026-02-24T09:00:00Z", "the organisation");
    let today = day(55).to_string();
    let items = |at: &str, args: &[&str]| -> Vec<Value> {
        let answer = json(repo.path(), &[&["agenda", "--today", at, "-q"], args].concat());
        let all = answer["items"].as_array().expect("items").clone();
        all.into_iter().filter(|it| it["kind"] == "worth-a-look" && it["goal"] == "slow").collect()
    };
    assert_eq!(goal(&rollup(&repo, 55), "slow")["health"], "on-track");
    let found = items(&today, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["goal"], &found[0]["who"]), (&"slow".into(), &serde_json::json!(["tom", "lea"])));
    assert!(found[0]["forecast"]["by_numbers"].as_f64() < Some(1.0 / 3.0));
    assert_eq!(found[0]["is_private"], true);
    for (who, count) in [("tom", 1), ("lea", 1), ("ines", 0)] {
        let asked = items(&today, &["--owner", who]);
        assert_eq!(asked.len(), count, "{who}");
        assert!(asked.iter().all(|it| it["who"] == serde_json::json!([who])), "{asked:?}");
    }
    let text = says(repo.path(), &["agenda", "--today", &today, "--owner", "tom"]);
    assert!(
        text.contains("Worth a look") && text.contains("on track by its plan, and likely to end between"),
        "{text}"
    );
    // What is posted is read by all.
    let posted = says(repo.path(), &["agenda", "--today", &today, "--format", "markdown", "-q"]);
    assert!(!posted.to_lowercase().contains("worth a look") && !posted.contains("slow"), "{posted}");
    let digest = says(repo.path(), &["digest", "--today", &today, "--since", "7d"]);
    assert!(!digest.to_lowercase().contains("worth a look"), "{digest}");
    // At one check-in in the second half it may be chance.
    assert_eq!(items(&day(53).to_string(), &["--at", &format!("{}", day(53))]).len(), 0);
}

/// An organisation with a team of two and one person without a team.
const SHOP: &str = "teams: [{id: shop, name: Shop, lead: lea}]\npeople:\n  - {id: tom, name: Tom, team: shop, email: [tom@northwind.example]}\n  - {id: lea, name: Lea, team: shop}\n  - {id: ines, name: Ines}\n";

fn worth_a_look(repo: &Repo, at: i64) -> Vec<(Value, Value)> {
    let today = day(at).to_string();
    let answer = json(repo.path(), &["agenda", "--today", &today, "--at", &today, "-q"]);
    let all = answer["items"].as_array().expect("items").clone();
    let asked = all.into_iter().filter(|it| it["kind"] == "worth-a-look");
    asked.map(|it| (it["goal"].clone(), it["who"].clone())).collect()
}

#[test]
fn a_measure_to_keep_and_an_objective_are_worth_a_look_too() {
    let repo = repository(&[]);
    repo.write("org.yaml", SHOP);
    let kept = |at: i64, value: f64| {
        format!(
            "kind: key_result\nid: kept\ntitle: Keep\nmeasures: o\nowner: tom\n{PERIOD}\nmetric: {{unit: min, at_most: 5, current: {value}, as_of: {}}}\n",
            day(at)
        )
    };
    for (at, value) in [(0, 4.0), (30, 4.5), (60, 4.0), (75, 9.0), (78, 8.0)] {
        repo.write("kept.yaml", &kept(at, value));
        repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "check-in");
    }
    // Within its bounds on 75 of 79 days, and outside them at two check-ins; the owner's team tells who leads.
    assert_eq!(goal(&rollup(&repo, 79), "kept")["health"], "on-track");
    let listed = worth_a_look(&repo, 79);
    assert!(listed.contains(&("kept".into(), serde_json::json!(["tom", "lea"]))), "{listed:?}");
    assert_eq!(worth_a_look(&repo, 76), []);

    // Each of its key results is behind by a little, and all of them slow down.
    let slow: CheckIns = &[(10, 0.3), (20, 0.45), (30, 0.5), (40, 0.52), (52, 0.53), (54, 0.54)];
    let done: CheckIns = &[(10, 0.3), (20, 0.5), (30, 0.6), (40, 0.62), (52, 0.63), (54, 0.63)];
    let repo = repository(&[("slow", "owner: lea\n", slow), ("less", "", done)].map(|(id, _, all)| (id, "", all)));
    repo.write("org.yaml", SHOP);
    repo.commit("tom", &format!("{}T09:00:00Z", day(54)), "the organisation");
    let listed = worth_a_look(&repo, 55);
    assert!(listed.contains(&("o".into(), serde_json::json!(["ines"]))), "{listed:?}");
    assert_eq!(goal(&rollup(&repo, 55), "o")["health"], "on-track");
    assert!(!worth_a_look(&repo, 53).iter().any(|(goal, _)| goal == "o"));
    // One that goes as its plan does is likely to stay on track.
    let steady = repository(&[("a", "", STEADY), ("b", "", &[(10, 0.1), (30, 0.3), (52, 0.55), (54, 0.56)])]);
    assert!(!worth_a_look(&steady, 55).iter().any(|(goal, _)| goal == "o"));
}

#[test]
fn the_fan_of_a_chart_reaches_as_far_as_the_sentence() {
    let falling: CheckIns = &[(10, 0.3), (20, 0.2), (30, 0.1), (40, 0.1), (50, 0.0)];
    let repo = repository(&[("steady", "", STEADY), ("falling", "", falling)]);
    let page = says(repo.path(), &["report", "--period", "all", "--today", &day(50).to_string(), "-q"]);
    // The heights of the target, of the baseline, and of the ends of the 80 % interval: the smaller, the higher.
    let heights = |id: &str| -> [i64; 4] {
        let card = &page[page.find(&format!("id=\"g-{id}\"")).expect("a card")..];
        let after = |mark: &str, skip: &str| -> i64 {
            let rest = card.split_once(mark).expect("a path").1.split_once(skip).expect("a point").1;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().expect("a number")
        };
        let line = "class=\"g\" d=\"M104 ";
        [after(line, ""), after(line, "704M104 "), after("class=\"f\" d=\"", "L704 "), after("class=\"f\" d=\"", "V")]
    };
    let [target, _, high, low] = heights("steady");
    assert!(high < target && target < low, "122 % is above the target");
    let [_, baseline, high, low] = heights("falling");
    assert!(high < baseline && baseline < low, "a goal that falls may end below its baseline");
}

#[test]
fn a_changed_value_changes_the_chance_in_a_diff() {
    let repo = repository(&[("steady", "", STEADY)]);
    repo.write("steady.yaml", &key_result("steady", "", Some((60, 0.98))));
    let today = day(60).to_string();
    let answer = json(repo.path(), &["diff", "--today", &today, "-q"]);
    let impact = answer["impact"].as_array().expect("a list");
    let of = impact.iter().find(|it| it["goal"] == "steady").expect("it changes");
    assert!(of["forecast_after"]["probability"].as_f64() > of["forecast_before"]["probability"].as_f64(), "{of}");
    let text = says(repo.path(), &["diff", "--today", &today]);
    assert!(text.contains("in 10 to arrive"), "{text}");
}

#[test]
fn an_explanation_has_every_number_of_the_sentence() {
    let repo = repository(&[("sure", "confidence: 0.6\n", STEADY), ("other", "", STEADY)]);
    let today = day(50).to_string();
    insta::assert_snapshot!(
        "explained_forecast",
        says(repo.path(), &["rollup", "--explain", "sure", "--today", &today])
    );
    insta::assert_snapshot!(
        "explained_forecast_of_parts",
        says(repo.path(), &["rollup", "--explain", "o", "--depth", "0", "--today", &today])
    );
    let answer = json(repo.path(), &["rollup", "--explain", "sure", "--today", &today, "-q"]);
    let how = &answer["explanations"][0]["forecast"]["how"];
    assert_eq!((&how["by"], how["steps"].as_array().map(Vec::len)), (&"course".into(), Some(5)));
    // The steps lead to the result again.
    let number = |name: &str| how[name].as_f64().expect("a number");
    let median = number("expected") + number("spread") * how["z"][2].as_f64().expect("a number");
    close(&answer["explanations"][0]["forecast"]["value"]["median"], median);
}

#[test]
fn the_interval_of_an_objective_agrees_with_its_probability() {
    const QUICK: CheckIns = &[(8, 0.1), (16, 0.2), (23, 0.3), (46, 0.6)];
    const OTHER: CheckIns = &[(9, 0.2), (17, 0.4), (24, 0.5), (47, 0.7)];
    let repo = repository(&[("a", "", QUICK), ("b", "", OTHER)]);
    let all = forecast(&rollup(&repo, 50), "o");
    let probability = all["by_numbers"].as_f64().expect("a number");
    assert!((0.25..0.5).contains(&probability), "{all}");
    for (name, as_often) in
        [("low", 0.9), ("lower_quartile", 0.75), ("median", 0.5), ("upper_quartile", 0.25), ("high", 0.1)]
    {
        let end = all[name].as_f64().expect("a number");
        assert_eq!(end >= 1.0, probability >= as_often, "{name}: {all}");
    }
    assert!(all["words"].as_str().expect("words").contains("and 100 %; 4 in 10 to reach 100 %"), "{all}");
    let today = day(50).to_string();
    let text = says(repo.path(), &["rollup", "--explain", "o", "--depth", "0", "--today", &today, "-q"]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("an end is 1 where all parts reach 1 at least as often, with a chance of 0.4"), "{text}");
    let how = &json(repo.path(), &["rollup", "--explain", "o", "--today", &today, "-q"])["explanations"][0]["forecast"]
        ["how"];
    assert!(how["narrowed"][4].as_f64() < Some(1.0), "{how}");
    close(&how["all_reach"], probability);
}

#[test]
fn every_part_of_an_objective_is_derived_somewhere() {
    let repo = repository(&[("a", "", STEADY), ("b", "", &[(40, 0.6)])]);
    let today = day(55).to_string();
    assert_eq!(goal(&rollup(&repo, 55), "b")["too_few_check_ins"], 1);
    let explained = json(repo.path(), &["rollup", "--explain", "o", "--today", &today, "-q"]);
    let parts = &explained["explanations"][0]["forecast"]["how"]["parts"];
    assert_eq!((&parts[0]["from"], &parts[0]["how"]), (&"own-forecast".into(), &Value::Null));
    assert_eq!((&parts[1]["from"], &parts[1]["how"]["by"]), (&"measure".into(), &"course".into()));
    // Its ends are those of the table, before they are bounded to 1.
    let end = parts[1]["how"]["ends"][0].as_f64().expect("a number");
    close(&parts[1]["low"], end);
    let text = says(repo.path(), &["rollup", "--explain", "o", "--depth", "0", "--today", &today, "-q"]);
    assert!(text.contains("b, from its check-ins"), "{text}");
    let text = says(repo.path(), &["rollup", "--explain", "b", "--today", &today, "-q"]);
    assert!(text.contains("too few check-ins (1): 3 are needed"), "{text}");
}

#[test]
fn an_objective_with_a_part_that_was_missed_can_no_longer_arrive() {
    let repo = repository(&[("a", "", STEADY), ("b", "", &[(40, 0.4)])]);
    let closed = format!(
        "{}state: missed\nclosed: {}\ngrade: {{score: 0.4, computed: 0.4}}\n",
        key_result("b", "", Some((40, 0.4))),
        day(45)
    );
    repo.write("b.yaml", &closed);
    repo.commit("tom", &format!("{}T08:00:00Z", day(45)), "closed");
    let words = forecast(&rollup(&repo, 50), "o")["words"].clone();
    let words = words.as_str().expect("words");
    assert!(words.ends_with("; it can no longer reach 100 %") && !words.contains("0 in 10"), "{words}");
}

#[test]
fn a_number_that_falls_towards_zero_is_not_forecast_below_it() {
    let repo = repository(&[]);
    let wait = |at: i64, value: f64, target: f64| {
        format!(
            "kind: key_result\nid: wait\ntitle: Wait\nmeasures: o\n{PERIOD}\nmetric: {{name: wait, unit: ms, baseline: 1000, target: {target}, current: {value}, as_of: {}}}\n",
            day(at)
        )
    };
    let course = |target: f64, last: f64| {
        for (at, value) in [(10, 700.0), (20, 500.0), (30, 300.0), (40, last)] {
            repo.write("wait.yaml", &wait(at, value, target));
            repo.commit("tom", &format!("{}T08:00:00Z", day(at)), "check-ins");
        }
        forecast(&rollup(&repo, 45), "wait")["high"].as_f64().expect("a number")
    };
    // 900 ms of the way are asked, and 1000 ms are all there is.
    assert!((course(100.0, 150.0) - 1000.0 / 900.0).abs() < 1e-9);
    // What has been below zero may be so again.
    assert!(course(100.0, -50.0) > 1000.0 / 900.0);
}

#[test]
fn a_value_far_beyond_its_target_is_not_expected_to_go_as_far_again() {
    let repo = repository(&[("far", "", &[(10, 0.1), (20, 0.2), (30, 0.3), (45, 48.0)])]);
    let it = forecast(&rollup(&repo, 48), "far");
    ends(&it, [48.0; 5]);
    assert!(it["words"].as_str().expect("words").starts_with("likely to end at 4800 %"), "{it}");
}
