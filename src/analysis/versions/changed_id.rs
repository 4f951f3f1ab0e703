//! Finds goals whose id was changed by hand: between two states a goal is gone under one id and new under another.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Goal, Kind, Period, Workspace};

/// A goal of one of the states, with the file that it is in.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct GoalVersion<'g> {
    /// The id under which history or the workspace knows it.
    pub(in crate::analysis) id: &'g str,
    /// The goal.
    pub(in crate::analysis) goal: &'g Goal,
    /// Its file.
    pub(in crate::analysis) path: &'g str,
}

impl<'g> GoalVersion<'g> {
    /// A goal of a workspace.
    #[must_use]
    pub(in crate::analysis) fn of(workspace: &'g Workspace, goal: &'g Goal) -> Self {
        Self { id: &goal.id, goal, path: &workspace.file(goal.document).path }
    }
}

/// The goals that are the same under another id, as pairs of the old id and the new one.
///
/// In the same file it is a goal with the same title, or one in which nothing but the title differs. In another file,
/// as when the file was renamed with its goal, the title must be the same, and no other goal that was added or removed
/// may have it.
pub(in crate::analysis) fn changed_ids(gone: &[GoalVersion<'_>], new: &[GoalVersion<'_>]) -> Vec<(String, String)> {
    let mut by_path: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, version) in new.iter().enumerate() {
        by_path.entry(version.path).or_default().push(at);
    }
    let mut found = Vec::new();
    let mut elsewhere: BTreeMap<(Kind, &str), [Vec<usize>; 2]> = BTreeMap::new();
    let mut taken = vec![false; new.len()];
    for (at, before) in gone.iter().enumerate() {
        let in_place = by_path.get(before.path).into_iter().flatten().copied();
        let same =
            in_place.filter(|place| !taken[*place]).find(|place| is_same_in_place(before.goal, new[*place].goal));
        if let Some(place) = same {
            taken[place] = true;
            found.push((before.id.to_owned(), new[place].id.to_owned()));
        } else {
            elsewhere.entry((before.goal.kind, &before.goal.title)).or_default()[0].push(at);
        }
    }
    for (at, after) in new.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        elsewhere.entry((after.goal.kind, &after.goal.title)).or_default()[1].push(at);
    }
    // Two goals with one title are ambiguous: it is better to report a removal than to join the wrong histories.
    for pair in elsewhere.values() {
        if let [[before], [after]] = [&pair[0][..], &pair[1][..]]
            && may_be_same(gone[*before].goal, new[*after].goal)
        {
            found.push((gone[*before].id.to_owned(), new[*after].id.to_owned()));
        }
    }
    found
}

/// The goals that have another id in a later state, by the two states alone, without history.
pub fn changed_between(before: &Workspace, after: &Workspace) -> Vec<(String, String)> {
    let versions = |here: &'_ Workspace, other: &Workspace| -> Vec<usize> {
        let is_alone = |goal: &Goal| here.is_own(goal.document) && other.find_same(here, goal).is_none();
        (0..here.goals.len()).filter(|at| is_alone(&here.goals[*at])).collect()
    };
    let gone: Vec<_> = versions(before, after).into_iter().map(|at| before.goals[at].as_ref()).collect();
    // A goal whose file cannot be read is not gone.
    let gone: Vec<_> = gone.into_iter().filter(|goal| !after.is_unread(&goal.id)).collect();
    let new: Vec<_> = versions(after, before).into_iter().map(|at| after.goals[at].as_ref()).collect();
    let placed = |workspace, goals: Vec<_>| goals.into_iter().map(|goal| GoalVersion::of(workspace, goal)).collect();
    let (gone, new): (Vec<_>, Vec<_>) = (placed(before, gone), placed(after, new));
    changed_ids(&gone, &new)
}

/// Whether two goals in the same file are one: they have the same title, or differ in nothing else.
fn is_same_in_place(before: &Goal, after: &Goal) -> bool {
    may_be_same(before, after)
        && (before.title == after.title || {
            let mut renamed = after.as_written();
            renamed.id.clone_from(&before.id);
            renamed.title.clone_from(&before.title);
            renamed.document = before.document;
            renamed == before.as_written()
        })
}

/// Whether two goals may be one: they have the same kind and period, both are open or both closed, and no `continues`
/// or `replaced_by` says that they are different goals.
fn may_be_same(before: &Goal, after: &Goal) -> bool {
    let period = |goal: &Goal| goal.as_written().period.map(|period: Period| (period.start, period.end));
    before.kind == after.kind
        && period(before) == period(after)
        && before.is_open() == after.is_open()
        && after.continues.as_ref() != Some(&before.id)
        && before.replaced_by.as_ref() != Some(&after.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    fn workspace(files: &[(&str, &str)]) -> Workspace {
        let read = |(path, text): &(&str, &str)| {
            ((*path).to_owned(), format!("kind: objective\n{}\n", text.replace("; ", "\n")))
        };
        Workspace::read(SourceSet::from_texts(files.iter().map(read)))
    }

    fn changed(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(String, String)> {
        changed_between(&workspace(before), &workspace(after))
    }

    #[test]
    fn a_goal_with_another_id_is_the_same_and_another_goal_is_not() {
        let bread = ("a.yaml", "id: a; title: Bake bread; period: 2026-Q4; owner: ana");
        let pair = [("a".to_owned(), "b".to_owned())];
        let to = |path, text| changed(&[bread], &[(path, text)]);
        assert_eq!(to("a.yaml", "id: b; title: Bake bread; period: 2026-Q4; owner: ben"), pair);
        assert_eq!(to("a.yaml", "id: b; title: Bake more; period: 2026-Q4; owner: ana"), pair);
        assert_eq!(to("b.yaml", "id: b; title: Bake bread; period: 2026-Q4"), pair);
        for (path, other) in [
            ("a.yaml", "id: b; title: Sell bread; period: 2026-Q4; owner: ben"),
            ("b.yaml", "id: b; title: Bake more; period: 2026-Q4; owner: ana"),
            ("a.yaml", "id: b; title: Bake bread; period: 2027-Q1; owner: ana"),
            ("a.yaml", "id: b; title: Bake bread; period: 2026-Q4; continues: a"),
            ("a.yaml", "id: b; title: Bake bread; period: 2026-Q4; formerly: [a]"),
            ("a.yaml", "id: b; title: Bake bread; period: 2026-Q4; state: dropped"),
        ] {
            assert_eq!(to(path, other), [], "{path}: {other}");
        }
    }

    #[test]
    fn of_two_with_one_title_neither_is_told_from_the_other() {
        let both = [("a.yaml", "id: a; title: Bake"), ("b.yaml", "id: b; title: Bake")];
        assert_eq!(changed(&both, &[("c.yaml", "id: c; title: Bake"), ("d.yaml", "id: d; title: Bake")]), []);
        let in_place = changed(&both, &[("a.yaml", "id: c; title: Bake"), ("b.yaml", "id: d; title: Bake")]);
        assert_eq!(in_place, [("a".to_owned(), "c".to_owned()), ("b".to_owned(), "d".to_owned())]);
    }
}
