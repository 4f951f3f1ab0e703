//! Goals summed up by team, perspective or area as terminal output: a row for each.

use super::clean::clean;
use super::filter_options::{filter_options, no_goals};
use super::layout::{width, wrap};
use super::next_steps::next_steps;
use super::number::{share_cell, tight_percent};
use super::style::Style;
use super::table::{Align, Cell, CellTone, Table};
use crate::view::group::{GoalGroupView, GroupBy};
use crate::view::selection::Selection;
use crate::view::standing::CountedView;

/// The width below which the plan, check-ins and moves are left out.
const NARROW: usize = 72;

/// The table. `heading` describes the period, and `period` is what was asked for; `unread` names the files that cannot be read.
pub fn groups(
    groups: &[GoalGroupView],
    by: GroupBy,
    (heading, selection): (&str, &Selection),
    unread: Option<&str>,
    style: Style,
) -> String {
    let mut text = String::new();
    for line in wrap(heading, style.width) {
        text.push_str(&format!("{}\n", style.bold(&line)));
    }
    if groups.is_empty() {
        return text + &no_goals("rollup", selection, unread, style.width);
    }
    let is_wide = style.width >= NARROW;
    let (left, right) = (Align::Left, Align::Right);
    let mut columns = vec![(by.word(), left), ("goals", right), ("done", right)];
    columns.extend(is_wide.then_some(("plan", right)));
    columns.push(("health", left));
    columns.extend([("check-ins", right), ("moved", left)].into_iter().filter(|_| is_wide));
    let mut table = Table::new(columns);
    // The name keeps its words whole and leaves two thirds to the numbers; a longer one takes several lines.
    let names = groups.iter().map(|group| width(&clean(&group.title(by)))).max().unwrap_or(0);
    table.fix(0, names.max(width(by.word())).min(style.width / 3));
    for group in groups {
        let title = group.title(by);
        let name = if group.name.is_some() { Cell::new(title) } else { Cell::toned(title, CellTone::Dim) };
        let mut cells = vec![name, Cell::new(group.goals.to_string()), Cell::new(progress_words(group, tight_percent))];
        cells.extend(is_wide.then(|| Cell::new(share_cell(group.expected))));
        cells.push(Cell::toned(standing_words(group), tone(group)));
        if is_wide {
            cells.push(Cell::new(check_in_words(group)));
            let quiet = group.moved_quietly.is_some_and(|count| count > 0);
            cells.push(Cell::toned(moved_words(group), if quiet { CellTone::Bad } else { CellTone::Plain }));
        }
        table.row(cells);
    }
    text.push_str(&table.draw(0, style));
    text.extend(unread.map(|words| format!("\n{}\n", style.bad(&clean(words)))));
    text + &next_steps([next_command(groups, by, selection)], style)
}

/// The command that shows the goals of the group with the most that are off track; all goals where none is.
fn next_command(groups: &[GoalGroupView], by: GroupBy, selection: &Selection) -> String {
    let off = |group: &&GoalGroupView| group.health.iter().find(|it| it.health == "off-track").map_or(0, |it| it.goals);
    let worst = groups.iter().filter(|group| group.id.is_some() && off(group) > 0).rev().max_by_key(off);
    match (worst.and_then(|group| Some((group, group.id.as_deref()?))), by) {
        (Some((group, id)), GroupBy::Team | GroupBy::Area) => {
            let (title, id) = (group.title(by), super::shell_word(id));
            let same = filter_options(selection, &[by.word()]);
            format!("goals of {title}: goalpost rollup --{} {id}{same}", by.word())
        }
        _ => format!("every goal: goalpost rollup{}", filter_options(selection, &[])),
    }
}

/// The progress as a format writes shares, with the number of measured goals where these are too few: `36%`,
/// `100%, from 1 of 7`; a dash if it is unknown.
pub(super) fn progress_words(group: &GoalGroupView, percent: fn(f64) -> String) -> String {
    let CountedView { measured, of } = group.counted;
    match group.progress.map(percent) {
        Some(share) if group.too_little_measured => format!("{share}, from {measured} of {of}"),
        Some(share) => share,
        None => "–".to_owned(),
    }
}

/// The number of goals by health: `3 on track, 1 off track`.
pub(super) fn standing_words(group: &GoalGroupView) -> String {
    group.health.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join(", ")
}

/// Check-ins made of those due: `12 of 14`.
pub(super) fn check_in_words(group: &GoalGroupView) -> String {
    group.check_ins.map_or_else(|| "–".to_owned(), |it| format!("{} of {}", it.made, it.due))
}

/// How many goals have moved goalposts, and how many of them give no reason.
pub(super) fn moved_words(group: &GoalGroupView) -> String {
    match (group.moved, group.moved_quietly) {
        (None, _) => "–".to_owned(),
        (Some(moved), None | Some(0)) => moved.to_string(),
        (Some(moved), Some(quiet)) if quiet == moved => format!("{quiet} without a reason"),
        (Some(moved), Some(quiet)) => format!("{moved}, {quiet} without a reason"),
    }
}

fn tone(group: &GoalGroupView) -> CellTone {
    let has = |word: &str| group.health.iter().any(|it| it.health == word);
    match (has("off-track"), has("at-risk")) {
        (true, _) => CellTone::Bad,
        (false, true) => CellTone::Warn,
        (false, false) => CellTone::Plain,
    }
}
