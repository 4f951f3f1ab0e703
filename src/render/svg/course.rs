//! A chart of a goal: observed and planned values, today, and moved goalposts.

use std::collections::BTreeSet;

use super::escape::escape;
use super::scale::{DayScale, ValueScale, line};
use crate::model::{Day, abridged, days_between, month_abbreviation};
use crate::render::number::rounded;
use crate::view::forecast::ForecastView;
use crate::view::report::{CourseView, ReportGoal};

/// The size and margins of the drawing, in units. It is shown at half size.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 264;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 216.0;

/// The most points of the line that are drawn.
const POINTS: usize = 60;

/// The height of a line of labels.
const LINE: i64 = 26;

/// The most characters of a label next to the chart.
const LABEL: usize = 9;

/// How far an original target may be above the present one and still be drawn, as a multiple of the range.
const FAR: f64 = 2.2;

/// How far a forecast may reach above the target and below the baseline and still be drawn, as a multiple of the range.
const ABOVE: f64 = 1.6;
const BELOW: f64 = -0.4;

/// The chart; empty if there are neither values nor a plan.
pub(in crate::render) fn course(goal: &ReportGoal, today: Day) -> String {
    let course = &goal.course;
    let values = course.at_least.is_some() || course.at_most.is_some();
    let points: Vec<(Day, f64)> = course
        .points
        .iter()
        .filter_map(|it| Some((it.day, if values { it.value? } else { course.height(it)? })))
        .collect();
    let Some(across) = days(goal, &points, today) else { return String::new() };
    if points.is_empty() && course.plan.is_empty() {
        return String::new();
    }
    let mut text = format!("<svg class=\"course\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">");
    let forecast = goal.goal.forecast.as_deref().filter(|_| !values && !points.is_empty());
    let up = if values {
        draw_bounds_field(course, &points, &mut text)
    } else {
        draw_target_field(course, &points, forecast, &mut text)
    };
    moves(goal, &across, &mut text);
    let beyond = |day: Day| (across.first..=across.last).contains(&day);
    if beyond(today) {
        text.push_str(&format!("<path class=\"n\" d=\"M{} {TOP}V{BOTTOM}\"/>", across.at(today)));
    }
    let plan = course.plan.iter().map(|it| (across.at(it.day), up.at(it.progress)));
    if course.plan.len() > 1 && !values {
        text.push_str(&format!("<path class=\"p\" d=\"{}\"/>", line(plan)));
    }
    if let (Some(forecast), Some((day, height))) = (forecast, points.last()) {
        draw_fan(forecast, (*day, *height), &across, &up, &mut text);
    }
    draw_values(&points, &across, &up, &goal.goal.health, &mut text);
    dates(&across, today, &mut text);
    text.push_str("</svg>");
    text
}

/// From the goal's first day to its last. For a goal without an end, all observations.
fn days(goal: &ReportGoal, points: &[(Day, f64)], today: Day) -> Option<DayScale> {
    let oldest = points.first().map(|it| it.0);
    let newest = points.last().map(|it| it.0);
    let first = goal.goal.start.or(oldest)?;
    let first = if days_between(first, today) > 550 { oldest.map_or(first, |it| it.max(first)) } else { first };
    let last = goal.goal.end.unwrap_or(today).max(newest.unwrap_or(first));
    (first < last).then_some(DayScale { first, last, left: LEFT, right: RIGHT })
}

/// The chart of a target: zero progress at the bottom, the higher of present and original target at the top. A forecast
/// that reaches further has the space for that, and so have values below the baseline and beyond the target.
fn draw_target_field(
    course: &CourseView,
    points: &[(Day, f64)],
    forecast: Option<&ForecastView>,
    text: &mut String,
) -> ValueScale {
    let original = course.original.filter(|it| (0.0..=FAR).contains(it));
    let (low, high) = forecast.map_or((0.0, 1.0), |it| (it.low.clamp(BELOW, 0.0), it.high.clamp(1.0, ABOVE)));
    let high = original.unwrap_or(1.0).max(high);
    let worst = points.iter().map(|it| it.1).fold(low, f64::min);
    let best = points.iter().map(|it| it.1).fold(high, f64::max);
    let (low, high) = (worst, best);
    let up = ValueScale { low, high, top: TOP, bottom: BOTTOM };
    let (zero, one) = (up.at(0.0), up.at(1.0));
    text.push_str(&format!("<path class=\"g\" d=\"M{LEFT} {one}H{RIGHT}M{LEFT} {zero}H{RIGHT}\"/>"));
    let (low, top) = match (course.from, course.to) {
        (Some(from), Some(to)) => (value(course, from), value(course, to)),
        _ => ("0%".to_owned(), "100%".to_owned()),
    };
    // Values far beyond leave no space for two labels between baseline and target; what they are is what matters then.
    let is_apart = |share: f64| (up.at(share) - up.at(1.0)).abs() >= LINE;
    draw_label(&top, up.at(1.0), text);
    if is_apart(0.0) {
        draw_label(&low, up.at(0.0), text);
    }
    for extreme in [worst, best].into_iter().filter(|it| !(BELOW..=ABOVE).contains(it)) {
        if is_apart(extreme) && (up.at(extreme) - up.at(0.0)).abs() >= LINE {
            draw_label(&value_at(course, extreme), up.at(extreme), text);
        }
    }
    if let (Some(height), Some(target)) = (original, course.original_target) {
        let y = up.at(height);
        text.push_str(&format!("<path class=\"o\" d=\"M{LEFT} {y}H{RIGHT}\"/>"));
        let near = (y - up.at(1.0)).abs() < LINE || (y - up.at(0.0)).abs() < LINE;
        let words = format!("was {}", value(course, target));
        if near {
            // There is no space next to the chart, so the label is on the line.
            text.push_str(&format!(
                "<text class=\"o\" x=\"{RIGHT}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                y - 8,
                escape(&words)
            ));
        } else {
            text.push_str(&format!(
                "<text class=\"o\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LEFT - 10.0,
                y + 8,
                escape(&words)
            ));
        }
    }
    up
}

/// The words for a height between baseline and target, or beyond.
fn value_at(course: &CourseView, share: f64) -> String {
    match (course.from, course.to) {
        (Some(from), Some(to)) => value(course, from + share * (to - from)),
        _ => format!("{}%", rounded(share * 100.0, 3).0),
    }
}

/// The chart of a value to keep: its observations, and the band between its bounds.
fn draw_bounds_field(course: &CourseView, points: &[(Day, f64)], text: &mut String) -> ValueScale {
    let bounds = [course.at_least, course.at_most];
    let all: Vec<f64> =
        points.iter().map(|it| it.1).chain(bounds.into_iter().flatten()).filter(|it| it.is_finite()).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.15).max(f64::EPSILON * high.abs()).max(1e-9);
    let up = ValueScale { low: low - room, high: high + room, top: TOP, bottom: BOTTOM };
    let (top, bottom) =
        (course.at_most.map_or(up.at(up.high), |it| up.at(it)), course.at_least.map_or(up.at(up.low), |it| up.at(it)));
    let height = (bottom - top).max(1);
    text.push_str(&format!(
        "<rect class=\"k\" x=\"{LEFT}\" y=\"{top}\" width=\"{}\" height=\"{height}\"/>",
        RIGHT - LEFT
    ));
    for bound in bounds.into_iter().flatten() {
        let y = up.at(bound);
        text.push_str(&format!("<path class=\"g\" d=\"M{LEFT} {y}H{RIGHT}\"/>"));
        draw_label(&value(course, bound), y, text);
    }
    up
}

