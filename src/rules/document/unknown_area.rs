//! A key result area that is not listed in the settings.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::syntax::{closest, quoted};

pub(in crate::rules) static RULE: Rule = Rule::warning("unknown-area", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let areas = &snapshot.settings().areas;
    if areas.is_empty() {
        return;
    }
    let known: HashSet<&str> = areas.iter().map(String::as_str).collect();
    for (ix, goal) in snapshot.live_goals() {
        let Some(area) = goal.area.as_deref().filter(|area| !known.contains(area)) else { continue };
        let help = match closest(area, areas.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if areas.len() > 12 => "add it to `areas` in goalpost.yaml, or use one of those".to_owned(),
            None => {
                let all = quoted(areas.iter().map(String::as_str)).replace(" or ", " and ");
                format!("add it to `areas` in goalpost.yaml, which lists {all}")
            }
        };
        let message = format!("`areas` in goalpost.yaml does not list `{area}`");
        sink.report(Report::at(ix, "area", message).label("unknown").help(help));
    }
}
