//! The states of earlier days: `rollup --at` says what a checkout of that day says on it, and what `digest`, `report` and
//! `diff` compare with is the same.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::Question;
use super::days::{Day, day, text};
use super::reader::Reader;
use super::story::{Story, git};
use crate::support::program::goalpost;

type States = BTreeMap<String, Value>;

fn json(folder: &Path, args: &[&str]) -> Value {
    let answer = goalpost(folder, &[&["-q", "--format", "json", "--period", "all"], args].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| serde_json::json!({ "error": answer.stderr }))
}

/// The goals of a rollup by their ids.
fn rollup(folder: &Path, args: &[&str]) -> States {
    let view = json(folder, &[&["rollup"], args].concat());
    let goals = view["goals"].as_array().cloned().unwrap_or_else(|| vec![view]);
    goals.into_iter().map(|goal| (goal["id"].as_str().unwrap_or_default().to_owned(), goal)).collect()
}

fn is_close(one: &Value, other: &Value) -> bool {
    one.as_f64().zip(other.as_f64()).map_or(one == other, |(one, other)| (one - other).abs() < 0.005)
}

/// What is said otherwise of the states of some days of a story.
pub(super) fn wrong_states(story: &Story) -> Vec<String> {
    let (told, tip) = (story.tell(), story.commits.len() - 1);
    let question = Question::new(story, &told, tip);
    let trunk = Reader::new(story, tip).trunk();
    let (folder, today) = (told.path(story.commits[tip].root), text(story.today));
    let now = rollup(&folder, &["--today", &today]);
    let mut wrong = Vec::new();
    for day in [day(2026, 10, 5), day(2026, 10, 31), day(2026, 11, 14), day(2026, 11, 27), story.today - 6] {
        let Some(base) = question.on_day(&trunk, day) else { continue };
        let before = rollup(&folder, &["--at", &text(day), "--today", &today]);
        let checkout = tempfile::tempdir().expect("a folder");
        let from = folder.ancestors().find(|it| it.join(".git").exists()).expect("the repository");
        git(checkout.path(), &["clone", "-q", "--no-checkout", &from.to_string_lossy(), "."], "");
        git(checkout.path(), &["checkout", "-q", &told.names[base]], "");
        let there = rollup(&checkout.path().join(story.commits[base].root), &["--today", &text(day)]);
        wrong.extend(
            differences(&before, &there).map(|it| format!("at {} ({base}), not in a checkout: {it}", text(day))),
        );
        wrong.extend(
            wrong_comparisons(&folder, (&before, &now), day, &today).map(|it| format!("since {}: {it}", text(day))),
        );
        let range = format!("{}..{}", told.names[base], told.names[tip]);
        let then = rollup(&folder, &["--at", &told.names[base], "--today", &today]);
        for it in json(&folder, &["diff", &range, "--today", &today])["impact"].as_array().into_iter().flatten() {
            let was = then.get(it["goal"].as_str().unwrap_or_default()).map_or(&Value::Null, |it| &it["progress"]);
            let is = now.get(it["goal"].as_str().unwrap_or_default()).map_or(&Value::Null, |it| &it["progress"]);
            if (&it["progress_before"], &it["progress_after"]) != (was, is) {
                wrong.push(format!("diff since {base}: {it} and not {was} to {is}"));
            }
        }
    }
    wrong
}

fn differences<'s>(one: &'s States, other: &'s States) -> impl Iterator<Item = String> {
    let ids = one.keys().chain(other.keys().filter(|id| !one.contains_key(*id)));
    ids.filter(|id| one.get(*id) != other.get(*id)).map(|id| format!("{id}: {:?} and {:?}", one.get(id), other.get(id)))
}

/// What a digest since a day compares otherwise than the rollups do.
fn wrong_comparisons<'s>(
    folder: &Path,
    (before, now): (&'s States, &'s States),
    day: Day,
    today: &str,
) -> impl Iterator<Item = String> {
    let view = json(folder, &["digest", "--since", &text(day), "--today", today]);
    let told = move |list: &str| -> States {
        let items = view[list].as_array().cloned().unwrap_or_default().into_iter();
        items.map(|it| (it["goal"].as_str().unwrap_or_default().to_owned(), it)).collect()
    };
    let (progress, health) = (told("progress"), told("health"));
    now.iter().filter_map(move |(id, goal)| {
        let then = before.get(id)?;
        let is_right = match progress.get(id) {
            Some(it) => it["before"] == then["progress"] && it["after"] == goal["progress"],
            None => is_close(&then["progress"], &goal["progress"]),
        };
        let is_healthy = match health.get(id) {
            Some(it) => it["before"] == then["health"],
            None => then["health"] == goal["health"],
        };
        let words = || format!("{id}: {:?}, {:?}: {then} to {goal}", progress.get(id), health.get(id));
        (!is_right || !is_healthy).then(words)
    })
}