/// The forecast: a fan from the last value to the end, of the 80 % interval and of its middle half.
fn draw_fan(forecast: &ForecastView, (day, height): (Day, f64), across: &DayScale, up: &ValueScale, text: &mut String) {
    let (from, to) = ((across.at(day), up.at(height)), across.at(across.last));
    for (low, high) in [(forecast.low, forecast.high), (forecast.lower_quartile, forecast.upper_quartile)] {
        let (low, high) = (up.at(low), up.at(high));
        text.push_str(&format!("<path class=\"f\" d=\"M{} {}L{to} {high}V{low}Z\"/>", from.0, from.1));
    }
}

/// The observations, as a line that ends in a dot.
fn draw_values(points: &[(Day, f64)], across: &DayScale, up: &ValueScale, health: &str, text: &mut String) {
    let every = points.len().div_ceil(POINTS).max(1);
    let mut shown: Vec<(i64, i64)> =
        points.iter().rev().step_by(every).map(|(day, height)| (across.at(*day), up.at(*height))).collect();
    shown.reverse();
    let Some((x, y)) = shown.last().copied() else { return };
    text.push_str(&format!("<g class=\"{health}\">"));
    if shown.len() > 1 {
        text.push_str(&format!("<path class=\"l\" d=\"{}\"/>", line(shown)));
    }
    text.push_str(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"7\"/></g>"));
}

/// A flag on each day on which a settled goalpost moved.
fn moves(goal: &ReportGoal, across: &DayScale, text: &mut String) {
    let days: BTreeSet<Day> = goal.moves.iter().filter(|it| !it.settling).map(|it| it.day).collect();
    for day in days.into_iter().filter(|day| (across.first..=across.last).contains(day)) {
        let x = across.at(day);
        text.push_str(&format!("<path class=\"m\" d=\"M{x} {BOTTOM}V8l22 9l-22 9\"/>"));
    }
}

/// The first day, the last, and today if there is space between.
fn dates(across: &DayScale, today: Day, text: &mut String) {
    let y = HEIGHT - 16;
    let (left, right) = (across.at(across.first), across.at(across.last));
    text.push_str(&format!("<text x=\"{left}\" y=\"{y}\">{}</text>", date(across.first, across.last)));
    text.push_str(&format!(
        "<text x=\"{right}\" y=\"{y}\" text-anchor=\"end\">{}</text>",
        date(across.last, across.first)
    ));
    let at = across.at(today);
    if (left + 150..right - 150).contains(&at) && (across.first..=across.last).contains(&today) {
        text.push_str(&format!("<text class=\"n\" x=\"{at}\" y=\"{y}\" text-anchor=\"middle\">today</text>"));
    }
}

/// Formats a date, with its year if it differs from that of the date next to it.
fn date(day: Day, other: Day) -> String {
    let month = month_abbreviation(day);
    let year = if day.year() == other.year() { String::new() } else { format!(" {}", day.year()) };
    format!("{month} {}{year}", day.day())
}

/// A label at the left of the chart.
fn draw_label(words: &str, y: i64, text: &mut String) {
    text.push_str(&format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", LEFT - 10.0, y + 8, escape(words)));
}

/// Formats a value in few characters: a step of a scale by its name, thousands and millions by a letter.
fn value(course: &CourseView, value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a short list")]
    let step = course.steps.get(value.max(0.0).round() as usize);
    let words = match (step, value.abs()) {
        (Some(step), _) => step.clone(),
        (None, size) if size >= 1e15 => format!("{value:.1e}"),
        (None, size) if size >= 1e9 => format!("{}G", rounded(value / 1e9, 1).0),
        (None, size) if size >= 1e6 => format!("{}M", rounded(value / 1e6, 1).0),
        (None, size) if size >= 1e4 => format!("{}k", rounded(value / 1e3, 1).0),
        (None, _) => rounded(value, 3).0,
    };
    abridged(&words, LABEL)
}
