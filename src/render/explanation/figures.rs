//! The figures of a goal: progress, planned progress, health, pace, theory gap.

use super::super::clean::clean;
use super::super::table::{Align, Cell, CellTone, Table};
use super::parts;
use super::sheet::{Sheet, input_operand, number, operand, result};
use crate::git::short_id;
use crate::model::{count_of, exact};
use crate::view::explanation::{
    ExpectedHow, ExpectedPoint, ExpectedView, HealthHow, HealthView, InputView, MilestoneView, PaceView, PlaceView,
    ProgressHow, ProgressView, TheoryGapView, ValueSpan,
};

/// The progress of a goal.
pub(super) fn progress(sheet: &mut Sheet<'_>, view: &ProgressView) {
    match &view.how {
        ProgressHow::Reach { current, as_of, as_of_place, baseline, target, made, way, scale, note } => {
            sheet.figure("progress", "(current - baseline) / (target - baseline)");
            match (current, view.raw) {
                (Some(current), Some(raw)) => {
                    let (now, from, to) = (current.value, baseline.value, target.value);
                    let filled = format!(
                        "= ({} - {}) / ({} - {})",
                        input_operand(now),
                        input_operand(from),
                        input_operand(to),
                        input_operand(from)
                    );
                    let (done, whole) = (made.unwrap_or(0.0), *way);
                    let differences = format!(" = {} / {}", operand(done), operand(whole));
                    let differences = if done.is_finite() && whole.is_finite() { differences } else { String::new() };
                    sheet.line(&format!("{filled}{differences} {}{}", result(raw), clamped(raw)));
                    if let Some(note) = note {
                        sheet.line(&clean(note));
                    }
                }
                _ => sheet.line(note.as_deref().unwrap_or("no value yet")),
            }
            let mut rows = Vec::new();
            if let Some(current) = current {
                rows.push(("current", value_words(current, scale), sheet.origin(current)));
            }
            match (as_of, as_of_place) {
                (Some(day), Some(place)) => rows.push(("as of", day.to_string(), sheet.place(place))),
                (Some(day), None) if current.as_ref().is_some_and(|it| it.commit.is_some()) => {
                    rows.push(("as of", day.to_string(), "the last value of the period".to_owned()));
                }
                (Some(day), None) => rows.push(("as of", day.to_string(), "`as_of` not set".to_owned())),
                (None, _) => {}
            }
            rows.push(("baseline", value_words(baseline, scale), sheet.origin(baseline)));
            rows.push(("target", value_words(target, scale), sheet.origin(target)));
            sheet.inputs(&rows);
        }
        ProgressHow::Keep { at_least, at_most, stretches, inside, days, place, note } => {
            sheet.figure("progress", "days inside the bounds / days since the first value of the period");
            match (view.raw, note) {
                (Some(raw), _) => sheet.line(&format!("= {inside} / {days} {}", result(raw))),
                (None, note) => sheet.line(note.as_deref().unwrap_or("no value yet")),
            }
            let bounds = bounds(sheet, at_least.as_ref(), at_most.as_ref());
            sheet.inputs(&bounds);
            let table = stretch_table(sheet, stretches, place.as_ref());
            sheet.table(&table);
        }
        ProgressHow::Milestones { milestones, done, all } => {
            sheet.figure("progress", "weight that is done / all weight");
            sheet.line(&format!("= {} / {} {}", exact(*done), exact(*all), result(done / all)));
            let table = steps(sheet, milestones);
            sheet.table(&table);
            for (milestone, words) in milestones.iter().filter_map(|it| Some((it, it.late.as_ref()?))) {
                sheet.line(&format!("{} was done {words}", clean(&milestone.title)));
            }
        }
        ProgressHow::Parts { of, of_place, parts } => parts::progress(sheet, view.value, of, of_place.as_ref(), parts),
        ProgressHow::Grade { score, place, left_out } => {
            let place = place.as_ref().map(|place| format!(", {}", sheet.place(place))).unwrap_or_default();
            let computed = view.value.map(exact).unwrap_or_default();
            let score = if view.value == Some(*score) { String::new() } else { format!("; graded {}", exact(*score)) };
            sheet.figure("progress", &format!("{computed}, as computed at the close (`grade.computed`{place}){score}"));
            for part in left_out {
                sheet.line(&format!("not counted: {}, {}", clean(&part.id), part.reason));
            }
        }
        ProgressHow::None { why, place } => {
            let place = place.as_ref().map(|place| format!(" ({})", sheet.place(place))).unwrap_or_default();
            sheet.figure("progress", &format!("none: {why}{place}; it does not count in its parents"));
        }
    }
}

fn clamped(raw: f64) -> &'static str {
    match raw {
        raw if raw > 1.0 => ", counted as 1",
        raw if raw < 0.0 => ", counted as 0",
        _ => "",
    }
}

/// A value with its unit, or a step of a scale with its position.
fn value_words(input: &InputView, scale: &[String]) -> String {
    match &input.in_words {
        Some(step) if !scale.is_empty() => {
            format!("{} ({} on the scale 0 to {})", clean(step), exact(input.value), scale.len().saturating_sub(1))
        }
        Some(unit) => format!("{} {}", exact(input.value), clean(unit)),
        None => exact(input.value),
    }
}

