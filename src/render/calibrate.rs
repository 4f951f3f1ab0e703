//! Calibration in the terminal: a sentence, a picture of what was stated against what became of it, and the scores.

use super::clean::clean;
use super::layout::{paragraph, wrap};
use super::next_steps::next_steps;
use super::number::rounded;
use super::style::Style;
use super::table::{Align, Cell, Table};
use crate::analysis::text::percent;
use crate::model::count_of;
use crate::view::calibrate::{CalibrationView, ConfidenceGroup, ConfidenceScoreView, NamedGroupView};

/// The columns of a bar, and of one on a narrow page.
const BAR: usize = 20;
const SHORT_BAR: usize = 8;

/// The width below which bars are short.
const NARROW: usize = 60;

/// The calibration for a terminal.
pub fn calibrate(view: &CalibrationView, style: Style) -> String {
    let sentence = wrap(&clean(&view.sentence()), style.width);
    let mut text: String = sentence.iter().map(|line| format!("{}\n", style.bold(line))).collect();
    if !view.withheld && !view.too_few {
        if let Some(stated) = view.best_known_confidence() {
            picture(stated, style, &mut text);
        }
        scores(view, style, &mut text);
        groups("by team", &view.teams, style, &mut text);
        groups("by level", &view.levels, style, &mut text);
    }
    let next = if view.too_few {
        "close goals with a grade: goalpost close GOAL"
    } else {
        "how a forecast is made: goalpost explain forecast"
    };
    text + &next_steps([next], style)
}

/// A bar for each stated confidence: how many of its goals were achieved, with a mark where that would equal it.
fn picture(stated: &ConfidenceScoreView, style: Style, text: &mut String) {
    let at = percent(stated.at);
    let heading = format!("stated at {at} of the period, and achieved");
    text.push_str(&format!("\n{}", paragraph(0, &heading, style.width, |line| style.bold(line))));
    for it in &stated.called {
        let bar = bar(it, if style.width < NARROW { SHORT_BAR } else { BAR });
        let achieved = format!("achieved {} of {}", it.achieved, it.goals);
        text.push_str(&format!("  {:>2} of 10  {bar}  {achieved}\n", it.tenths));
    }
    let mark = "│ marks where goals achieved as often as stated would end";
    text.push_str(&paragraph(2, mark, style.width, |line| style.dim(line)));
}

fn bar(it: &ConfidenceGroup, columns: usize) -> String {
    let filled = (it.achieved * columns + it.goals / 2) / it.goals.max(1);
    let mark = usize::from(it.tenths.min(10)) * columns / 10;
    (0..=columns)
        .map(|at| {
            if at == mark {
                '│'
            } else if at < filled {
                '█'
            } else {
                '░'
            }
        })
        .collect()
}

fn scores(view: &CalibrationView, style: Style, text: &mut String) {
    let score = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| rounded(value, 3).0);
    text.push_str(&format!("\n{}\n", style.bold("scores")));
    let mut table = Table::new([
        ("at", Align::Right),
        ("goals", Align::Right),
        ("interval held", Align::Right),
        ("Brier", Align::Right),
        ("base rate", Align::Right),
        ("stated by people", Align::Right),
    ]);
    for (it, stated) in view.all.forecasts.iter().zip(&view.all.confidence) {
        let held = it.interval_held.map_or_else(|| "too few".to_owned(), percent);
        let cells = [percent(it.at), it.goals.to_string(), held, score(it.brier), score(it.brier_base_rate)];
        table.row(cells.into_iter().chain([score(stated.brier)]).map(Cell::new));
    }
    text.push_str(&table.draw(2, style));
    let meaning = "80 % is asked of the interval; Brier scores are better the smaller they are";
    text.push_str(&paragraph(2, meaning, style.width, |line| style.dim(line)));
}

fn groups(heading: &str, groups: &[NamedGroupView], style: Style, text: &mut String) {
    if groups.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", style.bold(heading)));
    for it in groups {
        let mut facts = vec![format!("{} of {} achieved", it.group.achieved, it.group.goals)];
        let half = it.group.forecasts.get(1).and_then(|it| it.interval_held);
        facts.extend(half.map(|held| format!("interval held {}", percent(held))));
        let stated = it.group.confidence.get(1).and_then(|it| Some((it.stated?, it.achieved?, it.goals)));
        facts.extend(stated.map(|(stated, achieved, goals)| {
            format!("stated {}, achieved {} ({})", percent(stated), percent(achieved), count_of(goals, "goal"))
        }));
        text.push_str(&paragraph(2, &format!("{}: {}", clean(&it.id), facts.join(" · ")), style.width, str::to_owned));
    }
}
