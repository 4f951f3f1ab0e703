//! The meaning of a change as terminal output: changes by objective, changed numbers, reviewers.

use super::clean::clean;
use super::here::Here;
use super::layout::{cut, pad, paragraph, width, wrap};
use super::next_steps::next_steps;
use super::style::Style;
use super::suspect;
use crate::analysis::text::{percent, percent_pair};
use crate::model::{Day, count_of};
use crate::view::diff::{DiffView, DisallowedChange, GoalChangeView, ImpactView, LineSubject};

/// The columns of the label of a line.
const ABOUT: usize = 9;
/// The most goals with changed numbers that are shown.
const MOST_IMPACT: usize = 12;
/// The most people, and the most reasons for each.
const MOST_PEOPLE: usize = 10;
const MOST_REASONS: usize = 2;
/// The most lines of a text.
const MOST_LINES: usize = 4;

/// A change as a page. `here` is the current folder.
pub fn diff(view: &DiffView, here: &Here, style: Style) -> String {
    let page = DiffPage { style, width: style.width.min(120), here };
    let mut text = String::new();
    for line in join_parts(&view.headline(), page.width) {
        text.push_str(&format!("{}\n", style.bold(&line)));
    }
    let sides = clean(&format!("{} → {}", view.sides.0, view.sides.1)).into_owned();
    text.push_str(&paragraph(0, &sides, page.width, |line| style.dim(line)));
    for group in view.by_objective() {
        page.group(&group, &mut text);
    }
    page.put_back(view, &mut text);
    page.withdrawn(view, &mut text);
    page.moved_settings(view, &mut text);
    page.files(view, &mut text);
    page.impact(&view.visible_impact(), &mut text);
    // Where it is not known, nothing is asked.
    text.push_str(&suspect::human(view.suspect_links.as_deref().or(Some(&[])), style));
    page.people(view, &mut text);
    if !view.changes.is_empty() {
        let range = if view.range.is_empty() { String::new() } else { format!(" {}", view.range) };
        text.push_str(&next_steps([format!("for a pull request: goalpost diff{range} --format markdown")], style));
    }
    text
}

/// Joins parts to one line, which is broken between parts if possible.
fn join_parts(parts: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let part = clean(part);
        match lines.last_mut() {
            Some(line) if width(line) + 3 + width(&part) <= columns => line.push_str(&format!(" · {part}")),
            _ => lines.extend(wrap(&part, columns)),
        }
    }
    lines
}

/// Changes that `--only` does not allow.
pub fn other_changes(beside: &[DisallowedChange], allowed: &str, style: Style) -> String {
    if beside.is_empty() {
        return format!("{}\n", style.good(&format!("no changes other than {}", clean(allowed))));
    }
    let changes = count_of(beside.len(), "change");
    let mut text = format!("{}\n", style.bold(&format!("{changes} other than {}", clean(allowed))));
    let room = style.width.min(120);
    let names: Vec<String> =
        beside.iter().map(|it| clean(it.goal.as_deref().unwrap_or(&it.path)).into_owned()).collect();
    let column = names.iter().map(|name| width(name)).max().unwrap_or(0).min(room / 2);
    for (it, name) in beside.iter().zip(&names) {
        let what = match &it.field {
            Some(field) => format!("{} ({})", clean(field), it.what),
            None if it.goal.is_some() => format!("{}: {}", it.what, clean(&it.path)),
            None => it.what.clone(),
        };
        text.push_str(&format!("  {}  {}\n", pad(name, column), cut(&what, room.saturating_sub(column + 4))));
    }
    text
}

struct DiffPage<'h> {
    style: Style,
    width: usize,
    here: &'h Here,
}

