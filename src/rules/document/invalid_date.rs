//! A day that does not exist, is not written as `YYYY-MM-DD`, or ends what begins later.

use super::faults;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("invalid-date", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    faults::report(snapshot, sink, FaultKind::InvalidDate);
    if let Some(day) = snapshot.settings().adopted.filter(|day| *day > snapshot.today) {
        let message = format!("`adopted` is {day}, which has not come yet: history would not be judged at all");
        let report = Report::on(Subject::Settings, "adopted", message).label(format!("today is {}", snapshot.today));
        sink.report(report.help("write the day since which these goals are kept with goalpost, at the latest today"));
    }
}
