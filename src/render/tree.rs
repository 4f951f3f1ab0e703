//! The rollup as a tree in the terminal: bars against the plan, health in words, and the next command.

use super::bar::bar;
use super::clean::clean;
use super::filter_options::no_goals;
use super::layout::{cut, join_facts, pad, width, wrap};
use super::number::share_cell;
use super::sparkline::sparkline;
use super::style::Style;
use crate::analysis::text::{grade_words, percent};
use crate::model::{Day, Kind, days_between};
use crate::view::rollup::{GoalView, RollupView};
use crate::view::selection::Selection;
use crate::view::standing::{PARTLY, UNREAD_VALUE};
use crate::view::tally::Tone;
use crate::view::unreadable::{unreadable_parts, unreadable_words};

/// The fixed columns: owner, bar, percent, health.
const OWNER: usize = 10;
const PERCENT: usize = 4;
const HEALTH: usize = 13;

/// The columns of the bar; fewer next to a trend if there is little space.
const BAR: usize = 12;
const SHORT_BAR: usize = 8;

/// The columns of the trend, and the width from which it does not shorten the bar.
const TREND: usize = 8;
const ROOMY: usize = 92;

/// The maximum number of lines of a title.
const TITLE_LINES: usize = 3;

/// The fewest columns of a title beside all other columns, and of one behind the stems of a deep tree.
const LEAST_TITLE: usize = 24;
const LEAST: usize = 12;

/// The tree of a rollup. `heading` describes the period of the selection.
pub fn tree(view: &RollupView, (heading, selection): (&str, &Selection), today: Day, style: Style) -> String {
    let trends = view.goals.iter().any(|goal| goal.trend.is_some());
    let health = view.goals.iter().map(|goal| width(&goal.short_standing)).fold(HEALTH, usize::max);
    let page = TreePage::fitting(style, today, health, trends);
    let mut text = String::new();
    page.heading(heading, &mut text);
    if view.tree.is_empty() {
        return text + &no_goals("rollup", selection, unreadable_words(&view.unreadable).as_deref(), style.width);
    }
    for at in 0..view.tree.len() {
        page.row(view, at, &mut text);
    }
    page.footer(view, &mut text);
    text
}

struct TreePage {
    today: Day,
    style: Style,
    title: usize,
    /// The columns of the owner and of the bar; 0 where they are left out.
    owner: usize,
    bar: usize,
    health: usize,
    trends: bool,
}

impl TreePage {
    /// The columns that fit into a width: a narrow page leaves out the trend, then the owner, then the bar.
    fn fitting(style: Style, today: Day, health: usize, trends: bool) -> Self {
        let bar = if trends && style.width < ROOMY { SHORT_BAR } else { BAR };
        let page = |owner, bar, trends| {
            let page = Self { today, style, title: 0, owner, bar, health, trends };
            Self { title: style.width.min(120).saturating_sub(page.numbers_width() + 2), ..page }
        };
        let pages = [page(OWNER, bar, trends), page(OWNER, bar, false), page(0, bar, false)];
        pages.into_iter().find(|page| page.title >= LEAST_TITLE).unwrap_or_else(|| page(0, 0, false))
    }

    /// The columns of everything beside the title.
    fn numbers_width(&self) -> usize {
        let column = |columns: usize| if columns > 0 { columns + 1 } else { 0 };
        column(self.owner) + column(self.bar) + PERCENT + 1 + self.health + if self.trends { TREND + 1 } else { 0 }
    }

    fn heading(&self, heading: &str, text: &mut String) {
        let style = self.style;
        let mut columns = format!("{} {}", pad("progress", self.bar + 1 + PERCENT), pad("against plan", self.health));
        let mut room = self.title + 3 + self.owner;
        if width(heading) >= room {
            // Without space for both headings, that of the bar is left out.
            columns = pad("against plan", self.health);
            room += self.bar + 2 + PERCENT;
        }
        if self.trends {
            columns.push_str(" trend");
        }
        if self.owner > 0 && room + width(columns.trim_end()) <= style.width {
            text.push_str(&format!("{}{}\n", style.bold(&pad(heading, room)), style.dim(columns.trim_end())));
            return;
        }
        for line in wrap(heading, style.width) {
            text.push_str(&format!("{}\n", style.bold(&line)));
        }
    }

