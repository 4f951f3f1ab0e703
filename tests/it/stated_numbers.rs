//! No sentence about progress, pace, coverage or a forecast has a number that the JSON of the same command has not. The JSON's
//! numbers are put into words by functions of this file, which know nothing of the program's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use goalpost::model::{days_between, parse_day};
use serde_json::Value;

use crate::support::program::{json, says};
use crate::support::report::demo;
use crate::support::shapes::made_up;

/// A sentence with numbers: its words, with `{}` for a number and `{*}` for some words between, and whether an object of the
/// JSON has them. The text after the match is for what a sentence says besides.
struct Sentence {
    words: &'static str,
    has: fn(&Value, &[f64], &str) -> bool,
}

const SENTENCES: &[Sentence] = &[
    Sentence { words: "likely to end between {} % and {} %", has: is_forecast },
    Sentence { words: "likely to end at {} %", has: |it, n, rest| is_forecast(it, &[n[0], n[0]], rest) },
    Sentence { words: "| {} % to {} % |", has: |it, n, _| points(it, "low", n[0]) && points(it, "high", n[1]) },
    Sentence { words: "needs {} % progress/week, actual {} %/week", has: is_pace },
    Sentence { words: "needs {} {*}/week, actual {} ", has: is_pace_in_unit },
    Sentence { words: "progress {} %, plan {} %", has: is_progress_and_plan },
    Sentence {
        words: "progress {}% on {*}, plan {}%",
        has: |it, n, _| points(&it["progress"], "value", n[0]) && points(&it["expected"], "value", n[1]),
    },
    Sentence { words: "{}% on track", has: is_progress },
    Sentence { words: "{}% at risk", has: is_progress },
    Sentence { words: "{}% off track", has: is_progress },
    Sentence { words: "{}% reached early", has: is_progress },
    Sentence { words: "{}% too little", has: is_progress },
    Sentence {
        words: "stretch goal: {} % expected",
        has: |it, n, _| points_of(number(it, "ambition") * number(it, "expected"), n[0]),
    },
    Sentence { words: "{} → {}{*}, now {}", has: |it, n, _| measures(it, &["baseline", "target", "current"], n) },
    Sentence { words: "at most {}{*}, now {}", has: |it, n, _| measures(it, &["at_most", "current"], n) },
    Sentence { words: "at least {}{*}, now {}", has: |it, n, _| measures(it, &["at_least", "current"], n) },
    Sentence { words: "{} of {} milestones ·", has: |it, n, _| measures(it, &["milestones_done", "milestones"], n) },
    Sentence { words: "{} of {} milestones (", has: |it, n, _| measures(it, &["milestones_done", "milestones"], n) },
    Sentence { words: "too little measured: {} of {}", has: is_counted },
    Sentence { words: "off track, from {} of {}", has: is_counted },
    Sentence { words: "coverage {} is less than 0.5", has: |it, n, _| same(number(it, "coverage"), n[0]) },
    Sentence { words: "value {} days old", has: is_days_ago },
    Sentence { words: "last check-in {} days ago", has: is_days_ago },
    Sentence { words: "too few check-ins ({})", has: |it, n, _| same(number(it, "too_few_check_ins"), n[0]) },
    Sentence { words: "expected every {} days", has: |it, n, _| same(number(it, "cadence_days"), n[0]) },
    Sentence {
        words: "confidence {} of 10",
        has: |it, n, _| same((number(it, "confidence") * 100.0).round() / 10.0, n[0]),
    },
    Sentence { words: "supporting goals are {} % ahead", has: |it, n, _| fine(number(it, "theory_gap"), n[0]) },
    Sentence { words: "{} % against the original", has: |it, n, _| points(it, "against_original", n[0]) },
    Sentence { words: " {}% → {}% ", has: is_change },
    Sentence { words: " {} % → {} %", has: is_change },
    Sentence { words: "{} in {} → {} in {} to arrive", has: is_changed_chance },
];

/// A field as a number, which equals nothing where there is none.
fn number(object: &Value, field: &str) -> f64 {
    object[field].as_f64().unwrap_or(f64::NAN)
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}

/// Whether a share is so many whole points, rounded down.
fn points_of(share: f64, wanted: f64) -> bool {
    same((share * 100.0 + 1e-9).floor(), wanted)
}

fn points(object: &Value, field: &str, wanted: f64) -> bool {
    points_of(number(object, field), wanted)
}

