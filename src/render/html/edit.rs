//! Addresses at which a goal's file is edited or checked in on, made from a template that the user gives.

use crate::view::report::ReportGoal;

/// An address with gaps: `{path}`, `{id}` and `{line}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUrl(String);

/// Why a text is no such address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditUrlError {
    /// It does not begin with `https://` or `http://`.
    #[error("`{0}` is no web address")]
    NoAddress(String),
    /// It has a gap that nothing is known for.
    #[error("nothing is known for `{{{0}}}`")]
    UnknownGap(String),
    /// It has no gap, so that every goal would have the same address.
    #[error("`{0}` names no goal")]
    NamesNoGoal(String),
}

impl EditUrl {
    /// Reads an address with gaps.
    ///
    /// # Errors
    /// It is no web address, names no goal, or has a gap that nothing is known for.
    pub fn parse(text: &str) -> Result<Self, EditUrlError> {
        let lower = text.to_ascii_lowercase();
        let named =
            ["https://", "http://"].iter().any(|scheme| lower.len() > scheme.len() && lower.starts_with(scheme));
        if !named || text.chars().any(|it| it.is_whitespace() || it.is_control()) {
            return Err(EditUrlError::NoAddress(text.to_owned()));
        }
        for gap in text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)) {
            if !matches!(gap, "path" | "id" | "line") {
                return Err(EditUrlError::UnknownGap(gap.to_owned()));
            }
        }
        if !text.contains("{path}") && !text.contains("{id}") {
            return Err(EditUrlError::NamesNoGoal(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The address for a goal. `root` is the goals' folder from the top of the repository.
    #[must_use]
    pub fn of(&self, goal: &ReportGoal, root: &str) -> String {
        let within = root == "." || root.is_empty() || root.starts_with('/');
        let path = if within { goal.path.clone() } else { format!("{root}/{}", goal.path) };
        let line = goal.line.unwrap_or(1).to_string();
        self.0
            .replace("{path}", &percent_encode(&path))
            .replace("{id}", &percent_encode(&goal.goal.id))
            .replace("{line}", &line)
    }

    /// Whether it leads to a line.
    #[must_use]
    pub fn has_line(&self) -> bool {
        self.0.contains("{line}")
    }
}

/// Text in an address: what is no plain character of a path is written by its bytes.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_that_name_a_goal_are_taken() {
        let no = |text: &str| EditUrl::parse(text).unwrap_err();
        assert!(matches!(no("javascript:alert(1)//{path}"), EditUrlError::NoAddress(_)));
        assert!(matches!(no("https://"), EditUrlError::NoAddress(_)));
        assert!(matches!(no("https://x/ {path}"), EditUrlError::NoAddress(_)));
        assert!(matches!(no("https://x/edit"), EditUrlError::NamesNoGoal(_)));
        assert_eq!(no("https://x/{file}"), EditUrlError::UnknownGap("file".to_owned()));
        assert_eq!(no("https://x/{path"), EditUrlError::NamesNoGoal("https://x/{path".to_owned()));
        assert!(EditUrl::parse("https://x/{path}#L{line}").is_ok_and(|it| it.has_line()));
    }

    #[test]
    fn what_fills_a_gap_cannot_leave_it() {
        assert_eq!(percent_encode("a b/\"c\".yaml?#&'<é"), "a%20b/%22c%22.yaml%3F%23%26%27%3C%C3%A9");
    }
}
