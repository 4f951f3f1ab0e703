//! Limits memory while a template of the user's runs, which could use all of it.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The memory that may be used in addition, in bytes.
const EXTRA_BYTES: u64 = 2 << 30;

/// Limits the data segment (`RLIMIT_DATA`, setrlimit(2)) to its present size plus 2 GiB, so that the program fails
/// before the system kills others for memory. Without a known size there is no limit.
pub(super) fn limit_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let present =
        status.lines().find_map(|line| line.strip_prefix("VmData:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let Some(present) = present else { return };
    let Rlimit { current, maximum } = getrlimit(Resource::Data);
    let most = present * 1024 + EXTRA_BYTES;
    if current.is_none_or(|current| current > most) && maximum.is_none_or(|maximum| maximum > most) {
        // A failure is ignored: the template then runs without the limit.
        let _ = setrlimit(Resource::Data, Rlimit { current: Some(most), maximum });
    }
}
