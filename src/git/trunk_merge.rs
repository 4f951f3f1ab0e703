//! Merges of the trunk into another line, as `git pull` makes them, told by their subject.

/// How the subject of a merge of a branch begins.
const MERGED: [&str; 2] = ["Merge branch '", "Merge remote-tracking branch '"];

/// Whether a merge's subject says that it took the trunk in: `Merge branch 'main' of host:goals`. Without a trunk that is
/// set, `main` and `master` are taken for one. A service writes `into 'main'` where it merges a request into the trunk, be
/// it from a fork's branch of the same name; git itself writes no quotes there.
pub(super) fn merges_the_trunk(subject: &str, trunk: Option<&str>) -> bool {
    let Some(rest) = MERGED.iter().find_map(|start| subject.strip_prefix(start)) else { return false };
    let Some((name, rest)) = rest.split_once('\'') else { return false };
    let is_trunk = |name: &str| trunk.map_or_else(|| matches!(name, "main" | "master"), |trunk| trunk == name);
    let target = rest.rsplit_once(" into ").map(|(_, target)| target.trim_end());
    if target.and_then(|it| it.strip_prefix('\'')?.strip_suffix('\'')).is_some_and(is_trunk) {
        return false;
    }
    // Another remote's trunk is that of the work that this line comes from, unless the trunk itself takes it in.
    let of_remote = |(remote, name): (&str, &'_ str)| {
        remote == "origin"
            || target.is_some_and(|target| !is_trunk(target) && subject.starts_with(MERGED[1]) && is_trunk(name))
    };
    let own = name.split_once('/').filter(|it| of_remote(*it)).map_or(name, |(_, name)| name);
    is_trunk(own)
}

/// Whether the message of a raw commit begins as that of a merge of a branch does, whatever branch it names.
pub(super) fn may_take_in(raw: &[u8]) -> bool {
    let message = raw.windows(2).position(|it| it == b"\n\n").map(|end| &raw[end + 2..]);
    // A blank line may come before the subject, and another encoding has these letters as they are.
    message.is_some_and(|it| MERGED.iter().any(|start| it.trim_ascii_start().starts_with(start.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_of_the_trunk_names_it() {
        assert!(merges_the_trunk("Merge branch 'main' of host:goals", None));
        assert!(merges_the_trunk("Merge remote-tracking branch 'origin/main' into lower", None));
        assert!(merges_the_trunk("Merge branch 'dev' of host:goals into dev", Some("dev")));
        assert!(merges_the_trunk("Merge remote-tracking branch 'upstream/main' into lower", None));
        assert!(!merges_the_trunk("Merge remote-tracking branch 'ana/main'", None));
        assert!(!merges_the_trunk("Merge branch 'main' into 'main'", None));
        assert!(!merges_the_trunk("Merge branch 'lower'", None));
        assert!(!merges_the_trunk("Merge branch 'main' of host:goals", Some("dev")));
        assert!(!merges_the_trunk("Merge pull request #7 from team/main", None));
    }

    #[test]
    fn a_raw_commit_is_told_by_how_its_message_begins() {
        assert!(may_take_in(b"tree 1\nparent 2\n\nMerge branch 'dev'\n"));
        assert!(!may_take_in(b"tree 1\nparent 2\n\nMerge pull request #7\n\nMerge branch 'main'\n"));
        assert!(!may_take_in(b"tree 1"));
    }
}
