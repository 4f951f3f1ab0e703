//! Career wishes and feedback on a person where everyone can read them.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{LogKind, Statistics};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "personal-data-in-open-root",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("personal_data_in_open_root.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let settings = snapshot.settings();
    let concerned_alone = settings.include.is_empty() && settings.statistics == Statistics::Person;
    // A root that is within another one is itself the private one.
    if concerned_alone || settings.within.is_some() {
        return;
    }
    let help = if settings.include.is_empty() {
        "keep it in a private root, named with `include` in goalpost.yaml; what is committed stays in git's history"
    } else {
        "move it to the private root; what is committed already stays in git's history"
    };
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| !snapshot.workspace.is_private(goal.document)) {
        let document = snapshot.workspace.document_of(goal);
        if goal.plain.text("aspiration").is_some() {
            let report = Report::at(ix, "aspiration", "a person's career aim stands where everyone can read it");
            sink.report(report.label("personal").help(help));
        }
        if goal.log.iter().any(|entry| entry.kind == LogKind::Feedback) {
            let kinds = document.texts("log[].kind").into_iter();
            for (route, _) in kinds.filter(|(_, kind)| *kind == LogKind::Feedback.word()) {
                let entry = route.trim_end_matches(".kind");
                let report = Report::at(ix, entry, "feedback on a person stands where everyone can read it");
                sink.report(report.label("personal").help(help));
            }
        }
    }
}
