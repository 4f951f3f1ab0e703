//! A link to a goal of a kind that it must not name.

use crate::analysis::facts::Facts;
use crate::analysis::links::{LinkRole, WrittenLink, links_of};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind};

pub(in crate::rules) static RULE: Rule = Rule::error("wrong-kind", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let workspace = snapshot.workspace;
    for (ix, goal) in snapshot.goals() {
        for link in links_of(goal) {
            let Some(named) = workspace.find(link.id).filter(|named| *named != ix) else { continue };
            let to = workspace.goal(named);
            // A link to a private goal is a `dangling-link`: its kind must not be revealed.
            let hidden = workspace.is_private(to.document) && !workspace.is_private(goal.document);
            if link.role.fits(goal.kind, to.kind) || hidden {
                continue;
            }
            let (field, wants) = (link.role.field(), link.role.wants(goal.kind));
            let message = format!("{field} must name {wants}, but `{}` is {}", link.id, to.kind.in_words());
            let report = Report::at(ix, link.route(goal), message)
                .label(to.kind.in_words())
                .help(help(&link, goal, to))
                .related(named, "kind", "its kind");
            sink.report(report);
        }
    }
}

fn help(link: &WrittenLink<'_>, goal: &Goal, to: &Goal) -> String {
    match (link.role, to.kind, &to.measures) {
        (LinkRole::Measures, Kind::KeyResult, Some(objective)) => {
            format!("name its objective, `{objective}`")
        }
        (LinkRole::Measures, Kind::Kpi, _) => {
            format!("name an objective here; to measure this KPI, set `kpi: {}` in the metric", to.id)
        }
        (LinkRole::Supports, Kind::Kpi, _) => "name a goal that changes this KPI".to_owned(),
        (role, ..) => format!("name {}, or remove the link", role.wants(goal.kind)),
    }
}
