//! A link to a goal that does not exist.

use crate::analysis::facts::Facts;
use crate::analysis::links::{DanglingLink, LinkRole};
use crate::lint::{Group, Report, Rule, Sink};
use crate::syntax::{Content, Edit, quoted};

pub(in crate::rules) static RULE: Rule = Rule::error("dangling-link", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for link in &snapshot.dangling().links {
        let id = link.id;
        // The goal exists, but readers of this root could not follow the link, and its id may be private too.
        let report = if link.hidden {
            Report::at(
                link.goal,
                link.route.clone(),
                format!("`{id}` is a goal of a private root; goals of this root must not link to it"),
            )
            .label("private")
            .help(
                "remove the link, and link the private goal to this one instead: readers of this root cannot follow it",
            )
        } else {
            Report::at(link.goal, link.route.clone(), format!("no goal has the id `{id}`"))
                .label("no such goal")
                .help(suggest_target(snapshot, link))
        };
        sink.report(match replacement(snapshot, link) {
            Some(to) => report.safe_fix(Edit::SetScalar { route: link.route.clone(), to: Content::text(to) }),
            None => report,
        });
    }
}

/// The id that was meant, if writing it adds a link that the goal does not have yet.
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

fn suggest_target(snapshot: &Facts<'_>, link: &DanglingLink<'_>) -> String {
    let own = &snapshot.goal(link.goal).id;
    match &link.near[..] {
        [] => "write the id of an existing goal, or remove the link".to_owned(),
        // A goal cannot support itself, so its own id is not suggested.
        [near] if near == own => "the most similar id is this goal's own: write the id of another goal".to_owned(),
        near => format!("did you mean {}?", quoted(near.iter().copied())),
    }
}