fn bounds(
    sheet: &Sheet<'_>,
    at_least: Option<&InputView>,
    at_most: Option<&InputView>,
) -> Vec<(&'static str, String, String)> {
    let bounds = [("at least", at_least), ("at most", at_most)];
    bounds
        .into_iter()
        .filter_map(|(name, input)| Some((name, value_words(input?, &[]), sheet.origin(input?))))
        .collect()
}

fn stretch_table(sheet: &mut Sheet<'_>, stretches: &[ValueSpan], place: Option<&PlaceView>) -> Table {
    let columns = [("", Align::Left), ("", Align::Right), ("", Align::Right), ("", Align::Left), ("", Align::Left)];
    let mut table = Table::new(columns);
    for (at, stretch) in stretches.iter().enumerate() {
        let days = count_of(stretch.days, "day");
        let word =
            if stretch.inside { Cell::toned("inside", CellTone::Good) } else { Cell::toned("outside", CellTone::Bad) };
        let last = at + 1 == stretches.len();
        let place = match (&stretch.commit, place) {
            (_, Some(place)) if last => sheet.cell("current", Some(place)),
            (Some(commit), _) => Cell::toned(short_id(commit), CellTone::Dim),
            (None, _) => Cell::new(""),
        };
        table.row([
            Cell::new(format!("from {}", stretch.from)),
            Cell::new(days),
            Cell::new(match &stretch.other_unit {
                Some(unit) => format!("{} {}", exact(stretch.value), clean(unit)),
                None => exact(stretch.value),
            }),
            word,
            place,
        ]);
    }
    table
}

fn steps(sheet: &mut Sheet<'_>, milestones: &[MilestoneView]) -> Table {
    let mut table =
        Table::new([("milestone", Align::Left), ("weight", Align::Right), ("done", Align::Left), ("", Align::Left)]);
    for milestone in milestones {
        let done = match (milestone.done, milestone.done_on) {
            (true, Some(day)) => day.to_string(),
            (true, None) => "yes".to_owned(),
            (false, _) => "no".to_owned(),
        };
        let place = sheet.cell("milestones", milestone.place.as_ref());
        table.row([Cell::new(&milestone.title), Cell::new(exact(milestone.weight.value)), Cell::new(done), place]);
    }
    table
}

/// The planned progress for today.
pub(super) fn expected(sheet: &mut Sheet<'_>, view: &ExpectedView) {
    match (&view.how, view.value) {
        (ExpectedHow::Plan { from, to, days, of_days }, Some(value)) => {
            let (Some(before), Some(after)) = (view.points.get(*from), view.points.get(*to)) else { return };
            let straight = view.points.len() == 2;
            if straight {
                sheet.figure("expected", "(today - start) / (end - start), in days");
                sheet.line(&format!("= {days} / {of_days} {}", result(value)));
            } else {
                sheet.figure("expected", &format!("on a line from {} to {}, in days", before.day, after.day));
                let (low, high) = (before.share, after.share);
                sheet.line(&format!(
                    "= {} + ({} - {}) × {days} / {of_days} {}",
                    number(low),
                    operand(high),
                    operand(low),
                    result(value)
                ));
            }
            let table = points(sheet, &view.points);
            sheet.table(&table);
            for note in &view.left_out {
                sheet.line(&format!("not in the plan: {}", clean(note)));
            }
        }
        (ExpectedHow::Keep, _) => sheet.figure("expected", "1 from the first day: a value to keep"),
        (ExpectedHow::Step { due }, Some(value)) => {
            sheet.figure("expected", &format!("{}: all or nothing, due on {due}", number(value)));
        }
        (ExpectedHow::NotBegun { start }, _) => {
            let start = start.map(|day| format!(": it starts on {day}")).unwrap_or_default();
            sheet.figure("expected", &format!("0{start}"));
        }
        (ExpectedHow::Over { end }, _) => {
            let end = end.map(|day| format!(": its last day is {day}")).unwrap_or_default();
            sheet.figure("expected", &format!("1{end}"));
        }
        (ExpectedHow::Parts { sum, weights }, Some(value)) => {
            sheet.figure("expected", "Σ weight × expected / Σ weight, over those with a plan");
            sheet.line(&format!("= {} / {} {}", number(*sum), number(*weights), result(value)));
        }
        (ExpectedHow::None { why }, _) => sheet.figure("expected", &format!("none: {why}")),
        _ => sheet.figure("expected", "none"),
    }
}

fn points(sheet: &mut Sheet<'_>, points: &[ExpectedPoint]) -> Table {
    let mut table = Table::new([
        ("day", Align::Left),
        ("value", Align::Right),
        ("share", Align::Left),
        ("", Align::Left),
        ("", Align::Left),
    ]);
    for point in points {
        let place = sheet.cell("the period", point.place.as_ref());
        table.row([
            Cell::new(point.day.to_string()),
            Cell::new(point.value.map(exact).unwrap_or_default()),
            Cell::new(number(point.share)),
            Cell::new(&point.title),
            place,
        ]);
    }
    table
}

