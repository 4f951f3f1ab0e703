//! Scores of a survey with so few respondents that they reveal who gave them.

use super::answers::{has_scores, read_count, surveys};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("small-sample", Group::Survey, check);

/// The minimum number of respondents for scores. It is no setting, so that privacy cannot be configured away.
const MIN_RESPONDENTS: f64 = 5.0;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, survey) in surveys(snapshot) {
        let document = snapshot.workspace.document_of(survey);
        let count = read_count(document, "respondents");
        let Some(few) = count.filter(|count| *count < MIN_RESPONDENTS && has_scores(document)) else {
            continue;
        };
        let message = format!(
            "scores from {few} {} reveal who gave them",
            if few < 2.0 && few > 0.0 { "person" } else { "people" }
        );
        let help = "write `scores: {}` before you commit, because git keeps every version; or survey a larger group";
        sink.report(Report::at(ix, "respondents", message).label("fewer than 5").help(help));
    }
}
