//! Charts in characters: a goal's values as steps over days, the plan as dots, the bounds as lines, dates below.
//!
//! They are drawn without a library: those available draw one kind of line on one kind of axis, and fail on infinite
//! values.

mod canvas;
mod days;
mod heights;

use canvas::{Canvas, Ink};
use days::DayAxis;
use heights::Heights;

use super::layout::{cut, width};
use super::style::Style;
use crate::model::{Day, days_between};
use crate::source::InOrder as _;
use crate::view::chart::{Chart, Scale};

/// The lines of the chart; none if the values are too far apart to be drawn.
///
/// `last_label` is the last value as text, which is written next to its mark if there is space.
pub(super) fn chart(chart: &Chart, last_label: &str, style: Style) -> Option<String> {
    let heights = Heights::of(chart)?;
    let left = heights.labels.iter().map(|(_, label)| width(label)).max().unwrap_or(0) + 2;
    let days = DayAxis::new(chart.first, chart.last, style.width.saturating_sub(left + 2).max(10));
    let mut canvas = Canvas::new(heights.rows, days.columns);
    if let Some(at) = days.column(chart.today) {
        (0..heights.rows).for_each(|row| canvas.put(row, at, '┊', Ink::Dim));
    }
    for (_, bound) in &chart.bounds {
        let row = heights.row(*bound);
        (0..days.columns).for_each(|at| canvas.put(row, at, '┄', Ink::Dim));
    }
    for at in (0..days.columns).step_by(2) {
        if let Some(height) = height_on(&chart.plan, days.day(at)) {
            canvas.put(heights.row(height), at, '·', Ink::Dim);
        }
    }
    draw_values(chart, &heights, &days, last_label, &mut canvas);
    let mut text = String::new();
    for row in (0..heights.rows).rev() {
        let label = heights.labels.iter().find(|(at, _)| *at == row).map_or("", |(_, label)| label.as_str());
        let missing = left - 2 - width(label);
        let tick = if label.is_empty() { '│' } else { '┤' };
        let line =
            format!("{}{label} {}{}", " ".repeat(missing), style.dim(&tick.to_string()), canvas.line(row, style));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str(&axis_lines(chart, &days, left, style));
    Some(text)
}

/// Draws the steps between values, and a mark for the last.
fn draw_values(chart: &Chart, heights: &Heights, days: &DayAxis, last_label: &str, canvas: &mut Canvas) {
    let Some((last_day, last)) = chart.values.last() else { return };
    let broken = |value: f64| {
        chart.bounds.iter().any(|(words, bound)| if *words == "at least" { value < *bound } else { value > *bound })
    };
    let end = days.column(*last_day).unwrap_or(days.columns - 1);
    let mut next = 0;
    let mut before: Option<usize> = None;
    let mut value = None;
    for at in 0..=end {
        while chart.values.get(next).is_some_and(|(day, _)| days.column(*day).is_none_or(|column| column <= at)) {
            value = Some(chart.values[next].1);
            next += 1;
        }
        let Some(value) = value else { continue };
        let ink = if broken(value) { Ink::Bad } else { Ink::Value };
        let row = heights.row(value);
        match before {
            Some(old) if old < row => {
                canvas.put(old, at, '╯', ink);
                (old + 1..row).for_each(|between| canvas.put(between, at, '│', ink));
                canvas.put(row, at, '╭', ink);
            }
            Some(old) if old > row => {
                canvas.put(old, at, '╮', ink);
                (row + 1..old).for_each(|between| canvas.put(between, at, '│', ink));
                canvas.put(row, at, '╰', ink);
            }
            _ => canvas.put(row, at, '─', ink),
        }
        before = Some(row);
    }
    let ink = if broken(*last) { Ink::Bad } else { Ink::Last };
    let row = heights.row(*last);
    canvas.put(row, end, '●', ink);
    let last_label = format!(" {} ", cut(last_label, 20));
    if end + width(&last_label) < days.columns {
        canvas.write(row, end + 1, &last_label, ink);
    }
}

/// The axis with a tick for each date and a mark for each move, the dates, and the legend.
fn axis_lines(chart: &Chart, days: &DayAxis, left: usize, style: Style) -> String {
    let mut axis: Vec<char> = vec!['─'; days.columns];
    let mut dates = String::new();
    for (at, label) in ticks(chart, days) {
        let starts = at.min(days.columns.saturating_sub(width(&label)));
        let used = width(&dates);
        if used == 0 || starts >= used + 2 {
            dates.push_str(&" ".repeat(starts - used));
            dates.push_str(&label);
            axis[at] = '┬';
        }
    }
    for at in chart.moves.iter().filter_map(|day| days.column(*day)) {
        axis[at] = '▲';
    }
    let axis: String = axis.into_iter().collect();
    let axis = axis.split('▲').map(|part| style.dim(part)).collect::<Vec<_>>().join(&style.warn("▲"));
    let margin = " ".repeat(left - 1);
    let mut text = format!("{margin}{}{axis}\n{margin} {}\n", style.dim("└"), style.dim(&dates));
    let of_values = match chart.scale {
        Scale::Share => "─ progress",
        Scale::Number | Scale::Steps(_) => "─ value",
    };
    let mut signs = vec![of_values.to_owned()];
    if !chart.plan.is_empty() {
        signs.push("· plan".to_owned());
    }
    if !chart.bounds.is_empty() {
        signs.push("┄ bound".to_owned());
    }
    if chart.moves.iter().any(|day| days.column(*day).is_some()) {
        signs.push("▲ moved goalpost".to_owned());
    }
    text.push_str(&format!("{margin} {}\n", style.dim(&signs.join("   "))));
    text
}

/// The dates below a chart by column. Today replaces dates that are too near to it.
fn ticks(chart: &Chart, days: &DayAxis) -> Vec<(usize, String)> {
    const TODAY: &str = "today";
    let mut ticks = days.ticks();
    if let Some(today) = days.column(chart.today) {
        // The start of the word for today: at the right edge it is before its column.
        let starts = today.min(days.columns.saturating_sub(width(TODAY)));
        ticks.retain(|(at, label)| at + width(label) + 2 <= starts || *at >= today + width(TODAY) + 2);
        ticks.push((today, TODAY.to_owned()));
        ticks.order();
    }
    ticks
}

/// The value of a line through points on a day; none before the first and after the last.
fn height_on(points: &[(Day, f64)], day: Day) -> Option<f64> {
    let next = points.partition_point(|(at, _)| *at < day);
    let (to, high) = *points.get(next)?;
    if to == day {
        return Some(high);
    }
    let (from, low) = *points.get(next.checked_sub(1)?)?;
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let share = days_between(from, day) as f64 / days_between(from, to) as f64;
    Some(low + (high - low) * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    fn day(text: &str) -> Day {
        parse_day(text).expect("a day")
    }

    fn drawn(values: &[(&str, f64)]) -> Vec<String> {
        let values: Vec<(Day, f64)> = values.iter().map(|(at, value)| (day(at), *value)).collect();
        let (first, last) = (day("2026-10-01"), day("2026-10-31"));
        let plan = vec![(first, 0.0), (last, 8.0)];
        let bounds = Vec::new();
        let moves = vec![day("2026-10-16")];
        let it = Chart { first, last, today: last, scale: Scale::Number, values, plan, bounds, moves };
        // A column for each day beside the label and the margin.
        let text = chart(&it, "5", Style { color: false, width: 3 + 2 + 31 }).expect("a chart");
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_value_holds_from_its_day_to_the_next() {
        let lines = drawn(&[("2026-10-03", 2.0), ("2026-10-16", 5.0), ("2026-10-20", 5.0)]);
        // The row of 2 from its day on, and of 5 from the day of the move, each day a column.
        let row = |at: usize| lines[8 - at].chars().skip(3).collect::<String>();
        assert_eq!(row(2).chars().position(|c| c == '─'), Some(2));
        assert_eq!(row(2).chars().position(|c| c == '╯'), Some(15));
        assert_eq!(row(5).chars().position(|c| c == '╭'), Some(15));
        assert_eq!(row(5).chars().position(|c| c == '●'), Some(19));
        assert_eq!(lines[9].chars().skip(3).position(|c| c == '▲'), Some(15));
        assert!(row(5).contains("● 5"), "{lines:#?}");
    }

    #[test]
    fn values_without_end_are_not_drawn() {
        let (first, last) = (day("2026-10-01"), day("2026-10-31"));
        let values = vec![(first, -1e308), (last, 1e308)];
        let it = Chart {
            first,
            last,
            today: last,
            scale: Scale::Number,
            values,
            plan: Vec::new(),
            bounds: Vec::new(),
            moves: Vec::new(),
        };
        assert_eq!(chart(&it, "", Style::default()), None);
    }
}
