//! Views as CSV (RFC 4180) for spreadsheets: a header row, unrounded numbers, no cell that a spreadsheet would run as a
//! formula.

use std::io::{self, Write};

use crate::model::exact;
pub use crate::syntax::escape_formula;
use crate::view::blame::BlameView;
use crate::view::group::{GoalGroupView, GroupBy};
use crate::view::health_count::HEALTH_ORDER;
use crate::view::history::HistoryView;
use crate::view::rollup::{GoalView, RollupView};
use crate::view::scorecard::ScorecardView;
use crate::view::standing::CountedView;
use crate::view::work::WorkView;

/// Joins texts in one cell with `; `. A text with a semicolon is put in double quotes.
pub fn join_texts<T: AsRef<str>>(texts: &[T]) -> String {
    let quoted = |text: &str| {
        let divides = text.contains([';', '\n']) || text.starts_with('"') || text.trim() != text;
        if divides { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    texts.iter().map(|text| quoted(text.as_ref())).collect::<Vec<_>>().join("; ")
}

/// Splits the texts of a cell, joined by [`join_texts`] or written by a person with semicolons or line breaks.
pub fn split_texts(cell: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = cell.trim_start();
    while !rest.is_empty() {
        // In quotes everything is text, up to a quote that is not doubled.
        let closing = rest.strip_prefix('"').and_then(|inner| {
            let ends = |at: &usize| !inner[at + 1..].starts_with('"') && inner[..*at].matches('"').count() % 2 == 0;
            inner.match_indices('"').map(|(at, _)| at).find(ends)
        });
        let behind = |at: usize| rest[at..].trim_start_matches([' ', '\t']);
        let text;
        if let Some(closing) =
            closing.filter(|at| matches!(behind(at + 2).chars().next(), None | Some(';' | '\n' | '\r')))
        {
            text = rest[1..=closing].replace("\"\"", "\"");
            rest = behind(closing + 2);
        } else {
            let end = rest.find([';', '\n']).unwrap_or(rest.len());
            text = rest[..end].trim().to_owned();
            rest = &rest[end..];
        }
        if !text.is_empty() {
            texts.push(text);
        }
        rest = rest.trim_start_matches([';', '\n', '\r', ' ', '\t']);
    }
    texts
}

/// Formats rows of cells as CSV with a header.
///
/// # Panics
/// Never: writing to memory does not fail.
pub fn rows(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut bytes = Vec::new();
    write_rows(header, rows, &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("what was written is text")
}

/// Writes rows of cells as CSV with a header, each as it comes.
///
/// # Errors
/// They cannot be written.
pub fn write_rows(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>, to: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(to);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| escape_formula(cell).into_owned()))?;
    }
    writer.flush()
}

