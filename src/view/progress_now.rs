//! Progress and health of a goal with a value that is being written, in a few words.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{
    Health, Measure, Observation, Standing, ValueTerms, bounds_words, expected_share, kpi_health, measure_of,
    raw_progress, value_words,
};
use crate::analysis::text::percent;
use crate::model::{Day, Done, Goal, GoalIx, Kind, exact};
use crate::view::standing::{NO_BOUNDS, health_words};

/// Describes a new value: before and after, with the resulting progress and health.
pub fn describe_new_value(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    keeper: GoalIx,
    before: Option<f64>,
    (now, day): (f64, Day),
) -> String {
    let goal = snapshot.goal(ix);
    let Some(metric) = &snapshot.goal(keeper).metric else { return String::new() };
    let say = |value: f64| value_words(snapshot.workspace, metric, value);
    #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
    let change = match before {
        Some(before) if before == now => format!("still {}", say(now)),
        // The unit is written once, after the new value.
        Some(before) if metric.scale.is_empty() => format!("{} → {}", exact(before), say(now)),
        Some(before) => format!("{} → {}", say(before), say(now)),
        None => say(now),
    };
    let mut then = goal.clone();
    if let Some(metric) = &mut then.metric {
        metric.current = Some(now);
    }
    match describe_standing(snapshot, ix, &then, Some(now), day) {
        Some(standing) => format!("{change} · {standing}"),
        None => change,
    }
}

/// Describes milestones that are being marked as done, by their places in the file, with the resulting progress and health.
pub fn describe_done_steps(snapshot: &Facts<'_>, ix: GoalIx, steps: &[usize], day: Day) -> String {
    let mut then = snapshot.goal(ix).clone();
    for step in then.milestones.iter_mut().filter(|step| steps.contains(&step.index)) {
        step.done = Some(Done::On(day));
    }
    let done = format!("done: {}", titles_of_steps(snapshot.goal(ix), steps));
    match describe_standing(snapshot, ix, &then, None, day) {
        Some(standing) => format!("{done} · {standing}"),
        None => done,
    }
}

/// The titles of some milestones of a goal, by their places in the file.
pub fn titles_of_steps(goal: &Goal, steps: &[usize]) -> String {
    let titles = goal.milestones.iter().filter(|it| steps.contains(&it.index)).map(|it| it.title.as_str());
    titles.collect::<Vec<_>>().join(", ")
}

/// Progress, plan and health of a goal with a value of some day. None for a value after the last day that counts.
fn describe_standing(snapshot: &Facts<'_>, ix: GoalIx, then: &Goal, value: Option<f64>, day: Day) -> Option<String> {
    if then.kind == Kind::Kpi {
        let health = kpi_health(then);
        return Some(if health == Health::NoData { NO_BOUNDS.to_owned() } else { health.word().replace('-', " ") });
    }
    if then.end().is_some_and(|last| last < day) {
        return None;
    }
    let mut observations: Vec<Observation> = snapshot.timeline.of(ix).to_vec();
    observations.retain(|it| it.day < day);
    observations.push(Observation {
        day,
        value,
        version: None,
        terms: ValueTerms::Today,
        progress: None,
        held: None,
        confidence: None,
        commit: None,
        path: String::new(),
        takes_back: false,
        is_pulled: false,
    });
    let progress = raw_progress(then, value, &observations, snapshot.today)?.clamp(0.0, 1.0);
    let expected = expected_share(then, snapshot.today);
    let standing = Standing { progress: Some(progress), expected, ..Standing::default() };
    let health = health_words(Health::of(then, standing, snapshot.settings(), snapshot.today).word());
    Some(match (measure_of(then), expected) {
        // How long the bounds were kept is in history alone.
        (Measure::Keep(metric), _) if snapshot.timeline.history().is_none() => {
            format!("{} its bounds", if value.is_some_and(|value| metric.holds(value)) { "inside" } else { "outside" })
        }
        (Measure::Keep(_), _) => health.to_owned(),
        (_, Some(expected)) => {
            format!("progress {}, plan {}: {health}", percent(progress), percent(expected))
        }
        (_, None) => format!("progress {}", percent(progress)),
    })
}

/// The planned value of a goal today, in the words of its metric.
pub fn planned_value(snapshot: &Facts<'_>, goal: &Goal) -> Option<String> {
    let metric = goal.metric.as_ref()?;
    match measure_of(goal) {
        Measure::Reach { baseline, target } if metric.scale.is_empty() => {
            let value = baseline + (target - baseline) * expected_share(goal, snapshot.today)?;
            // The planned value is rounded to a hundredth of the distance from baseline to target.
            let step = (target - baseline).abs() / 100.0;
            let digits = (0..6).find(|digits| 10_f64.powi(-digits) <= step).unwrap_or(6);
            let digits = usize::try_from(digits).unwrap_or(0);
            let rounded: f64 = format!("{value:.digits$}").parse().ok()?;
            Some(value_words(snapshot.workspace, metric, rounded))
        }
        Measure::Keep(bounds) => {
            bounds_words(bounds.at_least, bounds.at_most, |value| value_words(snapshot.workspace, metric, value))
        }
        _ => None,
    }
}