impl DiffPage<'_> {
    /// An objective with the changes of it and its key results.
    fn group(&self, group: &[&GoalChangeView], text: &mut String) {
        let Some(first) = group.first() else { return };
        let heading = first.group.as_deref().unwrap_or(&first.title);
        let own = first.group.is_none() || first.objective.as_deref() == Some(first.goal.as_str());
        text.push('\n');
        if own {
            self.title(heading, &first.goal, 0, true, text);
            self.lines(first, 2, text);
        } else {
            self.title(heading, first.objective.as_deref().unwrap_or(""), 0, true, text);
        }
        for change in group.iter().skip(usize::from(own)) {
            self.title(&change.title, &change.goal, 2, false, text);
            self.lines(change, 4, text);
        }
    }

    /// A title and its id, dimmed.
    fn title(&self, title: &str, id: &str, indent: usize, bold: bool, text: &mut String) {
        let (title, id) = (clean(title), clean(if title == id { "" } else { id }));
        let mut lines = wrap(&title, self.width - indent);
        if lines.len() > 2 {
            let rest = lines.split_off(1).join(" ");
            lines.push(cut(&rest, self.width - indent));
        }
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            let painted = if bold { self.style.bold(line) } else { line.clone() };
            text.push_str(&format!("{}{painted}", " ".repeat(indent)));
            let room = self.width - indent - width(line);
            if at == last && !id.is_empty() && room >= width(&id) + 2 {
                text.push_str(&format!("  {}", self.style.dim(&id)));
            } else if at == last && !id.is_empty() {
                text.push_str(&format!("\n{}{}", " ".repeat(indent), self.style.dim(&cut(&id, self.width - indent))));
            }
            text.push('\n');
        }
    }

    fn lines(&self, change: &GoalChangeView, indent: usize, text: &mut String) {
        for line in &change.lines {
            let room = self.width.saturating_sub(indent + ABOUT + 2).max(20);
            let mut parts = wrap(&clean(&line.text), room);
            if parts.len() > MOST_LINES {
                let rest = parts.split_off(MOST_LINES - 1).join(" ");
                parts.push(cut(&rest, room));
            }
            for (at, part) in parts.iter().enumerate() {
                let label = pad(if at == 0 { line.about.word() } else { "" }, ABOUT);
                let label = match line.about {
                    LineSubject::Unexplained | LineSubject::Removed => self.style.bad(&label),
                    LineSubject::Goalpost => self.style.warn(&label),
                    LineSubject::Added | LineSubject::Returned => self.style.good(&label),
                    _ => self.style.dim(&label),
                };
                text.push_str(&format!("{}{label}  {part}\n", " ".repeat(indent)));
            }
        }
    }

    /// The goals of which goalposts moved and were put back.
    fn put_back(&self, view: &DiffView, text: &mut String) {
        if view.put_back.is_empty() {
            return;
        }
        text.push_str(&format!("\n{}\n", self.style.bold("moved and put back")));
        for goal in &view.put_back {
            self.title(&goal.title, &goal.goal, 2, false, text);
            for it in &goal.moves {
                self.dated(it.day, &it.words, it.by_id.as_deref(), &it.why_words(), text);
            }
        }
    }

    /// What goals said once and say no more, the latest first.
    fn withdrawn(&self, view: &DiffView, text: &mut String) {
        if view.withdrawn.is_empty() {
            return;
        }
        text.push_str(&format!("\n{}\n", self.style.bold("withdrawn")));
        for goal in view.withdrawn.chunk_by(|a, b| a.goal == b.goal) {
            self.title(&goal[0].title, &goal[0].goal, 2, false, text);
            for it in goal {
                self.dated(it.withdrawn_on, &it.words, it.by_id.as_deref(), &it.why_words(), text);
            }
        }
    }

    fn moved_settings(&self, view: &DiffView, text: &mut String) {
        if !view.moved_settings.is_empty() {
            text.push_str(&format!("\n{}\n", self.style.bold("settings changed in mid-period")));
        }
        for it in &view.moved_settings {
            self.dated(it.day, &it.words, None, &it.why.words(), text);
        }
    }

    /// What somebody did on a day, and why.
    fn dated(&self, day: Day, words: &str, by: Option<&str>, why: &str, text: &mut String) {
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        let why = if why.is_empty() { String::new() } else { format!(", {why}") };
        let line = format!("{day}  {words}{by}{why}");
        text.push_str(&paragraph(4, &clean(&line), self.width, str::to_owned));
    }

    fn files(&self, view: &DiffView, text: &mut String) {
        if view.files.is_empty() {
            return;
        }
        text.push_str(&format!("\n{}\n", self.style.bold("other files")));
        for file in &view.files {
            let what = match file.what.as_str() {
                "settings" => "settings; numbers and findings may change",
                "organisation" => "teams and people; owners and levels may change",
                "broken" => "cannot be read as a goal; see goalpost check",
                "mended" => "can now be read",
                _ => "its id belongs to another file; see goalpost check",
            };
            let path = self.here.path(&file.path);
            text.push_str(&paragraph(2, &format!("{}: {what}", clean(&path)), self.width, str::to_owned));
        }
    }

    /// The goals whose progress or health changes.
    fn impact(&self, felt: &[&ImpactView], text: &mut String) {
        if felt.is_empty() {
            return;
        }
        let shown = &felt[..felt.len().min(MOST_IMPACT)];
        let numbers: Vec<(String, String)> = shown.iter().map(|it| progress(it)).collect();
        let left = numbers.iter().map(|it| width(&it.0)).max().unwrap_or(0);
        let right = numbers.iter().map(|it| width(&it.1)).max().unwrap_or(0);
        let health = shown.iter().map(|it| width(&healths(it))).max().unwrap_or(0);
        let room = self.width.saturating_sub(left + right + health + 9).max(8);
        let title = shown.iter().map(|it| width(&clean(&it.title))).max().unwrap_or(0).min(room);
        text.push_str(&format!("\n{}\n", self.style.bold("progress changes")));
        for (it, (before, after)) in shown.iter().zip(&numbers) {
            let arrow = if before.is_empty() { " " } else { "→" };
            let before = format!("{}{before}", " ".repeat(left - width(before)));
            let after = format!("{}{after}", " ".repeat(right - width(after)));
            let lead = format!("  {}  {before} {arrow} {after}  ", pad(&clean(&it.title), title));
            let fits = width(&lead) + width(&healths(it)) <= self.width;
            let line = if fits { format!("{lead}{}", self.health(it)) } else { lead };
            text.push_str(&format!("{}\n", line.trim_end()));
            for line in wrap(&healths(it), self.width - 4).iter().filter(|_| !fits) {
                text.push_str(&format!("    {line}\n"));
            }
        }
        if felt.len() > shown.len() {
            text.push_str(&format!("  {}\n", self.style.dim(&format!("and {} more goals", felt.len() - shown.len()))));
        }
    }

    fn health(&self, it: &ImpactView) -> String {
        let (before, after) = (&it.standing_before, &it.standing_after);
        let chances = it.chances().map(|chances| format!(", {chances}")).unwrap_or_default();
        if before == after {
            return format!("{}{chances}", self.style.health(&it.health_after, after));
        }
        let (before, after) =
            (self.style.health(&it.health_before, before), self.style.health(&it.health_after, after));
        format!("{before} → {after}{chances}")
    }

    fn people(&self, view: &DiffView, text: &mut String) {
        if view.reviewers.is_empty() {
            return;
        }
        let shown = &view.reviewers[..view.reviewers.len().min(MOST_PEOPLE)];
        text.push_str(&format!("\n{}\n", self.style.bold("who should look")));
        let most = (self.width / 3).min(20);
        let column = shown.iter().map(|it| width(&clean(&it.person))).max().unwrap_or(0).min(most);
        for reviewer in shown {
            let more = reviewer.because.len().saturating_sub(MOST_REASONS);
            let reasons: Vec<_> = reviewer.because.iter().take(MOST_REASONS).map(|it| clean(it)).collect();
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let because = wrap(&format!("{}{more}", reasons.join("; ")), self.width.saturating_sub(column + 4).max(20));
            for (at, line) in because.iter().take(MOST_LINES).enumerate() {
                let person = pad(if at == 0 { &reviewer.person } else { "" }, column);
                text.push_str(&format!("  {}  {line}\n", clean(&person)));
            }
        }
        if view.reviewers.len() > shown.len() {
            let more = format!("and {} more: --format json names them", view.reviewers.len() - shown.len());
            text.push_str(&paragraph(2, &more, self.width, |line| self.style.dim(line)));
        }
    }
}

/// Progress before and after, or once if it is unchanged.
fn progress(it: &ImpactView) -> (String, String) {
    let whole = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    match (it.progress_before, it.progress_after) {
        (Some(before), Some(after)) if it.progress_changes() => percent_pair(before, after),
        (before, after) if it.progress_changes() => (whole(before), whole(after)),
        (_, after) => (String::new(), whole(after)),
    }
}

fn healths(it: &ImpactView) -> String {
    let chances = it.chances().map(|chances| format!(", {chances}")).unwrap_or_default();
    if it.standing_before == it.standing_after {
        return format!("{}{chances}", it.standing_after);
    }
    format!("{} → {}{chances}", it.standing_before, it.standing_after)
}
