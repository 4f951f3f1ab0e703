//! An `owner` that names several people.

use crate::analysis::facts::Facts;
use crate::analysis::text::first_of_several;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::quoted_title;

pub(in crate::rules) static RULE: Rule = Rule::warning("several-owners", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| !goal.inherited.owner) {
        let Some(owner) = goal.owner.as_deref() else { continue };
        if let Some(first) = first_of_several(owner) {
            let message = format!("the owner {} names more than one person", quoted_title(owner));
            let help = format!(
                "name the one person who is accountable, as in `owner: {first}`; others can own key results, or their \
                 teams can be `contributors`"
            );
            sink.report(Report::at(ix, "owner", message).label("must be one person").help(help));
        }
    }
}
