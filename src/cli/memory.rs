//! Measures and limits memory while a template of the user's runs, which could use all of it.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The memory that may be reserved in addition, in bytes.
const EXTRA_BYTES: u64 = 2 << 30;

/// The memory in bytes that is used at present; none where the system does not tell (proc(5)).
pub(super) fn used_memory() -> Option<u64> {
    status("RssAnon:")
}

/// Limits the data segment (`RLIMIT_DATA`, setrlimit(2)) to its present size plus 2 GiB, so that the program fails
/// before the system kills others for memory. Without a known size there is no limit.
pub(super) fn limit_memory() {
    let Some(present) = status("VmData:") else { return };
    let Rlimit { current, maximum } = getrlimit(Resource::Data);
    let most = present + EXTRA_BYTES;
    if current.is_none_or(|current| current > most) && maximum.is_none_or(|maximum| maximum > most) {
        // A failure is ignored: the template then runs without the limit.
        let _ = setrlimit(Resource::Data, Rlimit { current: Some(most), maximum });
    }
}

/// A size of this process in bytes.
fn status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let size = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    Some(size? * 1024)
}
