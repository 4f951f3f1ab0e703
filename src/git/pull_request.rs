//! Traces of forges in commits: the messages of pull requests, and the addresses that forges commit with.

use super::commit::subject_of;

/// Whether a commit's message shows that git does not hold everyone who had part: a squash merge, or a pull request,
/// whose approvals are kept by the service.
///
/// GitHub and Gitea end the subject of a squash with `(#12)`, GitLab says `See merge request team/goals!12`, Bitbucket
/// `(pull request #12)`, Azure DevOps `Merged PR 12:`; `git merge --squash` begins with `Squashed commit of the following:`.
pub fn is_from_a_pull_request(message: &str) -> bool {
    let subject = subject_of(message).trim();
    let numbered = |mark: &str| {
        subject.rsplit_once(mark).and_then(|(_, rest)| number(rest)).is_some_and(|rest| rest.starts_with(')'))
    };
    let after = |text: &str, mark: &str| text.split_once(mark).is_some_and(|(_, rest)| number(rest).is_some());
    let in_body = |line: &str| {
        let line = line.trim();
        line == "Squashed commit of the following:" || (line.starts_with("See merge request ") && after(line, "!"))
    };
    numbered("(#")
        || numbered("(!")
        || after(subject, "pull request #")
        || after(subject, "merge request !")
        || subject.strip_prefix("Merged PR ").is_some_and(|rest| number(rest).is_some())
        || message.lines().any(in_body)
}

/// What follows the number that a text begins with; none where it begins with none.
fn number(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &text[digits..])
}

/// Whether an address belongs to a service that commits for people: GitHub's `noreply@github.com` and its like. The
/// addresses that services make of logins are people's.
pub fn is_of_a_service(email: &str) -> bool {
    let name = email.split('@').next().unwrap_or("").to_ascii_lowercase();
    ["noreply", "no-reply", "donotreply", "do-not-reply"].contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_pull_requests_are_known_by_what_services_write() {
        for message in [
            "Lower the target (#12)",
            "Lower (!3)\n\nbody",
            "Merge pull request #7 from team/branch\n\nLower",
            "Merged in lower (pull request #4)",
            "Merged PR 31: Lower",
            "Lower\n\nSee merge request team/goals!12",
            "Squashed commit of the following:\n\ncommit 8a1b2c3d",
            "Lower\n\nSquashed commit of the following:\n",
        ] {
            assert!(is_from_a_pull_request(message), "{message}");
        }
        for message in ["Lower the target", "Lower to 12 (was 14)", "Fix #12", "(#)", "See merge request", "(#12"] {
            assert!(!is_from_a_pull_request(message), "{message}");
        }
        assert!(is_of_a_service("noreply@github.com") && is_of_a_service("No-Reply@forge.example"));
        assert!(!is_of_a_service("7+ben@users.noreply.github.com") && !is_of_a_service(""));
    }
}
