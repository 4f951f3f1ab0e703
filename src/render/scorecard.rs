//! The scorecard as terminal output: a row for each goal, a mark for each letter.

use std::collections::HashMap;

use super::clean::clean;
use super::filter_options::no_goals;
use super::here::Here;
use super::layout::{cut, paragraph, wrap, wrap_path};
use super::next_steps::next_lines;
use super::number::tight_percent;
use super::style::Style;
use super::table::{Align, Cell, CellTone, Table};
use crate::model::count_of;
use crate::view::scorecard::{GoalLetters, LetterView, ScorecardView};
use crate::view::selection::Selection;
use crate::view::unreadable::unreadable_words;

/// The columns of a mark, wide enough for 100, and of the gap between columns.
const MARK: usize = 3;
const GAP: usize = 1;

/// The width below which the shares stand in a line of their own.
const NARROW: usize = 60;

/// The most columns of a title.
const TITLE: usize = 70;

/// The scorecard. `heading` describes the period; `named` means that the goals were named, so all their findings are
/// shown.
pub fn scorecard(
    view: &ScorecardView,
    (heading, selection): (&str, &Selection),
    here: &Here,
    named: bool,
    style: Style,
) -> String {
    let unread = unreadable_words(&view.unreadable).map(|words| clean(&words).into_owned());
    if view.goals.is_empty() {
        return format!("{heading}\n{}", no_goals("scorecard", selection, unread.as_deref(), style.width));
    }
    let mut text = String::new();
    let answer = [answer(view, heading, named)].into_iter().chain(unread).collect::<Vec<_>>().join(" · ");
    for line in wrap(&answer, style.width) {
        text.push_str(&format!("{}\n", style.bold(&line)));
    }
    text.push('\n');
    // Marks alone need one column; the shares below them need three.
    let mark = if style.width < NARROW { 1 } else { MARK };
    // An empty column separates SMART and FAST.
    let marks = view.summary.len() * (mark + GAP) + 1 + GAP;
    let title = style.width.saturating_sub(marks).clamp(16, TITLE);
    let lines = table(view, (title, mark), style);
    let mut lines = lines.lines();
    text.push_str(&format!("{}\n", style.dim(&words(view, title, mark))));
    for line in lines.by_ref().take(1) {
        text.push_str(&format!("{line}\n"));
    }
    for at in &view.order {
        let Some(goal) = view.goals.get(*at) else { continue };
        text.push_str(&format!("{}\n", lines.next().unwrap_or_default()));
        text.push_str(&short_reasons(goal, named, style));
        if named {
            text.push_str(&reasons(goal, here, style));
        }
    }
    for line in lines {
        text.push_str(&format!("{line}\n"));
    }
    if mark < MARK {
        for line in wrap(&format!("{}: {}", share_label(view), shares(view).join(", ")), style.width) {
            text.push_str(&format!("{}\n", style.dim(&line)));
        }
    }
    text.push_str(&footer(view, named, style));
    text
}

/// The summary in one line.
fn answer(view: &ScorecardView, heading: &str, named: bool) -> String {
    let well = |word: &str| view.goals.iter().filter(|goal| goal.does_well(word)).count();
    let all = count_of(view.goals.len(), "goal");
    let counts = format!("{all}: {} SMART, {} FAST", well("SMART"), well("FAST"));
    if named { counts } else { format!("{heading} · {counts}") }
}

/// The words SMART and FAST above their letters.
fn words(view: &ScorecardView, title: usize, mark: usize) -> String {
    let mut text = " ".repeat(title + GAP + mark / 2);
    let mut last = "";
    // How far the word before reaches over the columns of its letters.
    let mut over = 0;
    for letter in &view.summary {
        let room = mark + GAP;
        if letter.word != last {
            if !last.is_empty() {
                text.push_str(&" ".repeat(1 + GAP));
            }
            last = &letter.word;
            text.push_str(last);
            over += last.len();
        }
        let used = over.min(room);
        over -= used;
        text.push_str(&" ".repeat(room - used));
    }
    text.trim_end().to_owned()
}

fn table(view: &ScorecardView, (title, width): (usize, usize), style: Style) -> String {
    let names: Vec<String> = view.summary.iter().map(|letter| letter.letter.to_string()).collect();
    let smart = view.summary.iter().take_while(|letter| letter.word == "SMART").count();
    let heads = names.iter().map(|name| (name.as_str(), Align::Center));
    let mut heads: Vec<_> = std::iter::once(("", Align::Left)).chain(heads).collect();
    heads.insert(1 + smart, ("", Align::Left));
    let columns = heads.len();
    let mut table = Table::new(heads);
    table.gap(1);
    for at in 0..columns {
        table.fix(
            at,
            if at == 0 {
                title
            } else if at == 1 + smart {
                1
            } else {
                width
            },
        );
    }
    let mut row = |label: Cell, marks: Vec<Cell>| {
        let mut cells: Vec<Cell> = std::iter::once(label).chain(marks).collect();
        cells.insert(1 + smart, Cell::new(""));
        table.row(cells);
    };
    for at in &view.order {
        let Some(goal) = view.goals.get(*at) else { continue };
        let indent = if goal.below { "  " } else { "" };
        let label = cut(&format!("{indent}{}", clean(&goal.title)), title);
        let label = if goal.below { Cell::new(label) } else { Cell::toned(label, CellTone::Bold) };
        row(label, goal.letters.iter().map(mark).collect());
    }
    if width == MARK {
        let shares = view.summary.iter().map(|letter| Cell::toned(share_words(letter.share), CellTone::Dim));
        row(Cell::toned(share_label(view), CellTone::Dim), shares.collect());
    }
    table.draw(0, style)
}

