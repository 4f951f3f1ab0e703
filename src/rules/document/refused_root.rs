//! A root that `goalpost.yaml` names but that is not read.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::Role;
use crate::source::{Refusal, RefusedRoot, Root};

pub(in crate::rules) static RULE: Rule = Rule::error("refused-root", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for refused in &snapshot.workspace.sources.refused {
        let message = format!("`{}` {}, and is not read", refused.name, refused.refusal.reason());
        let report = Report::on(Subject::Settings, route(snapshot, refused), message);
        sink.report(report.label("refused").help(refused.refusal.help()));
    }
}

/// The route at which the settings name a root. It is found by text, because the settings lack entries with errors.
fn route(snapshot: &Facts<'_>, refused: &RefusedRoot) -> String {
    if refused.root == Root::Outer {
        return "within".to_owned();
    }
    let document = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    let entries = document.map(|document| document.texts("include[]")).unwrap_or_default();
    let mut same = entries.into_iter().filter(|(_, text)| text.trim_end_matches('/') == refused.name);
    let entry = if refused.refusal == Refusal::Twice { same.next_back() } else { same.next() };
    entry.map_or_else(|| "include".to_owned(), |(route, _)| route)
}
