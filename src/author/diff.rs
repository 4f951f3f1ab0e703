//! Unified diffs of texts.

/// Formats the unified diff (as of `diff -u` and git) of a file's old and new text; empty if they are equal.
pub fn unified(path: &str, old: Option<&str>, new: &str) -> String {
    let (before, after) = (format!("a/{path}"), format!("b/{path}"));
    let before = if old.is_some() { before } else { "/dev/null".to_owned() };
    let difference = similar::TextDiff::from_lines(old.unwrap_or_default(), new);
    difference.unified_diff().context_radius(3).header(&before, &after).to_string()
}

/// Counts the lines that a change adds and removes.
pub fn count_lines(old: Option<&str>, new: &str) -> (usize, usize) {
    let difference = similar::TextDiff::from_lines(old.unwrap_or_default(), new);
    let count = |tag| difference.iter_all_changes().filter(|change| change.tag() == tag).count();
    (count(similar::ChangeTag::Insert), count(similar::ChangeTag::Delete))
}
