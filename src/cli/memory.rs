//! A bound on memory, for the time in which something of the user's runs that could take all there is.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How much more memory may be taken, in bytes.
const MOST: u64 = 2 << 30;

/// From here on the program ends where it would take 2 GiB more than it has, before the system ends others for it. Where the
/// system does not say how much that is, nothing is bounded.
pub(super) fn limit_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let has =
        status.lines().find_map(|line| line.strip_prefix("VmData:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let Some(has) = has else { return };
    let Rlimit { current, maximum } = getrlimit(Resource::Data);
    let most = has * 1024 + MOST;
    if current.is_none_or(|current| current > most) && maximum.is_none_or(|maximum| maximum > most) {
        // Without it the template runs as it did.
        let _ = setrlimit(Resource::Data, Rlimit { current: Some(most), maximum });
    }
}
