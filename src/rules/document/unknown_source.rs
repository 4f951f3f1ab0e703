//! A goal whose value comes from a source that the settings do not have.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Role;
use crate::syntax::{closest, quoted};

pub(in crate::rules) static RULE: Rule = Rule::error("unknown-source", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let sources = &snapshot.settings().sources;
    let document = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    // A source that is written and cannot be read is an error there.
    let is_written = |name: &str| document.is_some_and(|it| it.mentions(&format!("sources.{name}")));
    for (ix, goal) in snapshot.live_goals() {
        for (milestone, origin) in goal.origins() {
            if sources.contains_key(&origin.source) || is_written(&origin.source) {
                continue;
            }
            let words = || sources.keys().map(String::as_str);
            let help = match closest(&origin.source, words()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if sources.is_empty() => format!(
                    "goalpost.yaml has no `sources`; write `sources: {{{}: {{prometheus: …}}}}` there: goalpost explain numbers",
                    origin.source
                ),
                None => format!("goalpost.yaml has {}", quoted(words()).replace(" or ", " and ")),
            };
            let route = milestone.map_or_else(|| "metric.from".to_owned(), |index| format!("milestones[{index}].done"));
            let message = format!("`sources` in goalpost.yaml does not have `{}`", origin.source);
            sink.report(Report::at(ix, format!("{route}.source"), message).label("unknown").help(help));
        }
    }
}
