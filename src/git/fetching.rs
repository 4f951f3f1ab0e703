//! Whether objects that a partial clone lacks may be fetched: only if the user requested it.

use std::env;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::FetchRefusal;
use super::location::GitLocation;

/// Whether the user allowed fetching. It is global because `--fetch` applies to every repository that a process reads.
static IS_ALLOWED: AtomicBool = AtomicBool::new(false);

/// Allows this process to fetch objects that a partial clone lacks from its promisor remote.
pub fn allow_fetching() {
    IS_ALLOWED.store(true, Ordering::Relaxed);
}

/// Why objects are not fetched into a repository; none if they may be.
pub(super) fn fetch_refusal(location: &GitLocation, remote: &str) -> Option<FetchRefusal> {
    if !IS_ALLOWED.load(Ordering::Relaxed) {
        return Some(FetchRefusal::NotAsked { remote: remote.to_owned() });
    }
    if is_set("GIT_NO_LAZY_FETCH") {
        return Some(FetchRefusal::Forbidden);
    }
    location.is_bare().then(|| FetchRefusal::Unnamed(location.git_dir().to_path_buf()))
}

/// Whether an environment variable is set to a value that git reads as true.
fn is_set(name: &str) -> bool {
    env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false" | "no" | "off"))
}
