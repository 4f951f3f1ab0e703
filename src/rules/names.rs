//! Formats names in findings: lists of ids, owners, amounts of work.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::model::Goal;

/// Lists ids in backticks: `a`, `b` and `c`; above the maximum, the number of further ones.
pub(in crate::rules) fn list<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    let mut seen = HashSet::new();
    let distinct: Vec<&str> = names.into_iter().filter(|name| seen.insert(*name)).collect();
    let quoted: Vec<String> = distinct.iter().take(most).map(|name| format!("`{name}`")).collect();
    let more = distinct.len() - quoted.len();
    match (quoted.split_last(), more) {
        (None, _) => String::new(),
        (Some(_), 1..) => format!("{} and {more} more", quoted.join(", ")),
        (Some((only, [])), _) => only.clone(),
        (Some((last, most)), _) => format!("{} and {last}", most.join(", ")),
    }
}

/// Formats whose a goal is: its owner's, else its team's.
pub(in crate::rules) fn holder_of(snapshot: &Facts<'_>, goal: &Goal) -> String {
    match (snapshot.workspace.owner_of(goal), snapshot.workspace.team_of(goal)) {
        (Some(owner), _) => format!("of `{owner}`"),
        (None, Some(team)) => format!("of team `{team}`"),
        (None, None) => "without an owner".to_owned(),
    }
}

/// Formats person-weeks with one decimal, or none if they are whole.
pub(in crate::rules) fn weeks(weeks: f64) -> String {
    let text = format!("{weeks:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(["a"], 3), "`a`");
        assert_eq!(list(["a", "b", "a", "c"], 3), "`a`, `b` and `c`");
        assert_eq!(list(["a", "b", "c", "d", "e"], 3), "`a`, `b`, `c` and 2 more");
        assert_eq!((weeks(28.0), weeks(13.24)), ("28".to_owned(), "13.2".to_owned()));
    }
}