    /// A line of a title, then the id if it is to stand there, padded.
    fn titled(&self, goal: &GoalView, line: &str, id: Option<&str>, room: usize) -> String {
        let title = if goal.kind == Kind::KeyResult { line.to_owned() } else { self.style.bold(line) };
        let id = id.map(|id| format!("  {id}")).unwrap_or_default();
        let space = " ".repeat(room.saturating_sub(width(line) + width(&id)));
        format!("{title}{}{space}", self.style.dim(&id))
    }

    fn row(&self, view: &RollupView, at: usize, text: &mut String) {
        let row = &view.tree[at];
        let Some(goal) = view.goals.get(row.goal) else { return };
        let (first, more) = stems(&row.last);
        let more = if has_children(view, at) { format!("{more}│  ") } else { format!("{more}   ") };
        // Of a tree too deep for the page, the nearest levels are shown.
        let stem = self.title.saturating_sub(if self.title < LEAST_TITLE { LEAST / 2 } else { LEAST });
        let (first, more) = (tail(&first, stem), tail(&more, stem));
        let room = self.title - width(first);
        let lines = title_lines(&clean(&goal.title), room);
        if let Some(under) = &row.shown_under {
            let note = cut(&format!("(see {})", clean(under)), self.numbers_width());
            text.push_str(&format!(
                "{}{}  {}\n",
                self.style.dim(first),
                self.style.dim(&pad(&lines[0], room)),
                self.style.dim(&note)
            ));
            return;
        }
        // A mission says that it is one.
        let id = if goal.id == "mission" { std::borrow::Cow::default() } else { clean(&goal.id) };
        let (detail, end) = (self.detail(goal), lines.len() - 1);
        // The id stands behind the title, or in the detail line, or below.
        let fits = width(&lines[end]) + 2 + width(&id) <= room;
        for (at, line) in lines.iter().enumerate() {
            let id = Some(&*id).filter(|id| fits && at == end && !id.is_empty());
            let line = match at {
                0 => format!("{}{}  {}", self.style.dim(first), self.titled(goal, line, id, room), self.numbers(goal)),
                _ => format!("{}{}", self.style.dim(more), self.titled(goal, line, id, 0)),
            };
            text.push_str(line.trim_end());
            text.push('\n');
        }
        let room = self.style.width.saturating_sub(width(more) + 2).max(20);
        let detail = match detail {
            Some(detail) if !fits => Some(format!("{id} · {detail}")),
            None if !fits && !id.is_empty() => {
                let id = cut(&id, self.style.width.saturating_sub(width(more)));
                text.push_str(&format!("{}{}\n", self.style.dim(more), self.style.dim(&id)));
                None
            }
            detail => detail,
        };
        for line in remarks(goal, detail.is_some()).iter().flat_map(|remark| wrap(remark, room)) {
            text.push_str(&format!("{}  {}\n", self.style.dim(more), self.style.warn(&line)));
        }
        for line in detail.iter().flat_map(|detail| wrap(detail, room)) {
            text.push_str(&format!("{}  {}\n", self.style.dim(more), self.style.dim(&line)));
        }
        for line in outlook_words(goal).iter().flat_map(|words| wrap(words, room)) {
            text.push_str(&format!("{}  {}\n", self.style.dim(more), self.style.dim(&line)));
        }
        for line in uncounted_words(goal).iter().flat_map(|words| wrap(words, room)) {
            text.push_str(&format!("{}  {}\n", self.style.dim(more), self.style.warn(&line)));
        }
        for line in quiet_move_words(goal).iter().flat_map(|moved| wrap(moved, room)) {
            text.push_str(&format!("{}  {}\n", self.style.dim(more), self.style.warn(&line)));
        }
    }

