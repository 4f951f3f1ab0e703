//! What `pull` did, for people: a line for each value, then the files, the commit and the count.

use super::clean::clean;
use super::here::Here;
use super::layout::{hang, wrap_facts};
use super::style::Style;
use super::written::{file_lines, tail};
use crate::analysis::text::percent;
use crate::git::short_id;
use crate::model::{count_of, exact};
use crate::source::InOrder as _;
use crate::view::pull::{FormerQuestion, PullResult, PullView, PulledSource, PulledValue};

/// What `pull` did. `here` is the current folder.
pub fn pull(view: &PullView, here: &Here, style: Style) -> String {
    let mut text = String::new();
    // What needs a person comes last, next to the count.
    let order = |it: &&PulledValue| match it.outcome {
        PullResult::Unchanged => 0,
        PullResult::Written | PullResult::Explained => 1,
        PullResult::Held => 2,
        PullResult::LeftOut => 3,
        PullResult::Failed => 4,
    };
    let mut values: Vec<&PulledValue> = view.values.iter().collect();
    values.order_by_key(order);
    for value in values {
        text.push_str(&line(value, style));
        for request in &value.request {
            text.push_str(&format!("    {}\n", clean(request)));
        }
        if let Some(former) = &value.former {
            text.push_str(&comparison(value, former, style));
        }
    }
    if !view.dry_run {
        text.push_str(&file_lines(&view.files, here, style));
    }
    text.push_str(&tail(view.commit.as_deref()));
    text.push_str(&tally(view));
    text
}

/// The sources, one on each line.
pub fn sources(sources: &[PulledSource], style: Style) -> String {
    let mut text = String::new();
    let width = sources.iter().map(|source| source.name.chars().count()).max().unwrap_or_default();
    for source in sources {
        let asked = match source.goals {
            0 => "no goal asks it".to_owned(),
            goals => count_of(goals, "value"),
        };
        let state = match (source.answers, source.answered) {
            (Some(true), _) => "answers".to_owned(),
            (Some(false), _) => style.bad("does not answer"),
            (None, Some(day)) => format!("newest value of {day}"),
            (None, None) => "no value yet".to_owned(),
        };
        let name = format!("{:width$}", clean(&source.name));
        let facts = format!("{} {} · {asked} · {state}", source.kind, clean(&source.place));
        text.push_str(&format!("{name}  {facts}\n"));
        if let Some(reason) = &source.reason {
            for line in hang("  ", 2, &wrap_facts(&clean(reason), style.width.saturating_sub(2))) {
                text.push_str(&format!("{line}\n"));
            }
        }
    }
    text
}

fn line(value: &PulledValue, style: Style) -> String {
    let name = if value.field == "metric" { value.goal.clone() } else { format!("{} {}", value.goal, value.field) };
    let is_metric = value.field == "metric";
    let number = |number: f64| {
        if is_metric { exact(number) } else { if number > 0.0 { "done" } else { "not done" }.to_owned() }
    };
    let what = match (value.outcome, value.value) {
        (PullResult::Written, Some(new)) => match value.before.filter(|_| value.before != value.value && is_metric) {
            Some(before) => format!("{} (was {})", number(new), exact(before)),
            None => number(new),
        },
        (PullResult::Unchanged, Some(_)) if is_metric && value.before.is_some() && value.before != value.value => {
            format!("stays {}", exact(value.before.unwrap_or_default()))
        }
        (PullResult::Unchanged, Some(same)) => format!("{}, unchanged", number(same)),
        (outcome, Some(new)) => format!("{}: {}", outcome.word(), number(new)),
        (outcome, None) => outcome.word().to_owned(),
    };
    let what = if value.outcome == PullResult::Failed { style.bad(&what) } else { what };
    let reason = value.reason.as_ref().map(|reason| format!(", {}", clean(reason))).unwrap_or_default();
    let source = clean(&value.source);
    let facts = match value.outcome {
        PullResult::Explained => format!("{}: request to {source}", clean(&name)),
        _ => format!("{}: {what}{reason} · {source}", clean(&name)),
    };
    let lines = hang("", 2, &wrap_facts(&facts, style.width.saturating_sub(2)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// What a goal asked before, and what both questions give today.
fn comparison(value: &PulledValue, former: &FormerQuestion, style: Style) -> String {
    let say = |fact: &str| -> String {
        let lines = hang("  ", 2, &wrap_facts(&clean(fact), style.width.saturating_sub(2)));
        lines.iter().map(|line| format!("{line}\n")).collect()
    };
    let commit = former.commit.as_ref().map(|commit| format!(" ({})", short_id(commit))).unwrap_or_default();
    let mut text = say(&format!("until {}{commit} it asked {}", former.until, former.asked));
    if former.request.is_empty() {
        let reason = former.reason.as_deref().unwrap_or("its source is gone");
        return text + &say(&format!("that is not asked any more: {reason}"));
    }
    text.extend(former.request.iter().map(|line| format!("    {}\n", clean(line))));
    let number = |number: Option<f64>, reason: &Option<String>| match number {
        Some(number) => exact(number),
        None => format!("no value ({})", reason.as_deref().unwrap_or("it was not asked")),
    };
    let (old, new) = (number(former.value, &former.reason), number(value.value, &value.reason));
    text += &say(&format!("today that gives {old}, and the present question gives {new}"));
    for effect in &former.effects {
        let of = if effect.goal == value.goal { String::new() } else { format!(" of {}", effect.goal) };
        let (was, is) = (percent(effect.former), percent(effect.present));
        text += &say(&if was == is {
            format!("progress{of} is {is} with both")
        } else {
            format!("progress{of} is {is}, and would be {was} with the former question")
        });
    }
    text
}

/// How many values came to what.
fn tally(view: &PullView) -> String {
    let all = [
        PullResult::Written,
        PullResult::Unchanged,
        PullResult::Held,
        PullResult::LeftOut,
        PullResult::Failed,
        PullResult::Explained,
    ];
    let count = |outcome: PullResult| view.values.iter().filter(|value| value.outcome == outcome).count();
    let is_compared = |value: &&PulledValue| value.former.as_ref().is_some_and(|former| !former.request.is_empty());
    let compared = view.values.iter().filter(is_compared).count();
    let describe = |(outcome, count): (PullResult, usize)| match outcome {
        // Both questions of each goal whose question was changed.
        PullResult::Explained if compared > 0 => {
            format!("{}, {} asked to compare", count_of(count, "request"), count_of(2 * compared, "question"))
        }
        PullResult::Explained => format!("{}, none sent", count_of(count, "request")),
        PullResult::Written if view.dry_run => format!("{count} would be written"),
        outcome => format!("{count} {}", outcome.word()),
    };
    let parts = all.into_iter().map(|outcome| (outcome, count(outcome)));
    let parts: Vec<String> = parts.filter(|(_, count)| *count > 0).map(describe).collect();
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(" · ")) }
}
