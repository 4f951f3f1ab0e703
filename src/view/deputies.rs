//! Who stands in for people who are asked: the `deputy` of each in org.yaml.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::model::Goal;

/// The deputies of people who are asked about a goal, by their ids, also from the `org.yaml` of the goal's private root.
/// Who is away stands in for nobody.
pub(super) fn deputies_of(snapshot: &Facts<'_>, goal: Option<&Goal>, who: &[String]) -> BTreeMap<String, String> {
    let there = goal.and_then(|goal| snapshot.workspace.private_org(goal.document));
    let is_away = |id: &str| snapshot.workspace.presence_of(id).is_away(snapshot.today);
    let deputy = |id: &String| {
        let mut orgs = [snapshot.org(), there].into_iter().flatten();
        let deputy = orgs.find_map(|org| org.deputy_on(org.person(id)?, snapshot.today))?;
        (!is_away(&deputy.id)).then(|| (id.clone(), deputy.id.clone()))
    };
    who.iter().filter_map(deputy).collect()
}