/// A share in percent, without the sign.
fn share_words(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| tight_percent(share).trim_end_matches('%').to_owned())
}

/// The shares with their letters.
fn shares(view: &ScorecardView) -> Vec<String> {
    view.summary.iter().map(|letter| format!("{} {}", letter.letter, share_words(letter.share))).collect()
}

fn share_label(view: &ScorecardView) -> &'static str {
    if view.withheld { "withheld: one person's goals" } else { "met, in % of goals judged" }
}

fn mark(letter: &LetterView) -> Cell {
    match letter.verdict {
        Some(true) => Cell::toned("✓", CellTone::Good),
        Some(false) => Cell::toned("✗", CellTone::Bad),
        None => Cell::toned("–", CellTone::Dim),
    }
}

/// The id of a goal, with the rules that it fails unless they follow.
fn short_reasons(goal: &GoalLetters, follow: bool, style: Style) -> String {
    let rules = goal.failing_rules();
    let id = clean(&goal.id);
    let line = if rules.is_empty() || follow { id.into_owned() } else { format!("{id}: {}", rules.join(", ")) };
    let indent = if goal.below { 4 } else { 2 };
    let mut text = String::new();
    for line in wrap(&line, style.width.saturating_sub(indent)) {
        text.push_str(&format!("{}{}\n", " ".repeat(indent), style.dim(&line)));
    }
    text
}

/// Every failed or allowed criterion with its findings and their locations.
fn reasons(goal: &GoalLetters, here: &Here, style: Style) -> String {
    let mut text = String::new();
    let mut reasons: Vec<(&str, &str)> = Vec::new();
    for letter in &goal.letters {
        let not = if letter.verdict.is_some() { format!("not {}", letter.aspect) } else { "allowed".to_owned() };
        let decides = letter.reasons.iter().map(|reason| (not.as_str(), reason));
        for (word, reason) in decides.chain(letter.hints.iter().map(|reason| ("hint", reason))) {
            if reasons.contains(&(&reason.rule, &reason.message)) {
                continue;
            }
            reasons.push((&reason.rule, &reason.message));
            let path = reason.path.as_deref().map(|path| {
                let line = reason.line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("{}{line}", here.path(&clean(path)))
            });
            let message = format!("{word}: {} ({})", clean(&reason.message), reason.rule);
            text.push_str(&paragraph(4, &message, style.width, str::to_owned));
            for line in path.iter().flat_map(|path| wrap_path(path, style.width.saturating_sub(6))) {
                text.push_str(&format!("      {}\n", style.dim(&line)));
            }
        }
    }
    text
}

/// The most frequent failing rule, with the next commands.
fn footer(view: &ScorecardView, named: bool, style: Style) -> String {
    // Among rules that fail equally often, the first in the order of letters is named.
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for rule in view.order.iter().filter_map(|at| view.goals.get(*at)).flat_map(GoalLetters::failing_rules) {
        let place = *places.entry(rule).or_insert_with(|| {
            counts.push((rule, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count).copied();
    let undecided = "– nothing to judge, allowed by a comment, or the goal is a draft or closed";
    let open = view.goals.iter().any(|goal| goal.letters.iter().any(|letter| letter.verdict.is_none()));
    let mut text = "\n".to_owned();
    for line in wrap(undecided, style.width).iter().filter(|_| open) {
        text.push_str(&format!("{}\n", style.dim(line)));
    }
    let steps = match most {
        // Of a file that cannot be read nobody knows whether its goal has issues.
        None if !view.unreadable.is_empty() => vec!["criteria: goalpost explain smart".to_owned()],
        None => vec!["no issues found; criteria: goalpost explain smart".to_owned()],
        Some((rule, _)) if named => vec![format!("explanation: goalpost explain {rule}")],
        Some((rule, count)) => {
            for line in wrap(&format!("most frequent: {rule} ({})", count_of(count, "goal")), style.width) {
                text.push_str(&format!("{line}\n"));
            }
            vec![format!("explanation: goalpost explain {rule}"), format!("findings: goalpost check --rule {rule}")]
        }
    };
    for line in next_lines(steps, style.width) {
        text.push_str(&format!("{line}\n"));
    }
    text
}
