//! A company of any size for the benches: the same goals each time, made without chance from the number alone.

use std::fmt::Write;

/// Goals for one objective with its key results.
const BRANCH: usize = 4;

/// What words are made of: four of them make one that no other number has, so that goals are not like each other.
const SYLLABLES: &[&str] =
    &["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"];

/// What there is too much of.
const TOO_MUCH: &[&str] =
    &["errors", "waiting time", "open cases", "churn", "stale records", "repeated calls", "manual steps", "rework"];

/// The files of a company with about so many goals: a mission, three levels of objectives, three key results each.
pub(crate) fn company(goals: usize) -> Vec<(String, String)> {
    let objectives = (goals.saturating_sub(1) / BRANCH).max(1);
    let teams = (objectives / 3).max(1);
    let mut files = vec![
        ("goalpost.yaml".to_owned(), "organization: Measured\nlevels: [company, department, team]\n".to_owned()),
        ("org.yaml".to_owned(), organisation(teams)),
        (
            "mission.yaml".to_owned(),
            "kind: mission\nid: mission\ntitle: Be fast\nstatement: Answer before anybody asks.\n".to_owned(),
        ),
    ];
    for number in 0..objectives {
        files.push((format!("goals/{:03}/o-{number}.yaml", number / 100), objective(number, teams)));
        for result in 0..BRANCH - 1 {
            let path = format!("goals/{:03}/o-{number}-kr-{result}.yaml", number / 100);
            files.push((path, key_result(number, result, 40 + (number * 7 + result * 13) % 50)));
        }
    }
    files.sort();
    files
}

/// A key result's file, with a present value between 100 (the baseline) and 0 (the target).
pub(crate) fn key_result(objective: usize, result: usize, current: usize) -> String {
    let number = objective * (BRANCH - 1) + result;
    let (what, how) = (word(number), TOO_MUCH[number % TOO_MUCH.len()]);
    format!(
        "kind: key_result\nid: o-{objective}-kr-{result}\ntitle: Cut {how} of {what} from 100 to 0\n\
         measures: o-{objective}\nmetric:\n  name: {how} of {what}\n  unit: a week\n  baseline: 100\n  \
         target: 0\n  current: {current}\n  as_of: 2026-11-18\n  source: https://numbers.example/{objective}/{result}\n\
         confidence: 0.6\n"
    )
}

fn objective(number: usize, teams: usize) -> String {
    // From the other end of the words than those of key results: a goal that shares its words with another is a finding.
    let (what, how) = (word(LAST_WORD - number), TOO_MUCH[number % TOO_MUCH.len()]);
    let (above, level) = match number {
        0..5 => ("mission".to_owned(), "company"),
        5..50 => (format!("o-{}", number % 5), "department"),
        _ => (format!("o-{}", 5 + number % 45), "team"),
    };
    let team = number % teams;
    format!(
        "kind: objective\nid: o-{number}\ntitle: Free {what} from {how}\nlevel: {level}\nowner: p-{team}\n\
         team: t-{team}\nperiod: 2026-Q4\nsupports:\n  - {{goal: {above}, how: it carries a part of it}}\n\
         why: somebody waits for it\n"
    )
}

fn organisation(teams: usize) -> String {
    let mut text = String::from("teams:\n");
    for team in 0..teams {
        let _ = writeln!(text, "  - {{id: t-{team}, name: Team {team}, level: team, lead: p-{team}}}");
    }
    text.push_str("people:\n");
    for person in 0..teams {
        let _ = writeln!(text, "  - {{id: p-{person}, name: Person {person}, team: t-{person}}}");
    }
    text
}

/// The number of the last word.
const LAST_WORD: usize = 0xffff;

/// A word of four syllables for a number up to [`LAST_WORD`].
fn word(number: usize) -> String {
    (0..4).map(|place| SYLLABLES[number >> (4 * place) & 15]).collect()
}
