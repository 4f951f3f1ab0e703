//! Career aspirations and feedback about a person where everyone can read them.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{LogKind, Statistics};

pub(in crate::rules) static RULE: Rule = Rule::warning("personal-data-in-open-root", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let settings = snapshot.settings();
    // With statistics by person and no other root, the repository is one that only the people concerned can read.
    let is_closed_group = settings.include.is_empty() && settings.statistics == Statistics::Person;
    // A root that is `within` another one is itself the private one.
    if is_closed_group || settings.within.is_some() {
        return;
    }
    let help = if settings.include.is_empty() {
        "move it to a private root, listed under `include` in goalpost.yaml; committed text stays in git's history"
    } else {
        "move it to the private root; text that is already committed stays in git's history"
    };
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| !snapshot.workspace.is_private(goal.document)) {
        let document = snapshot.workspace.document_of(goal);
        if goal.plain.text("aspiration").is_some() {
            let report =
                Report::at(ix, "aspiration", "everyone who can read this root can read this career aspiration");
            sink.report(report.label("personal").help(help));
        }
        if goal.log.iter().any(|entry| entry.kind == LogKind::Feedback) {
            let kinds = document.texts("log[].kind").into_iter();
            for (route, _) in kinds.filter(|(_, kind)| *kind == LogKind::Feedback.word()) {
                let entry = route.trim_end_matches(".kind");
                let report =
                    Report::at(ix, entry, "everyone who can read this root can read this feedback about a person");
                sink.report(report.label("personal").help(help));
            }
        }
    }
}
