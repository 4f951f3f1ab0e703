//! Whether a partial clone may fetch what it left out: only if the user asked for it.

use std::env;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::FetchRefusal;
use super::location::GitLocation;

/// Whether the user asked for it in this run of the program: it is asked once, for everything that the run reads.
static IS_ALLOWED: AtomicBool = AtomicBool::new(false);

/// Allows this process to fetch objects that a partial clone left out from the remote that promised them.
pub fn allow_fetching() {
    IS_ALLOWED.store(true, Ordering::Relaxed);
}

/// Why nothing is fetched into a repository; none if it may be.
pub(super) fn fetch_refusal(location: &GitLocation, remote: &str) -> Option<FetchRefusal> {
    if !IS_ALLOWED.load(Ordering::Relaxed) {
        return Some(FetchRefusal::NotAsked { remote: remote.to_owned() });
    }
    if is_set("GIT_NO_LAZY_FETCH") {
        return Some(FetchRefusal::Forbidden);
    }
    location.is_bare().then(|| FetchRefusal::Unnamed(location.git_dir().to_path_buf()))
}

/// Whether a variable is set to what git takes for true.
fn is_set(name: &str) -> bool {
    env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false" | "no" | "off"))
}
