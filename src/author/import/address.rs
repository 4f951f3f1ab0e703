//! The addresses by which services name the goal above: whole, by their last part, or in short.

/// The last part of an address, which is the id of what it leads to; none of a text that is no address.
pub(super) fn last_part(text: &str) -> Option<&str> {
    let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    text.trim_end_matches('/').rsplit('/').next().filter(|part| is_address && !part.is_empty())
}

/// The short form in which services write the address of an issue: `x/y#7` for `https://github.com/x/y/issues/7`.
pub(super) fn short_reference(address: &str) -> Option<String> {
    let number = last_part(address).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
    let before = address.trim_end_matches('/').strip_suffix(number)?.strip_suffix("/issues/")?.trim_end_matches("/-");
    let mut parts = before.rsplit('/');
    let (project, owner) = (parts.next()?, parts.next()?);
    Some(format!("{owner}/{project}#{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_last_part_and_one_of_an_issue_a_short_form() {
        assert_eq!(last_part("https://a.example/goals/17/"), Some("17"));
        assert_eq!(last_part("goals/17"), None);
        assert_eq!(short_reference("https://github.com/x/y/issues/7").as_deref(), Some("x/y#7"));
        assert_eq!(short_reference("https://gitlab.com/x/y/-/issues/7").as_deref(), Some("x/y#7"));
        assert_eq!(short_reference("https://github.com/x/y/pull/7"), None);
    }
}
