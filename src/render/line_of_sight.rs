//! Lines of sight as terminal output: from a goal up to the mission with how and why at each step, and the tree of
//! supporting goals.

use std::collections::HashSet;

use super::card::parts::kind_word;
use super::clean::clean;
use super::layout::{hang, wrap, wrap_at_most, wrap_facts};
use super::next_steps::{next_steps, wrap_command};
use super::standing::goal_lines;
use super::style::Style;
use super::tree::stems;
use crate::model::{Kind, count_of, counted};
use crate::view::brief::{Brief, Relation};
use crate::view::why::{BelowView, LineOfSightEnd, LineView, WhyStep, WhyView};

/// The most levels of the tree; deeper goals are counted.
const DEEPEST: usize = 12;

/// The maximum number of lines of a sentence.
const SENTENCE_LINES: usize = 6;

/// The lines from a goal up to the mission, or with `down` the tree of goals that support it.
pub fn line_of_sight(view: &WhyView, down: bool, style: Style) -> String {
    let mut page = LineOfSightPage { text: String::new(), style, columns: style.width.min(100), shown: HashSet::new() };
    if down {
        page.tree(view);
    } else {
        page.lines(view);
    }
    page.text
}

/// The first line: whether the goal reaches the mission, and in how many steps.
pub(super) fn answer(view: &WhyView) -> String {
    let id = &view.goal.goal.id;
    if view.goal.goal.kind == Kind::Mission {
        return format!("{id} is the mission, the end of every line of sight");
    }
    let Some(line) = view.lines.first() else { return format!("{id} has no links") };
    let steps = count_of(line.steps.len(), "step");
    let (alone, aim) = (line.steps.is_empty(), if view.has_mission { "the mission" } else { "the highest level" });
    match &line.end {
        None => format!("{id} serves the mission in {steps}"),
        Some(_) if view.reaches_mission && !line.reaches_mission => {
            format!("{id} reaches {aim} through a goal whose file cannot be read")
        }
        Some(end) if end.is_unread => {
            format!("it is not known whether {id} reaches {aim}: the file of a goal above cannot be read")
        }
        Some(_) if view.reaches_mission && alone => format!("{id} is at the highest level; there is no mission"),
        Some(_) if view.reaches_mission => format!("{id} reaches the highest level in {steps}; there is no mission"),
        Some(_) if alone => format!("{id} does not reach {aim}"),
        Some(end) => format!("{id} does not reach {aim}: its line ends at {}", end.goal),
    }
}

/// The first line of a tree: the number of goals that support the goal.
pub(super) fn answer_down(view: &WhyView) -> String {
    let id = &view.goal.goal.id;
    match view.served_by {
        0 => format!("nothing serves {id} yet"),
        count => format!("{} {id}", counted(count, "goal serves", "goals serve")),
    }
}

/// The kind, owner and level of a goal.
pub(super) fn identity(goal: &Brief) -> String {
    let mut facts = vec![goal.id.clone()];
    let kind = match (goal.kind, &goal.level) {
        (Kind::Objective, Some(level)) => level.clone(),
        (kind, _) => kind_word(kind).to_owned(),
    };
    facts.extend((kind != goal.id).then_some(kind));
    facts.extend(goal.owner.clone().or_else(|| goal.team.clone()));
    facts.join(" · ")
}

/// The relation of a goal to the next one.
pub(super) fn relation_words(via: Option<Relation>) -> &'static str {
    match via {
        Some(Relation::Measures) => "is a key result of",
        Some(Relation::Kpi) => "is the metric of",
        _ => "supports",
    }
}

/// The range of steps of a line that no earlier line has shown; none if all have been shown.
pub(super) fn new_steps(
    view: &WhyView,
    line: &LineView,
    shown: &mut HashSet<(String, String)>,
) -> Option<(usize, usize)> {
    let mut below = &view.goal.goal.id;
    let mut new = Vec::new();
    for (at, step) in line.steps.iter().enumerate() {
        if shown.insert((below.clone(), step.goal.id.clone())) {
            new.push(at);
        }
        below = &step.goal.id;
    }
    Some((*new.first()?, *new.last()?))
}

struct LineOfSightPage {
    text: String,
    style: Style,
    columns: usize,
    /// The goals that have been shown in full.
    shown: HashSet<String>,
}

impl LineOfSightPage {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Adds lines with a prefix, dimmed unless they ask for action.
    fn block(&mut self, before: &str, lines: &[String], paint: impl Fn(Style, &str) -> String) {
        let style = self.style;
        for line in lines {
            self.line(&format!("{}{}", style.dim(before), paint(style, line)));
        }
    }

    fn head(&mut self, answer: &str) {
        let lines = wrap(&clean(answer), self.columns);
        self.block("", &lines, Style::bold);
        self.text.push('\n');
    }

