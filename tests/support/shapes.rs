//! Goals of all shapes with a history: metrics up and down, measures to keep, rubrics, milestones, and some without any.

use std::collections::BTreeMap;

use goalpost::model::{parse_day, plus_days};

use super::chance::Chance;
use super::repository::Repo;

/// Goals of all shapes with eight weeks of check-ins, some of which nothing measures.
pub(crate) fn made_up() -> Repo {
    let mut by = Chance::new(16);
    let repo = Repo::new();
    repo.write("goalpost.yaml", "levels: [company, team]\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: All of it\nstatement: all\n");
    let owners = ["ada", "bo", "cy"];
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for objective in 0..6 {
        let id = format!("o{objective}");
        let more = if objective == 2 { "commitment: aspirational\n" } else { "" };
        let head = format!(
            "kind: objective\nid: {id}\ntitle: Objective {id}\nowner: {}\nlevel: team\nperiod: 2026-Q4\nsupports: [m]\n{more}",
            by.pick(&owners)
        );
        repo.write(&format!("{id}.yaml"), &head);
        for result in 0..5 {
            let id = format!("{id}-k{result}");
            let mut head = format!(
                "kind: key_result\nid: {id}\ntitle: Result {id}\nmeasures: o{objective}\nowner: {}\n",
                by.pick(&owners)
            );
            if by.one_in(4) {
                head.push_str("commitment: aspirational\n");
            }
            // Objectives 4 and 5 are measured by one key result of five alone.
            let shape = if objective >= 4 && result > 0 { 9 } else { by.below(6) };
            let (from, to) = ([20.0, 8.1, 0.0][by.below(3)], [65.5, 4.0, 4000.0][by.below(3)]);
            let mut at = 0.0;
            let weeks = (0..8).map(|week| {
                at += [0.0, 0.03, 0.09, 0.14][by.below(4)];
                let day = parse_day("2026-10-02").map(|first| plus_days(first, 7 * week)).expect("a day");
                let confidence = if by.one_in(2) { format!("confidence: 0.{}\n", 1 + by.below(9)) } else { String::new() };
                let now = |value: f64| format!("  current: {value}\n  as_of: {day}\n");
                let reach = |value: f64| {
                    // One target is lowered after goalposts have settled, without a reason.
                    let to = if objective == 1 && week > 4 { from + (to - from) * 0.7 } else { to };
                    let value = (value * 100.0).round() / 100.0;
                    format!("metric:\n  name: n\n  unit: loaves\n  baseline: {from}\n  target: {to}\n{}", now(value))
                };
                match shape {
                    9 => String::new(),
                    3 => format!("{confidence}metric:\n  name: n\n  unit: ms\n  at_most: 30\n{}", now(if by.one_in(3) { 41.5 } else { 22.0 })),
                    4 => {
                        let step = by.below(3);
                        let done = |it: usize| if it < step { format!("done: {day}") } else { "done: false".to_owned() };
                        let all: Vec<String> = (0..3).map(|it| format!("  - {{title: step {it}, due: 2026-12-0{}, {}}}\n", it + 1, done(it))).collect();
                        format!("{confidence}milestones:\n{}", all.concat())
                    }
                    5 => format!("{confidence}metric:\n  name: n\n  scale: [no, some, yes]\n  baseline: no\n  target: yes\n  current: {}\n  as_of: {day}\n", ["no", "some"][by.below(2)]),
                    _ => format!("{confidence}{}", reach(from + (to - from) * at)),
                }
            });
            let weeks = weeks.map(|week| format!("{head}{week}")).collect();
            texts.insert(id, weeks);
        }
    }
    for week in 0..8_usize {
        for (id, weeks) in &texts {
            repo.write(&format!("{id}.yaml"), &weeks[week]);
        }
        let day = plus_days(parse_day("2026-10-02").expect("a day"), 7 * i64::try_from(week).expect("small"));
        repo.commit("ada", &format!("{day}T08:00:00Z"), "check-ins");
    }
    repo
}
