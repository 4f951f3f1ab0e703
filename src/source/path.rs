//! Paths as texts of a repository name them: whether they stay below a folder, and where they lead from the top.

use std::path::{Component, Path};

/// Whether a path leads to something below the folder it is relative to, without a step up in between.
pub fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The path from git's top of what is named relative to the goals' root; empty for the top itself. None if it is absolute or
/// leads out of the repository. Only the text counts: nothing is looked up.
pub fn path_from_top(root: &str, named: &str) -> Option<String> {
    let mut parts: Vec<&str> = root.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    for part in Path::new(named).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_followed_by_its_text_and_never_out_of_the_top() {
        let from = |root: &str, named: &str| path_from_top(root, named);
        assert_eq!(from(".", "./a/b").as_deref(), Some("a/b"));
        assert_eq!(from(".okr", "a").as_deref(), Some(".okr/a"));
        assert_eq!(from("okr/", "../sources/x").as_deref(), Some("sources/x"));
        assert_eq!(from("okr", "..").as_deref(), Some(""));
        for (root, named) in [("", "../x"), (".", "a/../../x"), ("okr", "../../okr/x"), ("okr", "/x")] {
            assert_eq!(from(root, named), None, "{root} {named}");
        }
        assert!(is_below("./a/b") && !is_below("a/../b") && !is_below("/a"));
    }
}