/// Whether a share is so many points, with a decimal below ten.
fn fine(share: f64, wanted: f64) -> bool {
    let step = if (share * 100.0).abs() < 10.0 { 0.1 } else { 1.0 };
    (share * 100.0 - wanted).abs() <= step / 2.0 + 1e-9
}

/// Whether a number is another one with three digits.
fn three_digits(number: f64, wanted: f64) -> bool {
    let mut step = 1.0;
    while number.abs() < 100.0 * step && step > 1e-12 {
        step /= 10.0;
    }
    (number - wanted).abs() <= step / 2.0 + 1e-12
}

/// A probability as people say it.
fn chance(probability: f64) -> [f64; 2] {
    match probability {
        it if it <= 0.0 => [0.0, 10.0],
        it if it >= 1.0 => [10.0, 10.0],
        it if it < 0.03 => [1.0, 50.0],
        it if it < 0.075 => [1.0, 20.0],
        it if it > 0.97 => [49.0, 50.0],
        it if it > 0.925 => [19.0, 20.0],
        it => [(it * 10.0).round(), 10.0],
    }
}

/// The interval, and the chances that follow it.
fn is_forecast(it: &Value, ends: &[f64], rest: &str) -> bool {
    if !points(it, "low", ends[0]) || !points(it, "high", ends[1]) {
        return false;
    }
    let mut wanted = Vec::new();
    let at = [rest.find("reach "), rest.find("stay ")].into_iter().flatten().min().unwrap_or(rest.len());
    let is_target = rest[at..].starts_with("reach the target");
    let bar = (!is_target).then(|| (number(it, "bar") * 100.0 + 1e-9).floor());
    if rest.starts_with("; by the numbers") {
        wanted.extend(chance(number(it, "by_numbers")));
        wanted.extend(bar);
        wanted.extend(
            it["confidence"]
                .as_f64()
                .map(|stated| (stated * 100.0).round() / 10.0)
                .into_iter()
                .flat_map(|it| [it, 10.0]),
        );
        wanted.extend(chance(number(it, "probability")));
    } else {
        // Where there is no chance any more, it is said without one.
        wanted
            .extend(chance(number(it, "probability")).into_iter().filter(|_| !rest.starts_with("; it can no longer")));
        wanted.extend(bar);
    }
    let mut said = numbers(rest);
    wanted.into_iter().all(|wanted| said.next().is_some_and(|said| same(said, wanted)))
}

fn is_pace(it: &Value, n: &[f64], _: &str) -> bool {
    fine(number(it, "pace_needed"), n[0]) && fine(number(it, "pace"), n[1])
}

fn is_pace_in_unit(it: &Value, n: &[f64], rest: &str) -> bool {
    let pace = &it["pace_in_unit"];
    is_pace(it, n, rest) || three_digits(number(pace, "needed"), n[0]) && three_digits(number(pace, "actual"), n[1])
}

fn is_progress(it: &Value, n: &[f64], _: &str) -> bool {
    points(it, "progress", n[0])
}

fn is_progress_and_plan(it: &Value, n: &[f64], _: &str) -> bool {
    points(it, "expected", n[1]) && (points(it, "progress", n[0]) || points(&it["goal"], "progress", n[0]))
}

/// The measure of a goal, as `measure` or as the metric of a card.
fn measures(it: &Value, fields: &[&str], wanted: &[f64]) -> bool {
    let of = |measure: &Value| fields.iter().zip(wanted).all(|(field, wanted)| same(number(measure, field), *wanted));
    of(&it["measure"]) || of(&it["metric"])
}

fn is_counted(it: &Value, n: &[f64], _: &str) -> bool {
    let of = |name: &str| same(number(&it[name], "measured"), n[0]) && same(number(&it[name], "of"), n[1]);
    ["counted", "counted_before", "counted_after"].into_iter().any(of)
}

#[expect(clippy::cast_precision_loss, reason = "days")]
fn is_days_ago(it: &Value, n: &[f64], _: &str) -> bool {
    let day = it["last_check_in"].as_str().and_then(parse_day);
    day.is_some_and(|day| same(days_between(day, parse_day("2026-11-21").expect("today")) as f64, n[0]))
}

fn is_change(it: &Value, n: &[f64], _: &str) -> bool {
    let names = [["progress_before", "progress_after"], ["before", "after"]];
    names.iter().any(|[before, after]| points(it, before, n[0]) && points(it, after, n[1]))
}

