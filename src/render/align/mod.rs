//! Alignment for people: the summary, the indicators, then orphans, conflicts, duplicates and overloaded teams with their
//! owners.

pub(super) mod figures;
mod tensions;

use figures::{IndicatorRow, answer, figures, one_digit, with_teams_below};

use super::clean::clean;
use super::layout::{cut, pad, paragraph, width, wrap, wrap_facts};
use super::next_steps::next_steps;
use super::number::tight_percent;
use super::style::Style;
use super::suspect;
use super::table::{Align, Cell, CellTone, Table};
use crate::view::align::{AlignView, CapacityView};

/// The columns of an indicator's name, number and change.
const NAME: usize = 19;
const VALUE: usize = 5;
const CHANGE: usize = 6;

/// The width below which a team's name has a line of its own.
const NARROW: usize = 60;

/// The maximum number of rows of a table; the others are counted.
const MOST_ROWS: usize = 12;

/// The maximum number of departments in a matrix.
const MOST_DEPARTMENTS: usize = 8;

/// The alignment report.
pub fn align(view: &AlignView, heading: &str, style: Style) -> String {
    let drafts = if view.drafts { ", drafts too" } else { "" };
    let lines = wrap(&answer(view), style.width);
    let mut text = String::new();
    for line in lines {
        text.push_str(&format!("{}\n", style.bold(&line)));
    }
    for line in wrap_facts(&format!("{}{drafts}", clean(heading)), style.width) {
        text.push_str(&format!("{}\n", style.dim(&line)));
    }
    text.push('\n');
    if view.goals > 0 {
        indicators(view, style, &mut text);
        matrix(view, style, &mut text);
        allocation(view, style, &mut text);
        capacity(&view.indicators.capacity, style, &mut text);
    }
    tensions::tensions(view, style, &mut text);
    text.push_str(&suspect::human(view.suspect_links.as_deref(), style));
    changes(view, style, &mut text);
    text + &footer(view, style)
}

fn indicators(view: &AlignView, style: Style, text: &mut String) {
    let compared = view.comparison.is_some();
    if let Some(comparison) = &view.comparison {
        let head = format!("{}{:>CHANGE$}  since {}", " ".repeat(NAME + VALUE), "change", clean(&comparison.with));
        text.push_str(&format!("{}\n", style.dim(&cut(&head, style.width))));
    }
    for IndicatorRow { name, part, value, change, says } in figures(view) {
        let name = if part { format!("  {}", clean(&name)) } else { name };
        let name = pad(&name, NAME);
        let mut head = if part { style.dim(&name) } else { name };
        head.push_str(&format!("{value:>VALUE$}"));
        let mut room = NAME + VALUE;
        if compared {
            let change = change.unwrap_or_default();
            head.push_str(&" ".repeat(CHANGE.saturating_sub(width(&change))));
            head.push_str(&change);
            room += CHANGE;
        }
        for (at, line) in wrap_facts(&clean(&says), style.width.saturating_sub(room + 2)).iter().enumerate() {
            let before = if at == 0 { std::mem::take(&mut head) } else { " ".repeat(room) };
            text.push_str(&format!("{before}  {}\n", style.dim(line)));
        }
    }
}

/// The collaboration matrix.
fn matrix(view: &AlignView, style: Style, text: &mut String) {
    let collaboration = &view.indicators.collaboration;
    let names = collaboration.departments();
    if names.len() < 2 {
        return;
    }
    let heading = "goals by department (row) that involve another department (column)";
    text.push_str(&format!("\n{}", paragraph(0, heading, style.width, |line| style.bold(line))));
    let shown: Vec<&str> = names.iter().copied().take(MOST_DEPARTMENTS).collect();
    let column = (style.width.saturating_sub(30) / shown.len().max(1)).saturating_sub(2).clamp(3, 16);
    // Department names that are wider than a column are replaced by numbers.
    let numbered = shown.iter().any(|name| width(&clean(name)) > column);
    let label =
        |at: usize, name: &str| if numbered { format!("{} {}", at + 1, clean(name)) } else { clean(name).into_owned() };
    let head = |at: usize, name: &str| if numbered { (at + 1).to_string() } else { clean(name).into_owned() };
    let heads: Vec<String> = shown.iter().enumerate().map(|(at, name)| head(at, name)).collect();
    let mut table =
        Table::new(std::iter::once(("", Align::Left)).chain(heads.iter().map(|head| (head.as_str(), Align::Right))));
    for (at, name) in shown.iter().enumerate() {
        let row = collaboration.matrix.get(*name);
        let cells = shown.iter().map(|other| match row.and_then(|row| row.get(*other)) {
            _ if name == other => Cell::toned("·", CellTone::Dim),
            Some(count) => Cell::new(count.to_string()),
            None => Cell::toned("–", CellTone::Dim),
        });
        table.row(std::iter::once(Cell::new(cut(&label(at, name), 24))).chain(cells));
    }
    text.push_str(&table.draw(2, style));
    if names.len() > shown.len() {
        let line = format!("and {} more departments: --format json has them all", names.len() - shown.len());
        text.push_str(&paragraph(2, &line, style.width, |line| style.dim(line)));
    }
}

