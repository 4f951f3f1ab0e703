//! A survey with more respondents than people who were invited.

use super::answers::{read_count, surveys};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("more-respondents-than-invited", Group::Survey, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, survey) in surveys(snapshot) {
        let document = snapshot.workspace.document_of(survey);
        let (Some(respondents), Some(invited)) = (read_count(document, "respondents"), read_count(document, "invited"))
        else {
            continue;
        };
        if respondents > invited {
            let report = Report::at(
                ix,
                "respondents",
                format!("{respondents} people answered, but only {invited} were invited"),
            )
            .label(format!("more than {invited}"))
            .help("correct the number that is wrong")
            .related(ix, "invited", "number of people invited");
            sink.report(report);
        }
    }
}