fn is_changed_chance(it: &Value, n: &[f64], _: &str) -> bool {
    let [before, after] = ["forecast_before", "forecast_after"].map(|field| chance(number(&it[field], "probability")));
    [before, after].concat() == n
}

/// The length of the number at the start of a text, if there is one.
fn number_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(text.starts_with('-'));
    let mut length = sign + digits(&text[sign..]);
    if length == sign {
        return None;
    }
    let behind = text[length..].strip_prefix('.').map_or(0, digits);
    length += if behind > 0 { 1 + behind } else { 0 };
    if let Some(power) = text[length..].strip_prefix('e') {
        let sign = usize::from(power.starts_with('-'));
        let behind = digits(&power[sign..]);
        length += if behind > 0 { 1 + sign + behind } else { 0 };
    }
    Some(length)
}

/// The numbers of a text, in its order.
fn numbers(text: &str) -> impl Iterator<Item = f64> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if let Some(length) = number_length(rest) {
                let number = rest[..length].parse().ok();
                rest = &rest[length..];
                return number;
            }
            let mut letters = rest.chars();
            letters.next()?;
            rest = letters.as_str();
        }
    })
}

/// The numbers of a sentence at the start of a text, and what follows it.
fn read<'t>(text: &'t str, words: &str) -> Option<(Vec<f64>, &'t str)> {
    let mut found = Vec::new();
    let (mut text, mut words) = (text, words);
    while !words.is_empty() {
        if let Some(rest) = words.strip_prefix("{}") {
            let length = number_length(text)?;
            found.push(text[..length].parse().ok()?);
            (text, words) = (&text[length..], rest);
        } else if let Some(rest) = words.strip_prefix("{*}") {
            let next = &rest[..rest.find('{').unwrap_or(rest.len())];
            let at = text.find(next).filter(|at| *at <= 40)?;
            (text, words) = (&text[at..], rest);
        } else {
            let next = words.chars().next()?;
            (text, words) = (text.strip_prefix(next)?, &words[next.len_utf8()..]);
        }
    }
    Some((found, text))
}

/// An output as one line of words: without the lines of a tree, breaks and the escapes of Markdown.
fn flat(text: &str) -> String {
    let text = text.replace("&nbsp;", " ").replace(" or less", "").replace(" or more", "").replace('\\', "");
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "│├└─".contains(c)).filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

/// Every object of an answer.
fn objects<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(fields) => {
            found.push(value);
            fields.values().for_each(|it| objects(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| objects(it, found)),
        _ => {}
    }
}

/// Holds an output against the JSON of the same command; counts each sentence and tells what is missing.
fn compare(name: &str, text: &str, answer: &Value, met: &mut BTreeMap<&'static str, usize>, missing: &mut String) {
    let text = flat(text);
    let mut all = Vec::new();
    objects(answer, &mut all);
    for (at, letter) in text.char_indices() {
        let before = text[..at].chars().next_back();
        // The middle of a number is no number.
        if letter.is_ascii_digit() && before.is_some_and(|it| it.is_ascii_digit() || "-.,".contains(it)) {
            continue;
        }
        for sentence in SENTENCES {
            let Some((said, rest)) = read(&text[at..], sentence.words) else { continue };
            *met.entry(sentence.words).or_default() += 1;
            if !all.iter().any(|it| (sentence.has)(it, &said, rest)) {
                let near: String = text[at..].chars().take(150).collect();
                writeln!(missing, "{name}: {near}").expect("a string");
            }
        }
    }
}

/// The commands whose answers are held against their JSON: arguments, and more for the output that people read.
fn commands(goals: &[String], range: &str) -> Vec<(Vec<String>, Vec<&'static str>)> {
    let of = |args: &[&str]| args.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let mut commands = vec![
        (of(&["rollup"]), vec![]),
        (of(&["rollup"]), vec!["--format", "markdown"]),
        (of(&["rollup", "--explain"]), vec![]),
        (of(&["agenda"]), vec![]),
        (of(&["agenda"]), vec!["--format", "markdown"]),
        (of(&["digest", "--since", "14d"]), vec![]),
        (of(&["digest", "--since", "14d"]), vec!["--format", "markdown"]),
        (of(&["report"]), vec!["--format", "markdown"]),
        (of(&["diff", range]), vec![]),
        (of(&["diff", range]), vec!["--format", "markdown"]),
    ];
    for goal in goals {
        commands.push((of(&["show", goal]), vec![]));
        commands.push((of(&["history", goal]), vec![]));
    }
    commands
}

