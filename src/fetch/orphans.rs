//! Ends what a source's program leaves behind outside of its process group, where the system can tell: on Linux.
//!
//! A program may start others in a session of their own (`setsid`, a daemon). Whose parent ends becomes a child of ours, if we
//! ask for it; so everything that sources started is below us, and ends with [`Orphans`].

/// While this lives, processes whose parents end become children of ours; when it is dropped, all children are ended, and
/// theirs. It is for a program that has no other children at that time.
#[derive(Debug)]
pub struct Orphans(());

impl Orphans {
    /// Begins to take over processes whose parents end.
    pub fn take_over() -> Self {
        #[cfg(target_os = "linux")]
        linux::take_over(true);
        Self(())
    }
}

impl Drop for Orphans {
    fn drop(&mut self) {
        #[cfg(target_os = "linux")]
        {
            linux::end_children();
            linux::take_over(false);
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::thread;
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, Signal, getpid, kill_process, set_child_subreaper};

    /// How long children are given to be gone. Only one that the kernel cannot end takes that long.
    const LAST_WAIT: Duration = Duration::from_secs(2);

    /// How often it is looked whether any is left.
    const STEP: Duration = Duration::from_millis(5);

    pub(super) fn take_over(is_wanted: bool) {
        // A kernel that does not know it (before 3.4) leaves orphans to init, as other systems do.
        let _ = set_child_subreaper(is_wanted.then(getpid));
    }

    /// Ends children until there is none: the children of one that has ended are ours in the next round.
    pub(super) fn end_children() {
        let until = Instant::now() + LAST_WAIT;
        loop {
            let children = running_children();
            if children.is_empty() || Instant::now() >= until {
                return;
            }
            for child in children {
                // It fails only if the child has ended meanwhile. Nobody reaps children here, so the number is still its own.
                let _ = kill_process(child, Signal::KILL);
            }
            thread::sleep(STEP);
        }
    }

    /// The children that have not ended.
    fn running_children() -> Vec<Pid> {
        let own = getpid().as_raw_nonzero().get();
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
        let is_child = |pid: &i32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            // The name in parentheses may hold anything, parentheses too (proc(5)): `PID (NAME) STATE PARENT …`.
            let mut fields = stat.rsplit_once(") ").map_or("", |(_, rest)| rest).split(' ');
            let is_running = fields.next().is_some_and(|state| !matches!(state, "Z" | "X" | ""));
            is_running && fields.next().and_then(|parent| parent.parse::<i32>().ok()) == Some(own)
        };
        pids.filter(is_child).filter_map(Pid::from_raw).collect()
    }
}