/// A column: its heading, and the function for a goal's cell.
pub(super) type Column<T> = (&'static str, fn(&T) -> String);

/// The columns of a rollup: the JSON fields of a goal, with lists joined by spaces.
const ROLLUP: &[Column<GoalView>] = &[
    ("id", |goal| goal.id.clone()),
    ("kind", |goal| goal.kind.word().to_owned()),
    ("title", |goal| goal.title.clone()),
    ("level", |goal| word(goal.level.as_ref())),
    ("owner", |goal| word(goal.owner.as_ref())),
    ("team", |goal| word(goal.team.as_ref())),
    ("start", |goal| word(goal.start.as_ref())),
    ("end", |goal| word(goal.end.as_ref())),
    ("state", |goal| goal.state.clone()),
    ("raw", |goal| number(goal.raw)),
    ("progress", |goal| number(goal.progress)),
    ("expected", |goal| number(goal.expected)),
    ("health", |goal| goal.health.clone()),
    ("standing", |goal| goal.standing.clone()),
    ("coverage", |goal| number(goal.coverage)),
    ("counted_measured", |goal| word(goal.counted.map(|it| it.measured).as_ref())),
    ("counted_of", |goal| word(goal.counted.map(|it| it.of).as_ref())),
    ("confidence", |goal| number(goal.confidence)),
    ("last_check_in", |goal| word(goal.last_check_in.as_ref())),
    ("pace", |goal| number(goal.pace)),
    ("pace_needed", |goal| number(goal.pace_needed)),
    ("trend", |goal| goal.trend.iter().flatten().map(|it| exact(*it)).collect::<Vec<_>>().join(" ")),
    ("weakest", |goal| word(goal.weakest.as_ref())),
    ("forecast_median", |goal| number(goal.forecast.as_ref().map(|it| it.median))),
    ("forecast_low", |goal| number(goal.forecast.as_ref().map(|it| it.low))),
    ("forecast_high", |goal| number(goal.forecast.as_ref().map(|it| it.high))),
    ("forecast_probability", |goal| number(goal.forecast.as_ref().map(|it| it.probability))),
    ("forecast_by_numbers", |goal| number(goal.forecast.as_ref().map(|it| it.by_numbers))),
    ("forecast_observations", |goal| word(goal.forecast.as_ref().map(|it| it.observations).as_ref())),
    ("forecast_basis", |goal| goal.forecast.as_ref().map(|it| it.basis.word().to_owned()).unwrap_or_default()),
    ("too_few_check_ins", |goal| word(goal.too_few_check_ins.as_ref())),
    ("grade", |goal| number(goal.grade)),
    ("self_assessed", |goal| goal.self_assessed.to_string()),
    ("late_value", |goal| goal.late_value.as_ref().map(|late| late.words.clone()).unwrap_or_default()),
    ("contributions", |goal| goal.contributions.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(" ")),
    ("unreadable", |goal| goal.unreadable.iter().map(|it| it.path.as_str()).collect::<Vec<_>>().join(" ")),
    ("supports", |goal| goal.supports.join(" ")),
    ("theory_gap", |goal| number(goal.theory_gap)),
    ("measure_unit", |goal| word(goal.measure.as_ref().and_then(|it| it.unit.as_ref()))),
    ("measure_baseline", |goal| number(goal.measure.as_ref().and_then(|it| it.baseline))),
    ("measure_target", |goal| number(goal.measure.as_ref().and_then(|it| it.target))),
    ("measure_at_least", |goal| number(goal.measure.as_ref().and_then(|it| it.at_least))),
    ("measure_at_most", |goal| number(goal.measure.as_ref().and_then(|it| it.at_most))),
    ("measure_current", |goal| number(goal.measure.as_ref().and_then(|it| it.current))),
    ("measure_milestones_done", |goal| word(goal.measure.as_ref().and_then(|it| it.milestones_done.as_ref()))),
    ("measure_milestones", |goal| word(goal.measure.as_ref().and_then(|it| it.milestones.as_ref()))),
    ("pace_in_unit_needed", |goal| number(goal.pace_in_unit.as_ref().map(|it| it.needed))),
    ("pace_in_unit_actual", |goal| number(goal.pace_in_unit.as_ref().map(|it| it.actual))),
    ("quiet_move", |goal| word(goal.quiet_move.as_ref().map(|it| &it.what))),
    ("quiet_move_day", |goal| word(goal.quiet_move.as_ref().map(|it| &it.day))),
    ("quiet_move_against_original", |goal| number(goal.quiet_move.as_ref().and_then(|it| it.against_original))),
    ("late_arrival", |goal| goal.late_arrival.as_ref().map(|late| late.words.clone()).unwrap_or_default()),
];

/// The numbers of a rollup, one row for each goal, sorted by id.
pub fn rollup(view: &RollupView) -> String {
    let header: Vec<&str> = ROLLUP.iter().map(|(head, _)| *head).collect();
    rows(&header, view.goals.iter().map(|goal| ROLLUP.iter().map(|(_, cell)| cell(goal)).collect()))
}

/// Goals summed up, one row for each team, perspective or area, with a column for each health.
pub fn groups(groups: &[GoalGroupView], by: GroupBy) -> String {
    let health = HEALTH_ORDER.map(|word| word.replace('-', "_"));
    let mut header = vec![by.word(), "name", "goals", "progress", "expected"];
    header.extend(health.iter().map(String::as_str));
    header.extend(["check_ins_made", "check_ins_due", "moved", "moved_quietly"]);
    header.extend(["coverage", "counted_measured", "counted_of"]);
    rows(
        &header,
        groups.iter().map(|group| {
            let standing = |word: &str| group.health.iter().find(|it| it.health == word).map_or(0, |it| it.goals);
            let mut cells = vec![word(group.id.as_ref()), word(group.name.as_ref()), group.goals.to_string()];
            cells.extend([number(group.progress), number(group.expected)]);
            cells.extend(HEALTH_ORDER.iter().map(|word| standing(word).to_string()));
            cells.extend(
                [group.check_ins.map(|it| it.made), group.check_ins.map(|it| it.due)].map(|it| word(it.as_ref())),
            );
            cells.extend([word(group.moved.as_ref()), word(group.moved_quietly.as_ref())]);
            let CountedView { measured, of } = group.counted;
            cells.extend([number(group.coverage), measured.to_string(), of.to_string()]);
            cells
        }),
    )
}

/// The scores of goals: true, false or empty for each letter, and the rules that decided against it.
pub fn scorecard(view: &ScorecardView) -> String {
    let about = ["id", "kind", "title", "owner", "team", "state"];
    let aspects = view.summary.iter().map(|letter| match (letter.word.as_str(), letter.aspect.as_str()) {
        (_, "specific (FAST)") => "specific_fast".to_owned(),
        (_, aspect) => aspect.replace([' ', '-'], "_"),
    });
    let header: Vec<String> =
        about.iter().map(|head| (*head).to_owned()).chain(aspects).chain(["rules".to_owned()]).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    rows(
        &header,
        view.goals.iter().map(|goal| {
            let kind = goal.kind.word().to_owned();
            let mut cells = vec![goal.id.clone(), kind, goal.title.clone()];
            cells.extend([word(goal.owner.as_ref()), word(goal.team.as_ref()), goal.state.clone()]);
            cells.extend(goal.letters.iter().map(|letter| word(letter.verdict.as_ref())));
            cells.push(goal.failing_rules().join(" "));
            cells
        }),
    )
}

/// The observations of goals, one on each row, oldest first, without withdrawn ones.
pub fn history(view: &HistoryView) -> String {
    let header = [
        "goal",
        "day",
        "value",
        "progress",
        "confidence",
        "commit",
        "author",
        "email",
        "committed",
        "path",
        "counts",
        "unit",
    ];
    let observations = view.goals.iter().flat_map(|goal| goal.observations.iter().map(move |it| (&goal.id, it)));
    rows(
        &header,
        observations.filter(|(_, it)| it.withdrawn.is_none()).map(|(goal, it)| {
            let mut cells = vec![goal.clone(), it.day.to_string()];
            cells.extend([number(it.value), number(it.progress), number(it.confidence)]);
            cells.extend([&it.commit, &it.author, &it.email, &it.committed].map(|cell| word(cell.as_ref())));
            cells.extend([it.path.clone(), it.counts.to_string(), word(it.unit.as_ref())]);
            cells
        }),
    )
}

/// The commits that reference goals: a row for each commit and goal, by goal, newest first. `known` is false for ids
/// that no goal has.
pub fn work(view: &WorkView) -> String {
    let header = ["goal", "known", "commit", "repository", "day", "team", "author", "subject"];
    let known = view.goals.iter().flat_map(|goal| goal.evidence.iter().map(move |it| (&goal.goal, true, it)));
    let unknown = view.unknown.iter().flat_map(|name| name.evidence.iter().map(move |it| (&name.name, false, it)));
    rows(
        &header,
        known.chain(unknown).map(|(goal, known, it)| {
            let mut cells = vec![goal.clone(), known.to_string(), it.commit.clone(), it.repository.clone()];
            cells.extend([it.day.to_string(), word(it.team.as_ref()), word(it.author.as_ref()), it.subject.clone()]);
            cells
        }),
    )
}

/// The origin of each field of a goal, one on each row, in the file's order.
pub fn blame(view: &BlameView) -> String {
    let header = ["goal", "field", "value", "set", "commit", "author", "email", "day", "committed", "subject", "path"];
    rows(
        &header,
        view.fields.iter().map(|it| {
            let value = match &it.value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let mut cells = vec![view.goal.clone(), it.field.clone(), value, it.set.clone()];
            cells.extend([&it.commit, &it.author, &it.email].map(|cell| word(cell.as_ref())));
            cells.push(word(it.day.as_ref()));
            cells.extend([&it.committed, &it.subject].map(|cell| word(cell.as_ref())));
            cells.push(view.path.clone());
            cells
        }),
    )
}

pub(super) fn word<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

pub(super) fn number(value: Option<f64>) -> String {
    value.map(exact).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for (cell, written) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+1+1", "'+1+1"),
            ("-2", "-2"),
            ("-0.5e-3", "-0.5e-3"),
            ("-x", "'-x"),
            ("\tx", "'\tx"),
            ("\n=x", "'\n=x"),
            (" =x", "' =x"),
            ("＝1+1", "'＝1+1"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(escape_formula(cell), written);
        }
    }

    #[test]
    fn what_is_joined_in_a_cell_comes_apart_again() {
        let there = |texts: &[&str]| split_texts(&join_texts(texts)) == texts;
        assert!(there(&["a", "b"]) && there(&[]) && there(&["Bakers; and millers", "=HYPERLINK(1)"]));
        assert!(
            there(&["say \"no\"; or", "\"x\"", "two\nlines", "\"\"", "\";\""]),
            "{}",
            join_texts(&["\"\"", "\";\""])
        );
        assert_eq!(join_texts(&["a", "b; c"]), "a; \"b; c\"");
        assert_eq!(split_texts("a;b;; c\nd"), ["a", "b", "c", "d"]);
        assert_eq!(split_texts("\"a\" b; \"c"), ["\"a\" b", "\"c"]);
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let text = rows(&["a", "b"], [vec!["x,y".to_owned(), "say \"no\"\nor".to_owned()]]);
        assert_eq!(text, "a,b\n\"x,y\",\"say \"\"no\"\"\nor\"\n");
    }
}
