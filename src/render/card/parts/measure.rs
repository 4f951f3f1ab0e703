//! The progress of a goal: plan, pace, metric, milestones; for a survey its answers.

use super::part::{CardPart, Dated, text};
use crate::analysis::numbers::{bounds_words, way_words};
use crate::analysis::text::percent_fine;
use crate::model::{Day, Done, Kind, Milestone, count_of, days_between};
use crate::render::number::tight_percent;
use crate::render::tree::ago;
use crate::view::forecast::{out_of_ten, too_few_words};
use crate::view::show::{MetricView, ShowView};
use crate::view::standing::{UNREAD_VALUE, health_words};
use crate::view::unreadable::unreadable_parts;

pub(super) fn measure(view: &ShowView, today: Day) -> Vec<CardPart> {
    let goal = &view.goal;
    let mut parts = Vec::new();
    parts.extend(plan(view).map(CardPart::Progress));
    let mut pace = Vec::new();
    let behind = matches!(goal.health.as_str(), "at-risk" | "off-track" | "on-track");
    pace.extend(goal.words.pace.clone().filter(|_| behind));
    pace.extend(goal.theory_gap.filter(|gap| *gap > 0.1).map(|gap| {
        format!("supporting goals are {} ahead of it: check whether they drive this metric", percent_fine(gap))
    }));
    text(&mut parts, "unreadable", unreadable_parts(&goal.unreadable));
    text(&mut parts, "not counted", goal.words.uncounted.as_ref().map(|words| words.replacen("not counted: ", "", 1)));
    text(&mut parts, "pace", (!pace.is_empty()).then(|| pace.join(" · ")));
    let few = goal.too_few_check_ins.map(too_few_words);
    text(&mut parts, "forecast", goal.forecast.as_ref().map(|it| it.words.clone()).or(few));
    if let Some(metric) = &view.metric {
        text(&mut parts, "metric", Some(metric_words(metric, today)));
        if let Some(kpi) = &metric.kpi {
            let words = match (&kpi.title, &kpi.health) {
                (Some(title), Some(health)) => format!("{}: {title}, {}", kpi.id, health_words(health)),
                _ => match &kpi.unreadable {
                    Some(path) => format!("{}: {path} cannot be read", kpi.id),
                    None => format!("{}, which does not exist", kpi.id),
                },
            };
            text(&mut parts, "KPI", Some(words));
        }
        text(&mut parts, "source", metric.source.clone());
    }
    if let Some(late) = &goal.late_value {
        parts.push(CardPart::Open("not counted", late.words.clone()));
    }
    text(&mut parts, "came late", goal.late_arrival.as_ref().map(|late| late.words.clone()));
    let confidence = goal.confidence.map(out_of_ten);
    text(&mut parts, "confidence", confidence);
    // The day of the value is the check-in day, so it is not repeated.
    let shown_day = view.metric.as_ref().and_then(|metric| metric.as_of);
    let check_in = goal.last_check_in.filter(|day| goal.kind != Kind::Kpi && Some(*day) != shown_day);
    text(&mut parts, "checked in", check_in.map(|day| ago(day, today)));
    if !view.milestones.is_empty() {
        let stones = view.milestones.iter().map(|it| milestone(it, view.metric.as_ref(), today)).collect();
        parts.push(CardPart::Dated("milestones", stones));
    }
    if let Some(survey) = &view.survey {
        let of = survey.invited.map(|invited| format!(" of {invited}")).unwrap_or_default();
        text(&mut parts, "answered", Some(format!("{}{of}, {}", survey.respondents, survey.date)));
        let scores: Vec<String> =
            survey.scores.iter().map(|it| format!("{} {}", it.question, (it.mean * 10.0).round() / 10.0)).collect();
        let scores = (!scores.is_empty()).then(|| format!("{} (1 to 5)", scores.join(", ")));
        let withheld = survey.withheld.then(|| "withheld: fewer than 5 answers would identify people".to_owned());
        text(&mut parts, "scores", withheld.or(scores));
    }
    parts
}

