//! Scores of so few that they show who gave them.

use super::answers::{count, has_scores, surveys};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "small-sample",
    group: Group::Survey,
    level: Some(Level::Error),
    page: include_str!("small_sample.md"),
    options: &[],
    check,
};

/// From so many respondents on scores may be shown. No setting: privacy is not to be configured away.
const ENOUGH: f64 = 5.0;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, survey) in surveys(snapshot) {
        let document = snapshot.workspace.document_of(survey);
        let Some(few) = count(document, "respondents").filter(|count| *count < ENOUGH && has_scores(document)) else {
            continue;
        };
        let message = format!(
            "the scores of {few} {} show who gave them",
            if few < 2.0 && few > 0.0 { "person" } else { "people" }
        );
        let help = "write `scores: {}` before this is committed, or ask a larger group: git keeps what it has seen";
        sink.report(Report::at(ix, "respondents", message).label("fewer than 5").help(help));
    }
}
