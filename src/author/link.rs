//! Writes links: what a goal supports or measures, and who agreed.

use super::scaffold::{SUPPORTS_GUIDANCE, remove_guidance};
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::analysis::links::LinkRole;
use crate::model::{Day, Goal, GoalIx, Kind, Link, ORDER, State, Workspace};
use crate::syntax::{Content, Edit, End};

/// The optional fields of a link.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinkDetails {
    /// How the goal helps its parent.
    pub how: Option<String>,
    /// The weight in the parent's progress.
    pub weight: Option<f64>,
    /// The share of the goal's effort that goes to the parent.
    pub share: Option<f64>,
}

fn set(route: String, to: Content) -> Edit {
    Edit::Set { route, to, order: ORDER }
}

/// Returns the edits that link a goal to a parent: `measures` for a key result, `supports` for others. There are none
/// if the link exists and has no new details.
///
/// # Errors
/// `check` would report the link as an error.
pub fn link(snapshot: &Facts<'_>, child: GoalIx, parent: GoalIx, details: &LinkDetails) -> Result<Vec<Edit>, Unfit> {
    let (goal, above) = (snapshot.goal(child), snapshot.goal(parent));
    ensure_valid(snapshot, child, parent)?;
    if goal.kind == Kind::KeyResult {
        return measure_edits(snapshot, goal, above, details);
    }
    let entry = goal.supports.iter().find(|link| snapshot.workspace.find(&link.goal) == Some(parent));
    let details = detail_fields(details);
    let Some(link) = entry else {
        let item = if details.is_empty() {
            Content::text(&above.id)
        } else {
            fields(std::iter::once(("goal", Content::text(&above.id))).chain(details))
        };
        let add = Edit::Add { route: "supports".to_owned(), item, end: End::Last, order: ORDER };
        let guidance = remove_guidance(SUPPORTS_GUIDANCE, snapshot.workspace.file(goal.document));
        return Ok(std::iter::once(add).chain(guidance).collect());
    };
    let route = format!("supports[{}]", link.index);
    if details.is_empty() {
        return Ok(Vec::new());
    }
    if link.mapped {
        return Ok(details.into_iter().map(|(name, value)| set(format!("{route}.{name}"), value)).collect());
    }
    Ok(vec![set(route, fields(std::iter::once(("goal", Content::text(&link.goal))).chain(details)))])
}

/// Returns the edits that remove a goal's link to a parent, by its present or a former id.
///
/// # Errors
/// There is no such link, or the goal is a key result, which cannot exist without an objective.
pub fn unlink(workspace: &Workspace, child: GoalIx, parent: &str) -> Result<Vec<Edit>, Unfit> {
    let goal = workspace.goal(child);
    if goal.kind == Kind::KeyResult {
        return unfit(
            format!("`{}` is a key result, which always measures an objective", goal.id),
            format!("to move it to another objective: goalpost set {} measures OBJECTIVE --reason WHY", goal.id),
        );
    }
    let meant = workspace.find(parent);
    let leads = |link: &&Link| link.goal == parent || (meant.is_some() && workspace.find(&link.goal) == meant);
    let (removed, left): (Vec<_>, Vec<_>) = goal.supports.iter().partition(leads);
    if removed.is_empty() {
        let help = match goal.supports.as_slice() {
            [] => format!("`{}` supports no goal", goal.id),
            links => format!(
                "`{}` supports {}",
                goal.id,
                links.iter().map(|it| it.goal.as_str()).collect::<Vec<_>>().join(", ")
            ),
        };
        return unfit(format!("`{}` does not support `{parent}`", goal.id), help);
    }
    let remove = |route: String| Edit::Remove { route };
    if left.is_empty() {
        return Ok(vec![remove("supports".to_owned())]);
    }
    Ok(removed.iter().rev().map(|link| remove(format!("supports[{}]", link.index))).collect())
}