    fn numbers(&self, goal: &GoalView) -> String {
        if goal.kind == Kind::Mission {
            return self.style.dim("mission");
        }
        let who = goal.owner.as_deref().or(goal.team.as_deref()).unwrap_or("");
        let who = if self.owner > 0 { format!("{} ", pad(&clean(who), self.owner)) } else { String::new() };
        let percent = format!("{:>PERCENT$}", share_cell(goal.progress));
        let words = goal.short_standing.as_str();
        let health = self.style.health(&goal.health, words);
        if goal.kind == Kind::Kpi {
            let room = if self.bar > 0 { self.bar + 1 + PERCENT } else { PERCENT };
            let whole = goal.words.measure.as_deref().unwrap_or("");
            // If bound and value do not fit, only the value is shown.
            let value = whole.rsplit_once(", ").filter(|_| width(whole) > room).map_or(whole, |(_, now)| now);
            return format!("{who}{} {health}", pad(&clean(value), room));
        }
        let bar = if self.bar > 0 { format!("{} ", bar(goal, self.bar, self.style)) } else { String::new() };
        let numbers = format!("{who}{bar}{percent} {health}");
        match goal.trend.as_deref().filter(|_| self.trends) {
            Some(trend) => {
                let space = " ".repeat(self.health.saturating_sub(width(words)) + 1);
                format!("{numbers}{space}{}", sparkline(trend, TREND))
            }
            None => numbers,
        }
    }

    /// The second line of a key result that is behind: measure, pace, last check-in. Others need no explanation.
    fn detail(&self, goal: &GoalView) -> Option<String> {
        let mut parts = Vec::new();
        let behind = matches!(goal.health.as_str(), "at-risk" | "off-track" | "no-data");
        if goal.kind != Kind::KeyResult || !behind {
            return None;
        }
        if let Some(measure) = &goal.words.measure {
            parts.push(clean(measure).into_owned());
        }
        parts.extend(goal.words.pace.as_deref().map(|words| clean(words).into_owned()));
        match goal.last_check_in {
            Some(day) => parts.push(format!("last check-in {}", ago(day, self.today))),
            // A check-in may stand in the file that cannot be read.
            None if goal.standing == UNREAD_VALUE => {}
            None => parts.push("no check-in yet".to_owned()),
        }
        Some(parts.join(" · "))
    }

    fn footer(&self, view: &RollupView, text: &mut String) {
        let says = |paint: fn(Style, &str, Tone) -> String| {
            join_facts(&view.tally.summary(), self.style.width, |words, tone| paint(self.style, words, *tone))
        };
        let used = says(|_, words, _| words.to_owned()).lines().last().map_or(0, width);
        let says = says(paint_part);
        // A mission has no number to explain.
        let of = view.goals.iter().filter(|goal| goal.kind != Kind::Mission).min_by_key(|goal| explained_first(goal));
        let next = of.map(|goal| format!("goalpost rollup --explain {}", clean(&goal.id))).unwrap_or_default();
        let between = if used + 3 + width(&next) <= self.style.width { "   " } else { "\n" };
        text.push_str(format!("\n{says}{between}{}", self.style.dim(&next)).trim_end());
        text.push('\n');
    }
}

/// The rank of a goal as the one to explain below a summary: what the summary warns of first.
fn explained_first(goal: &GoalView) -> u8 {
    match goal.health.as_str() {
        "off-track" => 0,
        "at-risk" => 1,
        "missed" => 2,
        // A goal of which too little is measured has something to explain; one without a value has less.
        "no-data" if goal.words.basis.is_some() => 3,
        _ if goal.words.age.is_some() => 4,
        "no-data" => 5,
        "on-track" | "achieved-early" => 6,
        _ => 7,
    }
}