    fn lines(&mut self, view: &WhyView) {
        self.head(&answer(view));
        let mut shown = HashSet::new();
        let mut hidden = view.more;
        for (at, line) in view.lines.iter().enumerate() {
            if at == 0 {
                let _ = new_steps(view, line, &mut shown);
                self.step(&view.goal, !line.steps.is_empty() || line.end.is_some(), false);
                self.write_steps(&line.steps, line.end.is_some(), None);
            } else if let Some((first, last)) = new_steps(view, line, &mut shown) {
                self.text.push('\n');
                let from = if first == 0 { &view.goal } else { &line.steps[first - 1] };
                let lines = wrap(&format!("also, from {}:", clean(&from.goal.id)), self.columns);
                self.block("", &lines, Style::bold);
                let joins = last + 1 < line.steps.len();
                self.write_steps(
                    &line.steps[first..=last],
                    line.end.is_some() && !joins,
                    joins.then_some(last - first),
                );
                if joins {
                    continue;
                }
            } else {
                hidden += 1;
                continue;
            }
            if let Some(end) = &line.end {
                self.end(end);
            }
        }
        if hidden > 0 {
            let lines = counted(hidden, "more line leads", "more lines lead");
            self.line(&format!("\nand {lines} up by other paths"));
        }
        self.foot(view);
    }

    /// Adds the steps up, each after its link. `joins` is the first step that an earlier line has shown.
    fn write_steps(&mut self, steps: &[WhyStep], goes_on: bool, joins: Option<usize>) {
        for (at, step) in steps.iter().enumerate() {
            let mut words = relation_words(step.via).to_owned();
            #[expect(clippy::float_cmp, reason = "1 as written or by default")]
            if let Some(weight) = step.weight.filter(|weight| *weight != 1.0) {
                words.push_str(&format!(" (weight {weight})"));
            }
            if let Some(how) = &step.how {
                words.push_str(&format!(", how: {how}"));
            }
            let lines = hang("", 2, &wrap_at_most(&clean(&words), self.columns - 4, SENTENCE_LINES));
            self.block("│ ", &lines, |_, line| line.to_owned());
            let more = at + 1 < steps.len() || goes_on;
            self.step(step, more, joins == Some(at));
        }
    }

    /// Adds a goal: title, kind and why it matters.
    fn step(&mut self, step: &WhyStep, more: bool, again: bool) {
        let goal = &step.goal;
        let before = if more { "│   " } else { "    " };
        let top = goal.kind == Kind::Mission;
        // A mission is shown by its statement; the title is only its name.
        let shown = match &step.statement {
            Some(statement) if top => Brief { title: statement.clone(), ..goal.clone() },
            _ => goal.clone(),
        };
        for (at, line) in goal_lines(&shown, self.columns - 2, true, self.style).iter().enumerate() {
            let margin = if at > 0 && more {
                "│ "
            } else if at > 0 {
                "  "
            } else {
                "● "
            };
            self.line(&format!("{margin}{line}"));
        }
        let room = self.columns - 4;
        if again {
            let lines = wrap_facts(&clean(&format!("{} · continues as above", goal.id)), room);
            return self.block(before, &lines, Style::dim);
        }
        if !self.shown.insert(goal.id.clone()) {
            return;
        }
        let facts = if top { format!("{} · {}", goal.id, goal.title) } else { identity(goal) };
        let lines = wrap_facts(&clean(&facts), room);
        self.block(before, &lines, Style::dim);
        self.sentence("why", step.why.as_ref(), before, room);
        self.sentence("vision", step.vision.as_ref(), before, room);
    }

    /// Adds a sentence with a label, if there is one.
    fn sentence(&mut self, word: &str, sentence: Option<&String>, before: &str, room: usize) {
        let Some(sentence) = sentence.filter(|it| !it.trim().is_empty()) else { return };
        let indent = word.len() + 2;
        let lines = hang(
            &format!("{word}: "),
            indent,
            &wrap_at_most(&clean(sentence), room.saturating_sub(indent), SENTENCE_LINES),
        );
        self.block(before, &lines, |_, line| line.to_owned());
    }