/// The health of a goal.
pub(super) fn health(sheet: &mut Sheet<'_>, view: &HealthView) {
    let word = &view.words;
    match &view.how {
        HealthHow::Plan {
            progress,
            expected,
            ambition,
            commitment,
            commitment_place,
            on_track,
            at_risk,
            on_track_from,
            at_risk_from,
            spared,
        } => {
            let Some(expected) = expected else {
                return sheet.figure("health", &format!("{word}: no plan to compare with"));
            };
            let is_on = progress >= on_track_from;
            sheet.figure("health", &format!("{word}: progress compared with threshold × ambition × expected"));
            let mut against = |part: &InputView, from: f64| {
                let sign = if *progress >= from { "≥" } else { "<" };
                let asked = format!("{} × {} × {}", exact(part.value), exact(ambition.value), number(*expected));
                // If rounding would make both sides equal, all digits are shown.
                let near = number(*progress) == number(from);
                let (own, asks) = if near {
                    (exact(*progress), format!("= {}", exact(from)))
                } else {
                    (number(*progress), result(from))
                };
                sheet.line(&format!("{own} {sign} {asked} {asks}"));
            };
            against(on_track, *on_track_from);
            if !is_on {
                against(at_risk, *at_risk_from);
            }
            if *spared {
                sheet.line("in the first tenth of its period a goal is at worst at risk");
            }
            let mut rows = vec![("on track from", exact(on_track.value), sheet.origin(on_track))];
            if !is_on {
                rows.push(("at risk from", exact(at_risk.value), sheet.origin(at_risk)));
            }
            let why = match (commitment_place, &ambition.place) {
                (None, _) => "committed, the default".to_owned(),
                (Some(place), Some(setting)) => {
                    format!("{commitment}, {}; {}", sheet.place(place), sheet.place(setting))
                }
                (Some(place), None) if commitment == "aspirational" => {
                    format!("{commitment}, {}; the default", sheet.place(place))
                }
                (Some(place), None) => format!("{commitment}, {}", sheet.place(place)),
            };
            rows.push(("ambition", exact(ambition.value), why));
            sheet.inputs(&rows);
        }
        HealthHow::Bounds { current, at_least, at_most } => {
            let what = if current.is_some() { "value compared with its bounds" } else { "no value" };
            sheet.figure("health", &format!("{word}: {what}"));
            let mut rows = bounds(sheet, at_least.as_ref(), at_most.as_ref());
            rows.extend(current.as_ref().map(|current| ("current", value_words(current, &[]), sheet.origin(current))));
            sheet.inputs(&rows);
        }
        HealthHow::State { state, place } => {
            let place = place.as_ref().map(|place| sheet.place(place)).unwrap_or_default();
            sheet.figure("health", &format!("{word}: `state: {state}`, {place}"));
        }
        HealthHow::NotBegun { start, place } => {
            let start = start.map(|day| format!("it starts on {day}")).unwrap_or_default();
            let place = place.as_ref().map(|place| format!(", {}", sheet.place(place))).unwrap_or_default();
            sheet.figure("health", &format!("{word}: {start}{place}"));
        }
        HealthHow::NoProgress => sheet.figure("health", &format!("{word}: progress unknown")),
        HealthHow::NoPlan => sheet.figure("health", &format!("{word}: no start and end are known")),
        HealthHow::TooLittleMeasured { coverage } => {
            let coverage = coverage.map(exact).unwrap_or_default();
            sheet.figure("health", &format!("{word}: coverage {coverage} is less than 0.5"));
        }
        HealthHow::Done { end } => {
            let end = end.map(|day| format!(" on {day}")).unwrap_or_default();
            sheet.figure("health", &format!("{word}: progress is 1 before the end{end}"));
        }
    }
}

/// The pace: progress per week.
pub(super) fn pace(sheet: &mut Sheet<'_>, view: &PaceView, progress: f64) {
    sheet.figure("pace", "progress / weeks elapsed, and (1 - progress) / weeks left");
    if let (Some(pace), Some(days)) = (view.so_far, view.days_gone) {
        sheet.line(&format!("{} / ({days} / 7) {}/week actual", operand(progress), result(pace)));
    }
    if let (Some(pace), Some(days)) = (view.needed, view.days_left) {
        let open = format!("1 - {}", operand(progress));
        let open = if progress > 1.0 { format!("max(0, {open})") } else { format!("({open})") };
        sheet.line(&format!("{open} / ({days} / 7) {}/week needed", result(pace)));
    }
}

/// The theory gap: how far a goal's supporters are ahead of it.
pub(super) fn gap(sheet: &mut Sheet<'_>, view: &TheoryGapView, own: Option<f64>) {
    let (Some(value), Some(own)) = (view.value, own) else { return };
    sheet.figure("gap", "mean progress of its supporting goals minus its own");
    let parts = &view.supporters;
    sheet.line(&format!("= {} / {} - {} {}", number(parts.sum), number(parts.weights), operand(own), result(value)));
    parts::table(sheet, parts, "supporter", false);
}
