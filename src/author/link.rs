//! Links written: what a goal supports or measures, and who agreed to it.

use super::scaffold::{SERVES, without};
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::analysis::links::LinkRole;
use crate::model::{Day, Goal, GoalIx, Kind, Link, ORDER, State, Workspace};
use crate::syntax::{Content, Edit, End};

/// What there is to say of a link.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinkWords {
    /// How the lower goal helps the upper one.
    pub how: Option<String>,
    /// How much it counts there.
    pub weight: Option<f64>,
    /// The part of its effort that goes there.
    pub share: Option<f64>,
}

fn set(route: String, to: Content) -> Edit {
    Edit::Set { route, to, order: ORDER }
}

/// The edits that link a goal to one above it: a key result to its objective, any other into `supports`. None where the
/// link stands there and nothing more is said of it.
///
/// # Errors
/// The link would be one that `check` calls an error.
pub fn link(snapshot: &Facts<'_>, child: GoalIx, parent: GoalIx, words: &LinkWords) -> Result<Vec<Edit>, Unfit> {
    let (goal, above) = (snapshot.goal(child), snapshot.goal(parent));
    fits(snapshot, child, parent)?;
    if goal.kind == Kind::KeyResult {
        return measured(snapshot, goal, above, words);
    }
    let entry = goal.supports.iter().find(|link| snapshot.workspace.find(&link.goal) == Some(parent));
    let told = told(words);
    let Some(link) = entry else {
        let item = if told.is_empty() {
            Content::text(&above.id)
        } else {
            fields(std::iter::once(("goal", Content::text(&above.id))).chain(told))
        };
        let add = Edit::Add { route: "supports".to_owned(), item, end: End::Last, order: ORDER };
        let guidance = without(SERVES, snapshot.workspace.file(goal.document));
        return Ok(std::iter::once(add).chain(guidance).collect());
    };
    let route = format!("supports[{}]", link.index);
    if told.is_empty() {
        return Ok(Vec::new());
    }
    if link.mapped {
        return Ok(told.into_iter().map(|(name, value)| set(format!("{route}.{name}"), value)).collect());
    }
    Ok(vec![set(route, fields(std::iter::once(("goal", Content::text(&link.goal))).chain(told)))])
}

/// The edits that take a goal's link to another away, under whatever id it names it.
///
/// # Errors
/// There is no such link, or it is a key result's to its objective, without which it measures nothing.
pub fn unlink(workspace: &Workspace, child: GoalIx, parent: &str) -> Result<Vec<Edit>, Unfit> {
    let goal = workspace.goal(child);
    if goal.kind == Kind::KeyResult {
        return unfit(
            format!("`{}` is a key result, and measures an objective as long as it is one", goal.id),
            "to move it is to move a goalpost: change `measures` by hand, with a `reason`",
        );
    }
    let meant = workspace.find(parent);
    let leads = |link: &&Link| link.goal == parent || (meant.is_some() && workspace.find(&link.goal) == meant);
    let (gone, left): (Vec<_>, Vec<_>) = goal.supports.iter().partition(leads);
    if gone.is_empty() {
        let help = match goal.supports.as_slice() {
            [] => "it supports nothing".to_owned(),
            links => format!("it supports {}", links.iter().map(|it| it.goal.as_str()).collect::<Vec<_>>().join(", ")),
        };
        return unfit(format!("`{}` does not support `{parent}`", goal.id), help);
    }
    let remove = |route: String| Edit::Remove { route };
    if left.is_empty() {
        return Ok(vec![remove("supports".to_owned())]);
    }
    Ok(gone.iter().rev().map(|link| remove(format!("supports[{}]", link.index))).collect())
}

fn fields(fields: impl IntoIterator<Item = (&'static str, Content)>) -> Content {
    Content::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn told(words: &LinkWords) -> Vec<(&'static str, Content)> {
    let mut told = Vec::new();
    told.extend(words.weight.map(|it| ("weight", Content::word(&it))));
    told.extend(words.share.map(|it| ("share", Content::word(&it))));
    told.extend(words.how.as_ref().map(|it| ("how", Content::text(it))));
    told
}

/// Whether a link from one goal to another may be.
fn fits(snapshot: &Facts<'_>, child: GoalIx, parent: GoalIx) -> Result<(), Unfit> {
    let (goal, above) = (snapshot.goal(child), snapshot.goal(parent));
    let role = if goal.kind == Kind::KeyResult { LinkRole::Measures } else { LinkRole::Supports };
    if child == parent {
        return unfit(
            format!("`{}` cannot lead to itself", goal.id),
            "name a goal above it: goalpost suggest ranks some",
        );
    }
    if !matches!(goal.kind, Kind::Objective | Kind::Development | Kind::KeyResult) {
        return unfit(
            format!("{} supports nothing", goal.kind.in_words()),
            "link an objective, a key result or a development goal",
        );
    }
    if !role.fits(goal.kind, above.kind) {
        let verb = if role == LinkRole::Measures { "measures" } else { "supports" };
        return unfit(
            format!(
                "{} {verb} {}, and `{}` is {}",
                goal.kind.in_words(),
                role.wants(goal.kind),
                above.id,
                above.kind.in_words()
            ),
            "goalpost suggest ranks goals that fit",
        );
    }
    if above.state == State::Dropped || !above.is_open() {
        let help = match &above.replaced_by {
            Some(next) => format!("`{next}` took its place"),
            None => "link to an open goal: goalpost suggest ranks some".to_owned(),
        };
        return unfit(format!("`{}` is {}", above.id, above.state.word()), help);
    }
    let rank = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank);
    if let (Some(own), Some(other)) = (rank(goal), rank(above))
        && other > own
        && goal.kind != Kind::KeyResult
        && above.kind != Kind::Mission
    {
        return unfit(
            format!("`{}` is of a lower level than `{}`", above.id, goal.id),
            format!("turn it round: goalpost link {} {}", above.id, goal.id),
        );
    }
    if snapshot.graph.is_above(child, parent) {
        return unfit(
            format!("`{}` leads to `{}` already: the two would run in a circle", above.id, goal.id),
            "remove that link first",
        );
    }
    Ok(())
}

/// The edit that makes a key result measure an objective; one that measures another has to be moved on purpose.
fn measured(snapshot: &Facts<'_>, goal: &Goal, above: &Goal, words: &LinkWords) -> Result<Vec<Edit>, Unfit> {
    if words != &LinkWords::default() {
        return unfit(
            "a key result's link has no words of its own".to_owned(),
            "leave --how, --weight and --share out",
        );
    }
    let now = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    match now {
        Some(now) if snapshot.goal(now).id == above.id => Ok(Vec::new()),
        Some(now) => unfit(
            format!("`{}` measures `{}`", goal.id, snapshot.goal(now).id),
            "to move it is to move a goalpost: change `measures` by hand, with a `reason`",
        ),
        None => Ok(vec![set("measures".to_owned(), Content::text(&above.id))]),
    }
}

/// The edits with which someone agrees: to a goal, or to one of its links. Who agreed before agrees again from today.
#[must_use]
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