/// The planned progress, and the time left.
fn plan(view: &ShowView) -> Option<String> {
    let goal = &view.goal;
    let mut facts = Vec::new();
    if matches!(goal.state.as_str(), "active") {
        facts.extend(goal.expected.map(|share| format!("plan {}", tight_percent(share))));
        facts.extend(view.days_left.map(|days| match days {
            0 => "ends today".to_owned(),
            days if days < 0 => format!("ended {} ago", count_of(usize::try_from(-days).unwrap_or(0), "day")),
            days => format!("{} left", count_of(usize::try_from(days).unwrap_or(0), "day")),
        }));
    }
    facts.extend(view.text_of("deadline").map(|day| format!("deadline {day}")));
    facts.extend(view.text_of("closed").map(|day| format!("closed {day}")));
    let shown = view.goal.progress.is_some() || !facts.is_empty();
    (shown && goal.kind != Kind::Mission && goal.kind != Kind::Kpi).then(|| facts.join(" · "))
}

/// Baseline, target and current value.
fn metric_words(metric: &MetricView, today: Day) -> String {
    let say = |value: f64| metric.say(value);
    let rubric = !metric.scale.is_empty();
    let bounds = bounds_words(metric.at_least, metric.at_most, say);
    let way = match (metric.baseline, metric.target) {
        (Some(from), Some(to)) => Some(way_words(rubric, from, to, say)),
        (None, Some(to)) => Some(format!("target {}, no baseline", say(to))),
        (Some(from), None) => Some(format!("baseline {}, no target", say(from))),
        (None, None) => None,
    };
    let mut words: Vec<String> = way.into_iter().chain(bounds).collect();
    words.extend(metric.stretch.map(|stretch| format!("stretch {}", say(stretch))));
    words.push(match (metric.current, metric.as_of) {
        (Some(now), Some(day)) => format!("now {} ({})", say(now), ago(day, today)),
        (Some(now), None) => format!("now {}", say(now)),
        (None, _) if metric.kpi.as_ref().is_some_and(|kpi| kpi.unreadable.is_some()) => UNREAD_VALUE.to_owned(),
        (None, _) => {
            let other_unit = metric.kpi.as_ref().and_then(|kpi| kpi.other_unit.clone());
            other_unit.unwrap_or_else(|| "no value yet".to_owned())
        }
    });
    if rubric {
        words.push(format!("steps: {}", metric.scale.join(" → ")));
    }
    let name = metric.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    format!("{name}{}", words.join(", "))
}

fn milestone(milestone: &Milestone, metric: Option<&MetricView>, today: Day) -> Dated {
    let done_on = match milestone.done {
        Some(Done::On(day)) => Some(day),
        _ => None,
    };
    let ahead = milestone.due.map(|due| days_between(today, due));
    let (word, open) = match (milestone.is_done(), ahead) {
        (true, _) if done_on.is_some_and(|day| today < day) => ("dated ahead".to_owned(), true),
        (true, _) if done_on > milestone.due && milestone.due.is_some() => ("done late".to_owned(), false),
        (true, _) => ("done".to_owned(), false),
        // With a metric, a milestone is a point of the plan that nobody marks as done, so it is "past", never "overdue".
        (false, Some(days)) if days < 0 && metric.is_some() => ("past".to_owned(), false),
        (false, Some(days)) if days < 0 => ("overdue".to_owned(), true),
        (false, Some(0)) => ("today".to_owned(), true),
        (false, Some(days)) if days < 14 => {
            (format!("in {}", count_of(usize::try_from(days).unwrap_or(0), "day")), false)
        }
        (false, Some(days)) => (format!("in {} weeks", days / 7), false),
        (false, None) => ("open".to_owned(), false),
    };
    let mut facts = vec![milestone.title.clone()];
    facts.extend(milestone.value.map(|value| metric.map_or_else(|| value.to_string(), |metric| metric.say(value))));
    #[expect(clippy::float_cmp, reason = "1 as written or by default")]
    facts.extend(milestone.weight.filter(|weight| *weight != 1.0).map(|weight| format!("weight {weight}")));
    facts.extend(done_on.filter(|day| Some(*day) != milestone.due).map(|day| format!("on {day}")));
    Dated { day: milestone.due, word, open, who: String::new(), text: facts.join(" · ") }
}