/// The effort by strategic goal.
fn allocation(view: &AlignView, style: Style, text: &mut String) {
    let (rows, none) = (&view.indicators.allocation, &view.indicators.unallocated);
    if rows.is_empty() || !(none.effort > 0.0 || rows.iter().any(|row| row.effort > 0.0)) {
        return;
    }
    text.push_str(&format!("\n{}\n", style.bold("effort by strategic goal (person-weeks)")));
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by(|a, b| b.effort.total_cmp(&a.effort).then(a.goal.cmp(&b.goal)));
    let room = style.width.saturating_sub(18);
    let mut line = |title: &str, effort: f64, share: Option<f64>, dim: bool| {
        let title = pad(&clean(title), room);
        let title = if dim { style.dim(&title) } else { title };
        let share = share.map_or_else(String::new, |points| format!("{points}%"));
        text.push_str(&format!("  {title} {:>7} {share:>5}\n", one_digit(effort)));
    };
    for row in sorted.iter().take(MOST_ROWS) {
        line(view.title(&row.goal), row.effort, row.points, false);
    }
    let left = sorted.len().saturating_sub(MOST_ROWS);
    if left > 0 {
        let effort = sorted.iter().skip(MOST_ROWS).map(|row| row.effort).sum();
        let share = sorted.iter().skip(MOST_ROWS).filter_map(|row| row.points).sum();
        line(&format!("{left} more strategic goals"), effort, Some(share), true);
    }
    if none.effort > 0.0 {
        line("for no strategic goal", none.effort, none.points, true);
    }
}

/// The planned work by team, the most loaded first.
pub(super) fn capacity(rows: &[CapacityView], style: Style, text: &mut String) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", style.bold("planned work by team (person-weeks)")));
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by(|a, b| {
        b.load.unwrap_or(f64::INFINITY).total_cmp(&a.load.unwrap_or(f64::INFINITY)).then(a.team.cmp(&b.team))
    });
    // On a narrow page a name has a line of its own.
    let is_narrow = style.width < NARROW;
    let room = style.width.saturating_sub(40);
    for row in sorted.iter().take(MOST_ROWS) {
        let load = row.load.map_or_else(String::new, tight_percent);
        let load = format!("{load:>6}");
        let load = if row.contended { style.bad(&load) } else { load };
        let word = if row.contended { "  overloaded" } else { "" };
        let sums = format!("{:>7} of {:>6}", one_digit(row.planned), one_digit(row.capacity));
        let name = format!("{}{}", clean(&row.name), with_teams_below(row.planned, row.own));
        if is_narrow {
            text.push_str(&paragraph(2, &name, style.width, str::to_owned));
        } else {
            text.push_str(&format!("  {}", pad(&name, room)));
        }
        text.push_str(&format!(" {sums} {load}{}\n", style.bad(word)));
    }
    if sorted.len() > MOST_ROWS {
        let line = format!("and {} more teams: --format json has them all", sorted.len() - MOST_ROWS);
        text.push_str(&paragraph(2, &line, style.width, |line| style.dim(line)));
    }
}

/// The goals that entered or left the list behind an indicator.
fn changes(view: &AlignView, style: Style, text: &mut String) {
    let Some(comparison) = &view.comparison else { return };
    let whole = comparison.changes.iter().filter(|change| change.of.is_none());
    let between_periods = comparison.revision.is_none();
    let changed: Vec<_> = whole.filter(|it| !it.lists(between_periods).is_empty()).collect();
    if comparison.goals == 0 {
        text.push_str(&format!("\nno goals in {} to compare with\n", clean(&comparison.with)));
        return;
    }
    if changed.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", style.bold(&format!("changes since {}", clean(&comparison.with)))));
    for change in changed {
        let name = change.indicator.replace('_', " ");
        for (word, ids) in change.lists(between_periods) {
            let named: Vec<_> = ids.iter().take(6).map(|id| clean(id).into_owned()).collect();
            let more = ids.len().saturating_sub(named.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let line = format!("{name}, {word}: {}{more}", named.join(", "));
            text.push_str(&paragraph(2, &line, style.width, str::to_owned));
        }
    }
}

fn footer(view: &AlignView, style: Style) -> String {
    let lost = view.lost_lines.first().map(|line| format!("see why a goal is not linked: goalpost why {}", line.top));
    next_steps(lost.into_iter().chain(["what the numbers mean: goalpost explain alignment".to_owned()]), style)
}
