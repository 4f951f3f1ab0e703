//! More answers than people who were asked.

use super::answers::{count, surveys};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "more-respondents-than-invited",
    group: Group::Survey,
    level: Some(Level::Error),
    page: include_str!("more_respondents_than_invited.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, survey) in surveys(snapshot) {
        let document = snapshot.workspace.document_of(survey);
        let (Some(respondents), Some(invited)) = (count(document, "respondents"), count(document, "invited")) else {
            continue;
        };
        if respondents > invited {
            let report =
                Report::at(ix, "respondents", format!("{respondents} answered, and only {invited} were invited"))
                    .label(format!("more than {invited}"))
                    .help("correct whichever of the two numbers is wrong")
                    .related(ix, "invited", "so many were invited");
            sink.report(report);
        }
    }
}
