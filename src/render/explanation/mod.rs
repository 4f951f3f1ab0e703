//! The origin of a rollup's numbers: formulas with the numbers filled in, and the line of each input.

mod figures;
mod forecast;
mod parts;
mod sheet;

use std::collections::HashSet;

use super::clean::clean;
use super::filter_options::no_goals;
use super::here::Here;
use super::layout::paragraph;
use super::next_steps::next_steps;
use super::number::tight_percent;
use super::style::Style;
use crate::model::Day;
use crate::view::explanation::{ExplanationView, HealthHow, ProgressHow};
use crate::view::forecast::too_few_words;
use crate::view::selection::Selection;

use sheet::Sheet;

/// The explanations of some goals on a day. `heading` describes the period, unless a goal was named; `unread` names the files
/// that cannot be read; `here` is the current folder.
pub fn explanations(
    views: &[ExplanationView],
    (heading, selection, unread): (Option<&str>, &Selection, Option<&str>),
    today: Day,
    here: &Here,
    style: Style,
) -> String {
    let mut text = heading.map(|it| paragraph(0, it, style.width, str::to_owned) + "\n").unwrap_or_default();
    if views.is_empty() {
        return text + &no_goals("rollup", selection, unread, style.width);
    }
    let blocks: Vec<String> = views.iter().map(|view| explain_goal(view, today, here, style)).collect();
    text.push_str(&blocks.join("\n"));
    let explained: HashSet<&str> = views.iter().map(|view| view.id.as_str()).collect();
    let deeper = views.iter().find_map(|view| match view.progress.as_ref().map(|it| &it.how) {
        Some(ProgressHow::Parts { parts, .. }) => {
            // A part that cannot be read has no numbers to explain.
            let readable = parts.parts.iter().filter(|part| part.unreadable.is_none());
            readable.map(|part| part.id.as_str()).find(|id| !explained.contains(id))
        }
        _ => None,
    });
    let step = match deeper {
        Some(id) => format!("explain a part: goalpost rollup --explain {id}"),
        None => "terms: goalpost explain check-in".to_owned(),
    };
    text + &next_steps([step], style)
}

fn explain_goal(view: &ExplanationView, today: Day, here: &Here, style: Style) -> String {
    let mut sheet = Sheet::new(&view.path, here, style);
    sheet.wrapped(0, &format!("{}: {}", clean(&view.id), answer(view, today)), |line| style.bold(line));
    sheet.wrapped(2, &clean(&view.title), str::to_owned);
    let owner = view.owner.as_deref().map(|owner| format!(" of {}", clean(owner))).unwrap_or_default();
    let kind = view.kind.noun();
    sheet.wrapped(2, &format!("{kind}{owner} · {}", sheet.path(&view.path)), |line| style.dim(line));
    if let Some(progress) = &view.progress {
        figures::progress(&mut sheet, progress);
    }
    if let Some(expected) = &view.expected {
        figures::expected(&mut sheet, expected);
    }
    if let Some(health) = &view.health {
        figures::health(&mut sheet, health);
    }
    if let (Some(pace), Some(progress)) = (&view.pace, view.progress.as_ref().and_then(|it| it.raw.or(it.value))) {
        figures::pace(&mut sheet, pace, progress);
    }
    if let Some(forecast) = &view.forecast {
        forecast::forecast(&mut sheet, forecast);
    } else if let Some(few) = view.too_few_check_ins {
        sheet.figure("forecast", &too_few_words(few));
    }
    if let Some(gap) = &view.theory_gap {
        figures::gap(&mut sheet, gap, view.progress.as_ref().and_then(|it| it.value));
    }
    sheet.text()
}

/// Progress, plan and health in one line.
fn answer(view: &ExplanationView, today: Day) -> String {
    let health = view.health.as_ref().map(|health| health.words.as_str());
    let Some(progress) = &view.progress else {
        return health.map_or_else(|| "a mission has no numbers".to_owned(), str::to_owned);
    };
    let progress =
        progress.value.map_or_else(|| "no progress".to_owned(), |it| format!("progress {}", tight_percent(it)));
    let progress = format!("{progress} on {today}");
    let expected = view.expected.as_ref().and_then(|it| it.value);
    let expected = expected.map(|it| format!(", plan {}", tight_percent(it))).unwrap_or_default();
    let health = match view.health.as_ref().map(|it| &it.how) {
        Some(HealthHow::NoProgress) | None => String::new(),
        Some(_) => health.map(|word| format!(": {word}")).unwrap_or_default(),
    };
    format!("{progress}{expected}{health}")
}
