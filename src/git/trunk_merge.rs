//! Merges of the trunk into another line, as `git pull` makes them, told by their subject.

/// Whether a merge's subject says that it took the trunk in: `Merge branch 'main' of host:goals`. Without a trunk that is
/// set, `main` and `master` are taken for one.
pub(super) fn merges_the_trunk(subject: &str, trunk: Option<&str>) -> bool {
    let merged = ["Merge branch '", "Merge remote-tracking branch '"];
    let Some(rest) = merged.iter().find_map(|start| subject.strip_prefix(start)) else { return false };
    let Some((name, _)) = rest.split_once('\'') else { return false };
    let name = name.strip_prefix("origin/").unwrap_or(name);
    trunk.map_or_else(|| matches!(name, "main" | "master"), |trunk| trunk == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_of_the_trunk_names_it() {
        assert!(merges_the_trunk("Merge branch 'main' of host:goals", None));
        assert!(merges_the_trunk("Merge remote-tracking branch 'origin/main' into lower", None));
        assert!(merges_the_trunk("Merge branch 'dev' of host:goals into dev", Some("dev")));
        assert!(!merges_the_trunk("Merge branch 'lower'", None));
        assert!(!merges_the_trunk("Merge branch 'main' of host:goals", Some("dev")));
        assert!(!merges_the_trunk("Merge pull request #7 from team/main", None));
    }
}