    /// Adds where a line ends before the mission, and what to do.
    fn end(&mut self, end: &LineOfSightEnd) {
        let lines = wrap(&clean(&format!("the line ends here: {}", end.because)), self.columns - 2);
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { "╵ " } else { "  " };
            let line = format!("{}{}", self.style.dim(before), self.style.warn(line));
            self.line(&line);
        }
        let explain = end.rule.as_ref().map(|rule| format!("goalpost explain {rule}"));
        for (at, help) in end.help.iter().cloned().chain(explain).enumerate() {
            let word = if at == 0 { self.style.good("help:") } else { "     ".to_owned() };
            for (at, line) in wrap_command(&clean(&help), self.columns.saturating_sub(8)).iter().enumerate() {
                let before = if at == 0 { format!("  {word}") } else { " ".repeat(7) };
                self.line(&format!("{before} {line}"));
            }
        }
    }

    fn foot(&mut self, view: &WhyView) {
        let id = clean(&view.goal.goal.id).into_owned();
        let below = view.below.as_deref().unwrap_or_default();
        if view.goal.goal.kind == Kind::Mission && !below.is_empty() {
            self.line(&format!("\n{}, directly:", answer_down(view)));
            self.rows(below);
            self.text.push_str(&next_steps([format!("full tree: goalpost why {id} --down")], self.style));
        } else if view.served_by > 0 {
            let goals = counted(view.served_by, "goal serves", "goals serve");
            self.text.push_str(&next_steps([format!("{goals} it: goalpost why {id} --down")], self.style));
        }
    }

    fn tree(&mut self, view: &WhyView) {
        self.head(&answer_down(view));
        for line in goal_lines(&view.goal.goal, self.columns, true, self.style) {
            self.line(&line);
        }
        let below = view.below.as_deref().unwrap_or_default();
        self.rows(below);
        let id = clean(&view.goal.goal.id).into_owned();
        if !below.is_empty() {
            self.text.push_str(&next_steps([format!("its own line of sight: goalpost why {id}")], self.style));
            return;
        }
        let lines = wrap_facts(&how_to_serve(view.goal.goal.kind, &id), self.columns);
        self.text.push('\n');
        self.block("", &lines, Style::dim);
    }

    fn rows(&mut self, below: &[BelowView]) {
        let mut last: Vec<bool> = Vec::new();
        let mut deeper = 0;
        for (at, row) in below.iter().enumerate() {
            if row.depth > DEEPEST {
                deeper += 1;
                let ended = below.get(at + 1).is_none_or(|next| next.depth <= DEEPEST);
                if ended {
                    let (_, stem) = stems(&last);
                    let words = format!("{deeper} more below: goalpost why {} --down", deepest(below, at));
                    self.line(&format!("{}└─ {}", self.style.dim(&stem), self.style.dim(&clean(&words))));
                    deeper = 0;
                }
                continue;
            }
            last.truncate(row.depth - 1);
            last.push(row.last);
            let has_below = below.get(at + 1).is_some_and(|next| next.depth > row.depth);
            self.row(row, &last, has_below);
        }
    }

    fn row(&mut self, row: &BelowView, last: &[bool], has_below: bool) {
        let (first, more) = stems(last);
        let inner = if has_below { format!("{more}│  ") } else { format!("{more}   ") };
        let columns = self.columns.saturating_sub(3 * last.len());
        let bold = row.goal.kind != Kind::KeyResult;
        for (at, line) in goal_lines(&row.goal, columns, bold, self.style).iter().enumerate() {
            let before = if at == 0 { &first } else { &inner };
            let line = if at == 0 { line.clone() } else { line.trim_start().to_owned() };
            self.line(&format!("{}{line}", self.style.dim(before)));
        }
        let room = columns.saturating_sub(3);
        let mut facts = identity(&row.goal);
        #[expect(clippy::float_cmp, reason = "1 as written or by default")]
        if let Some(weight) = row.weight.filter(|weight| *weight != 1.0) {
            facts.push_str(&format!(" · weight {weight}"));
        }
        if row.again {
            facts.push_str(" · see above for its supporters");
        } else if row.left_out > 0 {
            facts.push_str(&format!(" · {} below it", row.left_out));
        }
        let lines = wrap_facts(&clean(&facts), room);
        self.block(&inner, &lines, Style::dim);
        if row.again {
            return;
        }
        self.sentence("how", row.how.as_ref(), &inner, room);
        self.sentence("why", row.why.as_ref(), &inner, room);
    }
}

/// What the file of a goal must contain so that it supports another.
fn how_to_serve(kind: Kind, id: &str) -> String {
    match kind {
        Kind::Mission | Kind::KeyResult => format!("to serve it, write in another goal: supports: [{id}]"),
        Kind::Objective => {
            format!("to serve it, write in another goal: supports: [{id}] · in a key result: measures: {id}")
        }
        Kind::Kpi => format!("to use it, write in a key result: metric: {{kpi: {id}}}"),
        Kind::Development | Kind::Survey => format!("its own line of sight: goalpost why {id}"),
    }
}

/// The goal below which rows are omitted because of their depth.
fn deepest(below: &[BelowView], at: usize) -> &str {
    let shown = below[..=at].iter().rev().find(|row| row.depth <= DEEPEST);
    shown.map_or("", |row| row.goal.id.as_str())
}