/// The goals of a repository that have progress or are to have it.
fn goals_of(folder: &Path) -> Vec<String> {
    let answer = json(folder, &["rollup", "-q"]);
    let goals =
        answer["goals"].as_array().expect("goals").iter().filter(|it| it["kind"] != "mission" && it["kind"] != "kpi");
    goals.step_by(4).map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn sentences_have_no_number_that_json_has_not() {
    let made = made_up();
    let (mut met, mut missing) = (BTreeMap::new(), String::new());
    for (folder, range) in [(demo(), "HEAD~27..HEAD~22"), (made.path(), "HEAD~3..HEAD")] {
        for (args, more) in commands(&goals_of(folder), range) {
            let args: Vec<&str> = args.iter().map(String::as_str).chain(["-q"]).collect();
            let text = says(folder, &[&args[..], &more].concat());
            compare(&args.join(" "), &text, &json(folder, &args), &mut met, &mut missing);
        }
    }
    assert!(missing.is_empty(), "numbers that are not in JSON:\n{missing}");
    // Some are rare: a test of them belongs to what says them.
    assert!(met.len() >= 24, "few sentences were found: {met:#?}");
    assert!(met["likely to end between {} % and {} %"] > 100, "{met:#?}");
}

/// The numbers of an answer, the lengths of its lists and their number of gaps, and the numbers in its texts.
fn all_numbers(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::Array(items) => {
            let length = f64::from(u32::try_from(items.len()).expect("a short list"));
            found.extend([length, length - 1.0]);
            for it in items {
                all_numbers(it, found);
            }
        }
        Value::Object(fields) => {
            // The sentence of a forecast is no proof of its own numbers; the other test looks at these.
            fields.iter().filter(|(name, _)| *name != "words").for_each(|(_, it)| all_numbers(it, found));
        }
        Value::String(text) => found.extend(numbers(text)),
        Value::Bool(_) | Value::Null => {}
    }
}

#[test]
fn an_explanation_works_with_numbers_that_json_has() {
    let made = made_up();
    let mut missing = String::new();
    let mut lines = 0;
    for folder in [demo(), made.path()] {
        let text = says(folder, &["rollup", "--explain", "-q", "--color", "never"]);
        let answer = json(folder, &["rollup", "--explain", "-q"]);
        for explained in answer["explanations"].as_array().expect("explanations") {
            let head = format!("\n{}: ", explained["id"].as_str().expect("an id"));
            let start = text.find(&head).unwrap_or_else(|| panic!("{head} is explained"));
            let block = text[start + 1..].split("\n\n\n").next().unwrap_or_default();
            let end = block.match_indices("\n\n").map(|(at, _)| at).find(|at| !block[at + 2..].starts_with(' '));
            let mut known = Vec::new();
            all_numbers(explained, &mut known);
            // Parts of formulas: 1 - t, days of a week, halves and squares, the least coverage, percentiles; and the chance of
            // what lies far below all ends, in percent.
            known.extend([0.0, 0.5, 1.0, 2.0, 7.0, 10.0, 25.0, 50.0, 75.0, 90.0]);
            known.extend(explained["forecast"]["far"].as_f64().map(|far| (100.0 * (1.0 - far)).round()));
            for line in block[..end.unwrap_or(block.len())].lines().skip(1) {
                // The sentence of the forecast is held against JSON by the other test.
                if line.contains("forecast ")
                    || line.contains(" in 10")
                    || line.contains("to reach")
                    || line.contains("% and ")
                    || line.contains("target")
                {
                    continue;
                }
                lines += 1;
                for said in numbers(&line.replace('²', " ")) {
                    let is_it = |known: &f64| {
                        same(*known, said) || (known - said).abs() <= 6e-7 || (known / said - 1.0).abs() < 1e-6
                    };
                    if !known.iter().any(|it| is_it(it) || is_it(&-it)) {
                        writeln!(missing, "{}{said} in `{}`", &head[1..], line.trim()).expect("a string");
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "numbers that are not in JSON:\n{missing}");
    assert!(lines > 1000, "{lines}");
}