/// Whether a row is followed by the goals below it.
fn has_children(view: &RollupView, at: usize) -> bool {
    view.tree.get(at + 1).is_some_and(|next| next.last.len() > view.tree[at].last.len())
}

/// Limits of a row's numbers: too few measured parts, unreadable files, uncounted goals, old values.
fn remarks(goal: &GoalView, dated: bool) -> Vec<String> {
    // The detail line of a goal that is behind already has its last check-in.
    let age = goal.words.age.as_ref().filter(|_| !dated || goal.last_check_in.is_none());
    let unreadable = unreadable_parts(&goal.unreadable);
    let limits = [goal.words.basis.as_ref(), unreadable.as_ref(), goal.words.uncounted.as_ref(), age];
    limits.into_iter().flatten().map(|remark| clean(remark).into_owned()).collect()
}

/// A part of the summary in its colour.
fn paint_part(style: Style, text: &str, tone: Tone) -> String {
    let text = clean(text);
    match tone {
        Tone::Good => style.good(&text),
        Tone::Warn => style.warn(&text),
        Tone::Bad => style.bad(&text),
        Tone::Plain => text.into_owned(),
    }
}

/// Where a goal that is behind is likely to end.
fn outlook_words(goal: &GoalView) -> Option<String> {
    Some(clean(&goal.forecast_if_behind()?.words).into_owned())
}

/// A value that does not count or came late, and a grade above the computed one that its owner alone gave.
fn uncounted_words(goal: &GoalView) -> Option<String> {
    let late = goal.late_words().map(|words| clean(words).into_owned());
    // The column has no room for a grade beside "partly achieved".
    let graded = goal.grade.filter(|_| goal.self_assessed || goal.short_standing == PARTLY);
    let whose = if goal.self_assessed { " by self-assessment" } else { "" };
    let graded = graded.map(|score| format!("graded {}{whose}", grade_words(score)));
    let contradiction = goal.words.contradiction.as_deref().map(|words| clean(words).into_owned());
    let remarks: Vec<String> = late.chain(graded).chain(contradiction).collect();
    (!remarks.is_empty()).then(|| remarks.join(" · "))
}

/// Goalposts that moved without a reason, and their effect.
fn quiet_move_words(goal: &GoalView) -> Option<String> {
    let moved = goal.quiet_move.as_ref()?;
    let price = match moved.against_original {
        Some(share) if goal.progress.map(percent) != Some(percent(share)) => {
            format!("{} against the original", percent(share))
        }
        _ => "no reason given".to_owned(),
    };
    Some(format!("{} moved {}: {price}", moved.what, moved.day))
}

/// The prefixes of a row's first line and of its other lines.
pub(super) fn stems(last: &[bool]) -> (String, String) {
    let Some((own, above)) = last.split_last() else { return (String::new(), String::new()) };
    let above: String = above.iter().map(|last| if *last { "   " } else { "│  " }).collect();
    let branch = if *own { "└─ " } else { "├─ " };
    let below = if *own { "   " } else { "│  " };
    (format!("{above}{branch}"), format!("{above}{below}"))
}

/// The last columns of a stem.
fn tail(stem: &str, columns: usize) -> &str {
    let more = stem.chars().count().saturating_sub(columns);
    stem.char_indices().nth(more).map_or("", |(at, _)| &stem[at..])
}

fn title_lines(title: &str, room: usize) -> Vec<String> {
    let mut lines = wrap(title, room);
    if lines.len() > TITLE_LINES {
        let rest = lines.split_off(TITLE_LINES - 1).join(" ");
        lines.push(cut(&rest, room));
    }
    lines
}

/// Formats how long ago a day was.
pub fn ago(day: Day, today: Day) -> String {
    match days_between(day, today) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days if days < 0 => format!("dated {day}"),
        days if days < 14 => format!("{days} days ago"),
        days if days < 70 => format!("{} weeks ago", days / 7),
        _ => format!("on {day}"),
    }
}
