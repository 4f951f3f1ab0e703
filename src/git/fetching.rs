//! Whether a partial clone may fetch what it left out: only if the user asked for it.

use std::env;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::location::Location;

/// Whether the user asked for it in this run of the program: it is asked once, for everything that the run reads.
static IS_ALLOWED: AtomicBool = AtomicBool::new(false);

/// Allows this process to fetch objects that a partial clone left out from the remote that promised them.
pub fn allow_fetching() {
    IS_ALLOWED.store(true, Ordering::Relaxed);
}

/// Why nothing is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchRefusal {
    /// Nobody asked for it.
    NotAsked {
        /// The remote that has the objects.
        remote: String,
    },
    /// `GIT_NO_LAZY_FETCH` forbids it.
    Forbidden,
    /// A bare repository that was found by its path: its settings may be anyone's.
    Unnamed(PathBuf),
}

impl FetchRefusal {
    /// Why nothing is fetched into a repository; none if it may be.
    pub(super) fn of(location: &Location, remote: &str) -> Option<Self> {
        if !IS_ALLOWED.load(Ordering::Relaxed) {
            return Some(Self::NotAsked { remote: remote.to_owned() });
        }
        if is_set("GIT_NO_LAZY_FETCH") {
            return Some(Self::Forbidden);
        }
        location.is_bare().then(|| Self::Unnamed(location.git_dir().to_path_buf()))
    }

    /// What brings the objects.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::NotAsked { remote } => format!("with --fetch they are fetched from `{remote}`"),
            Self::Forbidden => "GIT_NO_LAZY_FETCH forbids to fetch them: unset it".to_owned(),
            Self::Unnamed(dir) => format!("to fetch into a bare repository, name it: GIT_DIR={}", dir.display()),
        }
    }
}

/// Whether a variable is set to what git takes for true.
fn is_set(name: &str) -> bool {
    env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false" | "no" | "off"))
}
