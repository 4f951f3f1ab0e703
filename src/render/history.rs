//! A goal's history as terminal output: present state, chart and events, newest first.

use super::chart::chart;
use super::clean::clean;
use super::layout::{cut, paragraph, width, wrap, wrap_at_most, wrap_facts};
use super::next_steps::next_steps;
use super::number::{share_cell, tight_percent};
use super::sparkline::sparkline;
use super::style::Style;
use super::table::{Align, Cell, CellTone, Table};
use super::tree::ago;
use crate::analysis::text::percent;
use crate::git::short_id;
use crate::model::{Day, count_of};
use crate::view::history_summary::{Event, HistorySummary, SummaryEvent};
use crate::view::moved_setting::MovedSettingView;
use crate::view::standing::UNREAD_VALUE;

/// The most columns of a name.
const NAME: usize = 12;

/// The most columns of a value.
const VALUE: usize = 20;

/// What stands in place of the progress of a value of a day after the last that counts.
const UNCOUNTED: &str = "too late";

/// The fewest columns of a commit's subject.
const LEAST_SUBJECT: usize = 8;

/// The columns of a sparkline.
const COURSE: usize = 8;

/// The width below which the list of all goals has no trend.
const NARROW: usize = 60;

/// The columns of the progress with its heading.
const PROGRESS: usize = 8;

/// The histories of some goals.
pub fn summaries(summaries: &[HistorySummary], style: Style) -> String {
    summaries.iter().map(|it| summary(it, style)).collect::<Vec<_>>().join("\n\n")
}

fn summary(summary: &HistorySummary, style: Style) -> String {
    let mut text = heading(summary, style);
    if let Some(chart) = summary.chart.as_ref().and_then(|it| chart(it, &last_value_words(summary), style)) {
        text.push('\n');
        text.push_str(&chart);
    }
    for block in [parts(summary, style), events(summary, style)].into_iter().filter(|block| !block.is_empty()) {
        text.push('\n');
        text.push_str(&block);
    }
    let step = match summary.parts.first() {
        Some(_) if summary.values == 0 => of_parts(summary, style.width),
        _ => format!("last change of each field: goalpost blame {}", summary.id),
    };
    text + &next_steps([step], style)
}

/// The command that shows an objective's key results: as many as fit on the line.
fn of_parts(summary: &HistorySummary, columns: usize) -> String {
    let mut command = "goalpost history".to_owned();
    for part in &summary.parts {
        let id = clean(&part.id);
        if width(&command) + 1 + width(&id) > columns {
            break;
        }
        command.push(' ');
        command.push_str(&id);
    }
    command
}

