//! A link to a goal that is not there.

use crate::analysis::facts::Facts;
use crate::analysis::links::{DanglingLink, LinkRole};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::syntax::{Content, Edit, quoted};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "dangling-link",
    group: Group::Cascade,
    level: Some(Level::Error),
    page: include_str!("dangling_link.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for link in &snapshot.dangling().links {
        let id = link.id;
        let report = if link.hidden {
            Report::at(
                link.goal,
                link.route.clone(),
                format!("`{id}` is a goal of a private root, which this one may not name"),
            )
            .label("private")
            .help("remove the link, and let the private goal name this one: who reads this root cannot follow it there")
        } else {
            Report::at(link.goal, link.route.clone(), format!("no goal has the id `{id}`"))
                .label("no such goal")
                .help(help(snapshot, link))
        };
        sink.report(match replacement(snapshot, link) {
            Some(to) => report.safe_fix(Edit::SetScalar { route: link.route.clone(), to: Content::text(to) }),
            None => report,
        });
    }
}

/// The id that was meant, where writing it makes a link that was not there before.
fn replacement(snapshot: &Facts<'_>, link: &DanglingLink<'_>) -> Option<String> {
    let meant = link.meant.filter(|meant| *meant != link.goal)?;
    let goal = snapshot.goal(link.goal);
    let has_it = |id: &String| snapshot.workspace.find(id) == Some(meant);
    let again = match link.role {
        LinkRole::Supports => goal.supports.iter().any(|entry| has_it(&entry.goal)),
        _ => false,
    };
    (!again).then(|| snapshot.goal(meant).id.clone())
}

fn help(snapshot: &Facts<'_>, link: &DanglingLink<'_>) -> String {
    let own = &snapshot.goal(link.goal).id;
    match &link.near[..] {
        [] => "write the id of a goal that there is, or remove it".to_owned(),
        [near] if near == own => "the nearest id is this goal's own: write the id of another".to_owned(),
        near => format!("did you mean {}?", quoted(near.iter().copied())),
    }
}
