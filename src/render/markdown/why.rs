//! Lines of sight as Markdown.

use std::collections::HashSet;

use super::text::{code, escape};
use crate::model::Kind;
use crate::render::line_of_sight::{answer, answer_down, identity, new_steps, relation_words};
use crate::render::standing::title_of;
use crate::view::brief::Brief;
use crate::view::why::{BelowView, LineOfSightEnd, WhyStep, WhyView};

/// The deepest list level: many Markdown renderers show deeper lists as code.
const DEEPEST: usize = 8;

/// The lines from a goal up to the mission, or with `down` the tree of goals that support it.
pub fn why(view: &WhyView, down: bool) -> String {
    if down {
        return tree(view);
    }
    let mut text = format!("**{}**\n\n", escape(&answer(view)));
    let mut shown_steps = HashSet::new();
    let mut shown = HashSet::new();
    let mut hidden = view.more;
    for (at, line) in view.lines.iter().enumerate() {
        let steps = new_steps(view, line, &mut shown_steps);
        let (first, last) = match steps {
            _ if at == 0 => (0, line.steps.len().saturating_sub(1)),
            Some(steps) => steps,
            None => {
                hidden += 1;
                continue;
            }
        };
        let from = if first == 0 { &view.goal } else { &line.steps[first - 1] };
        if at == 0 {
            write_step(&mut text, from, &mut shown);
        } else {
            text.push_str(&format!("\nalso, from {}:\n\n", code(&from.goal.id)));
        }
        for step in line.steps.iter().take(last + 1).skip(first) {
            let how = step.how.as_ref().map(|how| format!("; *how*: {}", escape(how))).unwrap_or_default();
            text.push_str(&format!("- ↑ {}{how}\n", relation_words(step.via)));
            write_step(&mut text, step, &mut shown);
        }
        if last + 1 < line.steps.len() {
            text.push_str("- continues as above\n");
        } else if let Some(end) = &line.end {
            write_end(&mut text, end);
        }
    }
    if hidden > 0 {
        text.push_str(&format!("\nand {hidden} more by other paths\n"));
    }
    if view.goal.goal.kind == Kind::Mission {
        text.push('\n');
        rows(&mut text, view.below.as_deref().unwrap_or_default());
    }
    text
}

/// A goal on a line; in full only the first time.
fn write_step(text: &mut String, step: &WhyStep, shown: &mut HashSet<String>) {
    let title = step.statement.as_deref().unwrap_or_else(|| title_of(&step.goal));
    if !shown.insert(step.goal.id.clone()) {
        return text.push_str(&format!("- **{}** ({})\n", escape(title), identity_words(&step.goal)));
    }
    let why = step.why.as_ref().map(|why| format!("<br>*why*: {}", escape(why))).unwrap_or_default();
    let vision = step.vision.as_ref().map(|it| format!("<br>*vision*: {}", escape(it))).unwrap_or_default();
    text.push_str(&format!("- **{}** ({}){why}{vision}\n", escape(title), identity_words(&step.goal)));
}

fn identity_words(goal: &Brief) -> String {
    let identity = identity(goal);
    let rest = identity.strip_prefix(goal.id.as_str()).unwrap_or_default();
    format!("{}{}", code(&goal.id), escape(rest))
}

fn write_end(text: &mut String, end: &LineOfSightEnd) {
    text.push_str(&format!("- the line ends here: {}\n", escape(&end.because)));
    let explain = end.rule.as_ref().map(|rule| format!("goalpost explain {rule}"));
    for help in end.help.iter().cloned().chain(explain) {
        text.push_str(&format!("  - {}\n", code(&help)));
    }
}

fn tree(view: &WhyView) -> String {
    let mut text = format!("**{}**\n\n", escape(&answer_down(view)));
    rows(&mut text, view.below.as_deref().unwrap_or_default());
    text
}

fn rows(text: &mut String, below: &[BelowView]) {
    for row in below {
        let indent = "  ".repeat((row.depth - 1).min(DEEPEST));
        let mut line = format!("{indent}- {} ({})", escape(title_of(&row.goal)), identity_words(&row.goal));
        if row.again {
            line.push_str(": see above for its supporters");
        } else {
            for (word, sentence) in [("how", &row.how), ("why", &row.why)] {
                if let Some(sentence) = sentence {
                    line.push_str(&format!("<br>*{word}*: {}", escape(sentence)));
                }
            }
        }
        text.push_str(&line);
        text.push('\n');
    }
}