fn fields(fields: impl IntoIterator<Item = (&'static str, Content)>) -> Content {
    Content::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn detail_fields(details: &LinkDetails) -> Vec<(&'static str, Content)> {
    let mut fields = Vec::new();
    fields.extend(details.weight.map(|it| ("weight", Content::word(&it))));
    fields.extend(details.share.map(|it| ("share", Content::word(&it))));
    fields.extend(details.how.as_ref().map(|it| ("how", Content::text(it))));
    fields
}

/// Ensures that `check` would not report a link as an error.
pub(super) fn ensure_valid(snapshot: &Facts<'_>, child: GoalIx, parent: GoalIx) -> Result<(), Unfit> {
    ensure_fits(snapshot, child, parent)?;
    let (goal, above) = (snapshot.goal(child), snapshot.goal(parent));
    if above.state == State::Dropped || !above.is_open() {
        let help = match &above.replaced_by {
            Some(next) => format!("link to its replacement: goalpost link {} {next}", goal.id),
            None => format!("link to an open goal; to find one: goalpost suggest {}", goal.id),
        };
        return unfit(format!("`{}` is {}", above.id, above.state.word()), help);
    }
    Ok(())
}

/// Ensures that one goal can stand above another by their kinds, levels and links, open or not.
pub(super) fn ensure_fits(snapshot: &Facts<'_>, child: GoalIx, parent: GoalIx) -> Result<(), Unfit> {
    let (goal, above) = (snapshot.goal(child), snapshot.goal(parent));
    let role = if goal.kind == Kind::KeyResult { LinkRole::Measures } else { LinkRole::Supports };
    if child == parent {
        return unfit(
            format!("`{}` cannot be linked to itself", goal.id),
            format!("to find a parent: goalpost suggest {}", goal.id),
        );
    }
    if !matches!(goal.kind, Kind::Objective | Kind::Development | Kind::KeyResult) {
        return unfit(
            format!("`{}` is {}, which cannot have a parent", goal.id, goal.kind.in_words()),
            "link an objective, a key result or a development goal",
        );
    }
    if !role.fits(goal.kind, above.kind) {
        let verb = if role == LinkRole::Measures { "measures" } else { "supports" };
        return unfit(
            format!(
                "{} {verb} {}, but `{}` is {}",
                goal.kind.in_words(),
                role.wants(goal.kind),
                above.id,
                above.kind.in_words()
            ),
            format!("to find a parent: goalpost suggest {}", goal.id),
        );
    }
    let rank = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank);
    if let (Some(own), Some(other)) = (rank(goal), rank(above))
        && other > own
        && goal.kind != Kind::KeyResult
        && above.kind != Kind::Mission
    {
        return unfit(
            format!("`{}` is on a lower level than `{}`", above.id, goal.id),
            format!("link them the other way round: goalpost link {} {}", above.id, goal.id),
        );
    }
    if snapshot.graph.is_above(child, parent) {
        return unfit(
            format!("`{}` already leads to `{}`, so the link would form a cycle", above.id, goal.id),
            format!("remove the other link first; to see it: goalpost why {}", above.id),
        );
    }
    Ok(())
}

/// Returns the edit that sets `measures`. Changing it is refused: moving a key result to another objective moves a
/// goalpost.
fn measure_edits(snapshot: &Facts<'_>, goal: &Goal, above: &Goal, details: &LinkDetails) -> Result<Vec<Edit>, Unfit> {
    if details != &LinkDetails::default() {
        return unfit(
            format!("`{}` is a key result, whose link has no other fields", goal.id),
            "remove --how, --weight and --share",
        );
    }
    let now = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    match now {
        Some(now) if snapshot.goal(now).id == above.id => Ok(Vec::new()),
        Some(now) => unfit(
            format!("`{}` already measures `{}`", goal.id, snapshot.goal(now).id),
            format!("to move it to another objective: goalpost set {} measures OBJECTIVE --reason WHY", goal.id),
        ),
        None => Ok(vec![set("measures".to_owned(), Content::text(&above.id))]),
    }
}

/// Returns the edits that record a person's agreement to a goal or one of its links. Agreeing again updates the day.
pub fn agree(goal: &Goal, link: Option<&Link>, by: &str, today: Day) -> Vec<Edit> {
    let entry = fields([("by", Content::text(by)), ("date", Content::word(&today))]);
    let (route, agreed) = match link {
        None => ("agreed".to_owned(), &goal.agreed),
        Some(link) => (format!("supports[{}].agreed", link.index), &link.agreed),
    };
    if let Some(at) = agreed.iter().position(|it| it.by == by) {
        if agreed[at].date == Some(today) {
            return Vec::new();
        }
        return vec![set(format!("{route}[{at}].date"), Content::word(&today))];
    }
    match link.filter(|link| !link.mapped) {
        Some(link) => {
            let agreed = Content::List(vec![entry]);
            vec![set(
                format!("supports[{}]", link.index),
                fields([("goal", Content::text(&link.goal)), ("agreed", agreed)]),
            )]
        }
        None => vec![Edit::Add { route, item: entry, end: End::Last, order: ORDER }],
    }
}
