//! A setting that makes numbers or judges history, changed in mid-period so that it altered something.

use crate::analysis::altered::{AlteredGoal, MovedSetting};
use crate::analysis::facts::Facts;
use crate::analysis::text::percent;
use crate::git::short_id;
use crate::lint::{Group, Report, Rule, Sink, Subject};

use super::phrases;

pub(in crate::rules) static RULE: Rule = Rule::warning("moved-settings", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for moved in &snapshot.moved_settings.found {
        sink.report(report(snapshot, moved));
    }
}

fn report(snapshot: &Facts<'_>, it: &MovedSetting) -> Report {
    let (route, now) = (it.setting.route(), &it.after);
    let message = it.words();
    // A person is not named: settings are everybody's.
    let commit = phrases::commit_at(snapshot, it.commit).map(|commit| commit.oid.to_string());
    let until = match &commit {
        Some(oid) => format!("until {} ({})", it.day, short_id(oid)),
        None => "until now (not committed yet)".to_owned(),
    };
    // Not every value can be written back: a setting was not there, or the same folders had other rules.
    let (was, back) = match it.before.as_str() {
        "unset" | "[]" => (format!("not set {until}"), format!("remove `{route}`")),
        before if before == now.as_str() => (format!("other rules {until}"), "restore the earlier rules".to_owned()),
        before => (format!("was {before} {until}"), format!("restore {before}")),
    };
    let help = format!(
        "explain it (add `{{date: {}, setting: {route}, why: \"…\"}}` to `changes` in goalpost.yaml), or {back}",
        it.day
    );
    let report = Report::on(Subject::Settings, route, message).label(was).help(help);
    let report = it.goals.iter().fold(report, |report, altered| report.related(altered.goal, "", describe(altered)));
    it.silenced.iter().fold(report, |report, silenced| {
        let message = if silenced.is_left_out { "in a root that is left out" } else { &silenced.message };
        let text = format!("`{}` with the earlier value: {message}", silenced.rule);
        match silenced.goal {
            Some(ix) => report.related(ix, "", text),
            None => report.related_on(Subject::Settings, "", text),
        }
    })
}

/// The numbers of a goal now and with the earlier value.
fn describe(it: &AlteredGoal) -> String {
    let say = |progress: Option<f64>| progress.map_or("unknown".to_owned(), percent);
    let (health_then, health) = (it.health.0.word().replace('-', " "), it.health.1.word().replace('-', " "));
    let (then, now) = (say(it.progress.0), say(it.progress.1));
    let progress =
        if it.progress.0 == it.progress.1 { now } else { format!("{now}, or {then} with the earlier value") };
    let health =
        if health == health_then { health } else { format!("{health}, or {health_then} with the earlier value") };
    format!("progress {progress}; {health}")
}
