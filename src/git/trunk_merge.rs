//! Merges of the trunk into another line, as `git pull` makes them, told by their subject.

/// How the subject of a merge of a branch begins.
const MERGED: [&str; 2] = ["Merge branch '", "Merge remote-tracking branch '"];

/// Whether a merge's subject says that it took the trunk in: `Merge branch 'main' of host:goals`. Without a trunk that is
/// set, `main` and `master` are taken for one. A service writes `into 'main'` where it merges a request into the trunk, be
/// it from a fork's branch of the same name; git itself writes no quotes there. What was pulled from a fork is that fork's:
/// `homes` are the repositories that have the trunk, as [`home_of`] has them.
pub(super) fn merges_the_trunk(subject: &str, trunk: Option<&str>, homes: &[String]) -> bool {
    let Some(rest) = MERGED.iter().find_map(|start| subject.strip_prefix(start)) else { return false };
    let Some((name, rest)) = rest.split_once('\'') else { return false };
    let from = rest.strip_prefix(" of ").and_then(|rest| home_of(rest.split(' ').next()?));
    if from.is_some_and(|from| !homes.is_empty() && !homes.contains(&from)) {
        return false;
    }
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

/// The owner and the name of a repository, by its address on a server: `team/goals` of `git@host:team/goals.git`. None of a
/// path on a disk and of an address without an owner, which may be called otherwise by everyone.
pub(super) fn home_of(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    if rest.starts_with(['/', '.', '~']) {
        return None;
    }
    let path = rest.split_once(['/', ':'])?.1.trim_end_matches('/');
    let mut parts = path.strip_suffix(".git").unwrap_or(path).rsplit('/');
    let (name, owner) = (parts.next()?, parts.next()?);
    Some(format!("{owner}/{name}").to_lowercase())
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
        let is_one = |subject: &str, trunk: Option<&str>| merges_the_trunk(subject, trunk, &[]);
        assert!(is_one("Merge branch 'main' of host:goals", None));
        assert!(is_one("Merge remote-tracking branch 'origin/main' into lower", None));
        assert!(is_one("Merge branch 'dev' of host:goals into dev", Some("dev")));
        assert!(is_one("Merge remote-tracking branch 'upstream/main' into lower", None));
        assert!(!is_one("Merge remote-tracking branch 'ana/main'", None));
        assert!(!is_one("Merge branch 'main' into 'main'", None));
        assert!(!is_one("Merge branch 'lower'", None));
        assert!(!is_one("Merge branch 'main' of host:goals", Some("dev")));
        assert!(!is_one("Merge pull request #7 from team/main", None));
    }

    #[test]
    fn what_is_pulled_from_a_fork_is_no_trunk() {
        let homes = [home_of("git@git.example:team/goals.git").expect("a home")];
        let is_one = |from: &str| merges_the_trunk(&format!("Merge branch 'main' of {from}"), None, &homes);
        for own in [
            "https://git.example/Team/goals",
            "ssh://git@git.example:22/team/goals",
            "host:goals",
            "../goals",
            "/srv/ben/goals",
        ] {
            assert!(is_one(own), "{own}");
        }
        for fork in ["https://git.example/ben/goals", "git.example:ben/goals into lower"] {
            assert!(!is_one(fork), "{fork}");
        }
    }

    #[test]
    fn a_raw_commit_is_told_by_how_its_message_begins() {
        assert!(may_take_in(b"tree 1\nparent 2\n\nMerge branch 'dev'\n"));
        assert!(!may_take_in(b"tree 1\nparent 2\n\nMerge pull request #7\n\nMerge branch 'main'\n"));
        assert!(!may_take_in(b"tree 1"));
    }
}