/// The present state in a line, then the owner, and progress against the original goalposts.
fn heading(summary: &HistorySummary, style: Style) -> String {
    let id = clean(&summary.id);
    let share = summary.progress.map(|share| format!(" ({})", percent(share))).unwrap_or_default();
    let plan = match summary.expected {
        Some(expected) if is_planned(summary) => format!(", plan {}", percent(expected)),
        _ => String::new(),
    };
    let measure = clean(&summary.measure).into_owned();
    let health = summary.standing.as_str();
    let comma = if summary.health.is_empty() { "" } else { ", " };
    let answer = format!("{measure}{share}{comma}{health}{plan}");
    let mut text = style.bold(&id);
    let indent = width(&id) + 3;
    if indent + width(&answer) <= style.width {
        let painted = style.health(&summary.health, health);
        text.push_str(&format!("   {measure}{share}{comma}{painted}{plan}\n"));
    } else {
        text.push('\n');
        for line in wrap(&answer, style.width - 2) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    let mut about = Vec::new();
    about.extend(summary.owner.as_deref().map(|owner| clean(owner).into_owned()));
    about.extend(match summary.time {
        (Some(start), Some(end)) => Some(format!("{start} to {end}")),
        (None, Some(end)) => Some(format!("by {end}")),
        _ => None,
    });
    about.insert(0, String::new());
    let about = cut(&about.join(" · "), style.width / 2);
    let title = cut(&clean(&summary.title), style.width.saturating_sub(width(&about)));
    text.push_str(&format!("{}\n", style.dim(&format!("{title}{about}"))));
    for line in summary.late.iter().flat_map(|late| wrap(&clean(late), style.width)) {
        text.push_str(&format!("{line}\n"));
    }
    if let Some(price) = summary.price {
        let line = match (price.present, price.against_original) {
            (Some(present), Some(original)) if percent(present) == percent(original) => {
                format!("goalposts moved; progress is {} against the original ones too", percent(original))
            }
            (Some(present), Some(original)) => {
                format!("progress is {}, or {} against the original goalposts", percent(present), percent(original))
            }
            (_, None) => "goalposts moved; progress against the original ones is unknown".to_owned(),
            (None, Some(original)) => format!("progress is {} against the original goalposts", percent(original)),
        };
        let quiet = summary.quiet_moves().next().is_some();
        for line in wrap(&line, style.width) {
            text.push_str(&format!("{}\n", if quiet { style.warn(&line) } else { line }));
        }
    }
    text
}

/// Whether the planned progress tells more than the health.
fn is_planned(summary: &HistorySummary) -> bool {
    matches!(summary.health.as_str(), "on-track" | "at-risk" | "off-track" | "achieved-early")
}

fn last_value_words(summary: &HistorySummary) -> String {
    // A value in another unit is no part of the chart.
    let drawn = summary.chart.as_ref().and_then(|chart| chart.values.last()).map(|(day, _)| *day);
    let drawn = summary.events.iter().filter(|event| drawn.is_none_or(|day| event.day <= day));
    let last = drawn.into_iter().find_map(|event| match &event.what {
        SummaryEvent::Value { value: Some(value), .. } => Some(clean(value).into_owned()),
        SummaryEvent::Value { value: None, progress: Some(progress), .. } => Some(percent(*progress)),
        _ => None,
    });
    last.or_else(|| summary.progress.map(percent)).unwrap_or_default()
}

/// The events, newest first: values in columns, moves as sentences between them.
fn events(summary: &HistorySummary, style: Style) -> String {
    if summary.events.is_empty() {
        let missing = summary.parts.is_empty() && !summary.health.is_empty();
        let text = "no value yet: set `current` and `as_of` in its metric, or `done` in its milestones\n";
        return if missing { text.to_owned() } else { String::new() };
    }
    let rows: Vec<[String; 7]> = summary.events.iter().map(row).collect();
    let heads = ["day", "value", "progress", "confidence", "by", "commit", "subject"];
    let sides = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Left, Align::Left, Align::Left];
    // Columns without values are left out.
    let mut shown: Vec<usize> = (0..heads.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
    let widest = |at: usize| rows.iter().map(|row| width(&row[at])).chain([width(heads[at])]).max().unwrap_or(0);
    // On a narrow page: the subject, the commit, the confidence and the author are left out, in this order.
    let least = |at: usize| if at == heads.len() - 1 { LEAST_SUBJECT } else { widest(at) };
    for column in [heads.len() - 1, 5, 3, 4] {
        if shown.iter().map(|at| least(*at) + 2).sum::<usize>() > style.width + 2 {
            shown.retain(|at| *at != column);
        }
    }
    let mut widths: Vec<usize> = shown.iter().map(|at| widest(*at)).collect();
    let excess = (widths.iter().map(|it| it + 2).sum::<usize>()).saturating_sub(style.width + 2);
    if let Some(value) = shown.iter().position(|at| *at == 1).filter(|_| shown.last() != Some(&(heads.len() - 1))) {
        widths[value] = widths[value].saturating_sub(excess).max(6);
    }
    if let Some((subject, others)) = widths.split_last_mut().filter(|_| shown.last() == Some(&(heads.len() - 1))) {
        *subject = style.width.saturating_sub(others.iter().map(|it| it + 2).sum()).max(LEAST_SUBJECT);
    }
    let mut table = Table::new(shown.iter().map(|at| (heads[*at], sides[*at])));
    for (column, width) in widths.iter().enumerate() {
        table.fix(column, *width);
    }
    for row in &rows {
        let tone = |at: usize| if at == heads.len() - 1 { CellTone::Dim } else { CellTone::Plain };
        let cells = shown.iter().zip(&widths).map(|(at, width)| Cell::toned(cut(&row[*at], *width), tone(*at)));
        table.row(cells.collect::<Vec<_>>());
    }
    let drawn = table.draw(0, style);
    let mut lines = drawn.lines();
    let mut text = format!("{}\n", lines.next().unwrap_or(""));
    // The offset of the columns that show who made a move.
    let who = shown.iter().zip(&widths).take_while(|(at, _)| **at < 4).map(|(_, width)| width + 2).sum();
    for (event, line) in summary.events.iter().zip(lines) {
        text.push_str(&lines_in_words(event, line, who, style));
    }
    text
}

/// The cells of an event. For an event in words these are only the ones about its author.
fn row(event: &Event) -> [String; 7] {
    let (value, progress, confidence) = match &event.what {
        // A value that does not count makes no progress.
        SummaryEvent::Value { value, confidence, counts: false, .. } => {
            (value.as_deref(), UNCOUNTED.to_owned(), *confidence)
        }
        SummaryEvent::Value { value, progress, confidence, .. } => {
            (value.as_deref(), progress.map(tight_percent).unwrap_or_default(), *confidence)
        }
        SummaryEvent::Move { .. } | SummaryEvent::Draft { .. } | SummaryEvent::Withdrawal { .. } => {
            (None, String::new(), None)
        }
    };
    [
        event.day.to_string(),
        value.map(|value| cut(&clean(value), VALUE)).unwrap_or_default(),
        progress,
        confidence.map(|it| it.to_string()).unwrap_or_default(),
        event.by.as_deref().map_or_else(|| "–".to_owned(), |by| cut(&clean(by), NAME)),
        event.commit.as_deref().map_or("–", short_id).to_owned(),
        clean(&event.subject).into_owned(),
    ]
}

/// Puts the sentence about an event in place of the columns of values. The author is in the usual columns, on the next
/// line if the sentence is long. `line` is its line of the table, and `who` the offset of the author's columns.
fn lines_in_words(event: &Event, line: &str, who: usize, style: Style) -> String {
    let (words, quiet) = match &event.what {
        SummaryEvent::Value { .. } => return format!("{line}\n"),
        SummaryEvent::Move { words, why, quiet } | SummaryEvent::Draft { words, why, quiet } => {
            (format!("▲ {} ({})", clean(words), clean(why)), *quiet)
        }
        SummaryEvent::Withdrawal { words, quiet } => (format!("✗ {}", clean(words)), *quiet),
    };
    let paint = |text: &str| if quiet { style.warn(text) } else { text.to_owned() };
    let day = event.day.to_string();
    let margin = width(&day) + 2;
    let rest = line.get(who..).unwrap_or("");
    if margin + width(&words) + 2 <= who {
        let space = " ".repeat(who - margin - width(&words));
        return format!("{}\n", format!("{day}  {}{space}{rest}", paint(&words)).trim_end());
    }
    let mut text = String::new();
    for (at, part) in wrap_at_most(&words, style.width.saturating_sub(margin + 2), 3).iter().enumerate() {
        let before = if at == 0 { format!("{day}  ") } else { " ".repeat(margin + 2) };
        text.push_str(&format!("{before}{}\n", paint(part)));
    }
    if !rest.trim().is_empty() {
        text.push_str(&format!("{}{rest}\n", " ".repeat(who)));
    }
    text
}

/// The key results of an objective, one on each line, with a sparkline.
fn parts(summary: &HistorySummary, style: Style) -> String {
    if summary.parts.is_empty() {
        return String::new();
    }
    let mut table = Table::new([
        ("part", Align::Left),
        ("trend", Align::Left),
        ("progress", Align::Right),
        ("weight", Align::Right),
    ]);
    let room = style.width.saturating_sub(COURSE + PROGRESS + 6 + 6).max(10);
    let id = summary.parts.iter().map(|it| width(&it.id)).max().unwrap_or(0).clamp(7, room);
    for (column, width) in [id, COURSE, PROGRESS, 6].into_iter().enumerate() {
        table.fix(column, width);
    }
    for part in &summary.parts {
        table.row([
            Cell::new(cut(&clean(&part.id), id)),
            Cell::new(sparkline(&part.course, COURSE)),
            Cell::new(share_cell(part.progress)),
            Cell::new(part.weight.to_string()),
        ]);
    }
    table.draw(0, style)
}

/// All goals, one on each line.
pub fn overview(summaries: &[HistorySummary], settings: &[MovedSettingView], today: Day, style: Style) -> String {
    let values: usize = summaries.iter().map(|it| it.values).sum();
    let moves: usize = summaries.iter().map(|it| it.moves().count()).sum();
    let quiet: usize = summaries.iter().map(|it| it.quiet_moves().count()).sum();
    let parts = [
        count_of(summaries.len(), "goal"),
        count_of(values, "value"),
        format!("{} moved", count_of(moves, "goalpost")),
    ];
    let mut lines = wrap_facts(&parts.join(" · "), style.width);
    let mut warned = Vec::new();
    if quiet > 0 {
        warned.push(format!("{quiet} without a reason"));
    }
    let drafts = summaries.iter().filter(|it| it.quiet_draft().is_some()).count();
    if drafts > 0 {
        warned.push(format!("{} made a draft again", count_of(drafts, "goal")));
    }
    let without = settings.iter().filter(|it| !it.why.explained).count();
    if without > 0 {
        warned.push(format!("{} changed in mid-period", count_of(without, "setting")));
    }
    for words in warned {
        let last = lines.last().map_or(0, |line| width(line));
        let line = lines.pop().unwrap_or_default();
        if last + 3 + width(&words) <= style.width {
            lines.push(format!("{line} · {}", style.warn(&words)));
        } else {
            lines.push(format!("{line} ·"));
            lines.push(style.warn(&words));
        }
    }
    let mut text = format!("{}\n\n", lines.join("\n"));
    // On a narrow page there is no trend.
    let course = if style.width < NARROW { 0 } else { COURSE + 2 };
    let heads = [("goal", Align::Left), ("trend", Align::Left), ("progress", Align::Right), ("", Align::Left)];
    let is_shown = |at: &usize| course > 0 || *at != 1;
    let mut table = Table::new(heads.into_iter().enumerate().filter(|(at, _)| is_shown(at)).map(|(_, head)| head));
    let others = course + PROGRESS + 4;
    let most = style.width.saturating_sub(others + 12).min(34);
    let id = summaries.iter().map(|it| width(&it.id)).max().unwrap_or(4).clamp(4, most);
    let room = style.width.saturating_sub(id + others).max(10);
    for (column, width) in [id, COURSE, PROGRESS, room]
        .into_iter()
        .enumerate()
        .filter(|(at, _)| is_shown(at))
        .map(|(_, it)| it)
        .enumerate()
    {
        table.fix(column, width);
    }
    for it in summaries {
        let done = share_cell(it.progress);
        let (what, tone) = overview_line(it, today);
        let cells = [
            Cell::new(cut(&clean(&it.id), id)),
            Cell::new(sparkline(&it.course, COURSE)),
            Cell::new(done),
            Cell::toned(cut(&clean(&what), room), tone),
        ];
        table.row(cells.into_iter().enumerate().filter(|(at, _)| is_shown(at)).map(|(_, cell)| cell));
    }
    text.push_str(&table.draw(0, style));
    if !settings.is_empty() {
        text.push_str(&format!("\n{}\n", style.bold("Settings changed in mid-period")));
    }
    for it in settings {
        let line = clean(&format!("{}, {} ({})", it.words, it.why.words(), it.origin_words())).into_owned();
        text.push_str(&paragraph(2, &line, style.width, str::to_owned));
    }
    let named = summaries.iter().find(|it| it.quiet_moves().next().is_some()).or(summaries.first());
    text + &next_steps(named.map(|named| format!("goalpost history {}", named.id)), style)
}

/// The most important fact about a goal: a moved goalpost, else its last check-in.
fn overview_line(summary: &HistorySummary, today: Day) -> (String, CellTone) {
    if let Some(event) = summary.quiet_moves().next()
        && let SummaryEvent::Move { words, .. } = &event.what
    {
        return (format!("▲ {} {words}", event.day), CellTone::Warn);
    }
    if let Some((day, words)) = summary.quiet_draft() {
        return (format!("▲ {day} {words}"), CellTone::Warn);
    }
    let values = match summary.values {
        0 => None,
        many => Some(count_of(many, "value")),
    };
    let last = summary.last_check_in.map(|day| format!("last {}", ago(day, today)));
    let moves = match summary.moves().count() {
        0 => None,
        many => Some(format!("{} moved", count_of(many, "goalpost"))),
    };
    let parts: Vec<String> = [values, last, moves].into_iter().flatten().collect();
    if parts.is_empty() && summary.is_unread {
        return (UNREAD_VALUE.to_owned(), CellTone::Warn);
    }
    if parts.is_empty() { ("no value yet".to_owned(), CellTone::Dim) } else { (parts.join(", "), CellTone::Dim) }
}
