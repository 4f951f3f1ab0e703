//! A trunk that is no branch of the repository.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::syntax::{closest, quoted};

pub(in crate::rules) static RULE: Rule = Rule::warning("unknown-trunk", Group::Document, check);

/// The most branches that are named.
const MOST: usize = 5;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let trunk = snapshot.settings().trunk.as_deref();
    let Some((trunk, branches)) = trunk.zip(snapshot.workspace.other_branches.as_ref()) else { return };
    let names = || branches.iter().map(String::as_str);
    let help = match closest(trunk, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if branches.len() > MOST => "write the branch on which goals are published".to_owned(),
        None => format!("its branches: {}", quoted(names()).replace(" or ", " and ")),
    };
    let message = format!("this repository has no branch `{trunk}`");
    sink.report(Report::on(Subject::Settings, "trunk", message).label("unknown").help(help));
}
