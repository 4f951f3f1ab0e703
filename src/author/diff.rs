//! What a change would do to a file, as people read patches.

/// A unified diff of a file's old and new text; empty where they are the same.
#[must_use]
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let (before, after) = (format!("a/{path}"), format!("b/{path}"));
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&before, &after).to_string()
}
