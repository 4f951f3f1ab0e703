//! URLs to edit a goal's file or to check in, made from a template of the user's.

use crate::render::address::{path_in_repository, percent_encode};
use crate::view::report::ReportGoal;

/// A URL with the placeholders `{path}`, `{id}` and `{line}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUrl(String);

/// Why a text is not a valid template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditUrlError {
    /// It does not start with `https://` or `http://`.
    #[error("`{0}` is no web address")]
    NoAddress(String),
    /// It has an unknown placeholder.
    #[error("nothing is known for `{{{0}}}`")]
    UnknownGap(String),
    /// It has no placeholder, so all goals would have the same URL.
    #[error("`{0}` names no goal")]
    NamesNoGoal(String),
}

impl EditUrl {
    /// Parses a template.
    ///
    /// # Errors
    /// It is not a web URL, has no placeholder, or has an unknown one.
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

    /// The URL for a goal. `root` is the goals' folder from the top of the repository.
    pub fn of(&self, goal: &ReportGoal, root: &str) -> String {
        let path = path_in_repository(root, &goal.path).unwrap_or_else(|| goal.path.clone());
        let line = goal.line.unwrap_or(1).to_string();
        self.0
            .replace("{path}", &percent_encode(&path))
            .replace("{id}", &percent_encode(&goal.goal.id))
            .replace("{line}", &line)
    }

    /// Whether it has a placeholder for the line.
    pub fn has_line(&self) -> bool {
        self.0.contains("{line}")
    }
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
}
