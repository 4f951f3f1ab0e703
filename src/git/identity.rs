//! Who would write a commit now: by the environment, the repository's settings, or outside of one the user's.

use std::env;

use super::repository::Repository;
use super::user_setting::user_setting;

/// The e-mail address of whoever would write a commit: `GIT_AUTHOR_EMAIL` or `user.email`.
pub fn author_email(repository: Option<&Repository>) -> Option<String> {
    author(repository, "GIT_AUTHOR_EMAIL", "user.email")
}

/// The name of whoever would write a commit: `GIT_AUTHOR_NAME` or `user.name`.
pub fn author_name(repository: Option<&Repository>) -> Option<String> {
    author(repository, "GIT_AUTHOR_NAME", "user.name")
}

fn author(repository: Option<&Repository>, variable: &str, key: &str) -> Option<String> {
    let setting = || repository.map_or_else(|| user_setting(key), |it| it.setting(key));
    let value = env::var(variable).ok().or_else(setting);
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
