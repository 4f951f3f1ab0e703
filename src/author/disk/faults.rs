//! Faults of the file system on purpose: the n-th call fails, or every call from it on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::DiskCall;

/// The texts of files by their paths.
pub(crate) type FileTexts = BTreeMap<String, String>;

/// What goes wrong.
#[derive(Debug, Clone)]
pub(crate) enum DiskFault {
    /// The disk is full: a half is written at most.
    Full,
    /// The file system is read-only.
    ReadOnly,
    /// A rename or an exchange is refused.
    Refused,
    /// A file cannot be synced.
    NotSynced,
    /// Attributes cannot be given.
    NoAttributes,
    /// The file system knows neither the exchange of two files nor a rename that replaces nothing.
    Plain,
    /// The file at hand is replaced by a link to this one, just before the call.
    Linked(PathBuf),
}

impl DiskFault {
    /// Whether the fault strikes calls of a kind.
    fn strikes(&self, call: DiskCall) -> bool {
        match self {
            Self::Full => matches!(call, DiskCall::Create | DiskCall::Write),
            Self::ReadOnly => !matches!(call, DiskCall::Sync | DiskCall::SyncFolder),
            Self::Refused => matches!(call, DiskCall::Exchange | DiskCall::Rename | DiskCall::RenameNew),
            Self::Plain => matches!(call, DiskCall::Exchange | DiskCall::RenameNew),
            Self::NotSynced => matches!(call, DiskCall::Sync | DiskCall::SyncFolder),
            Self::NoAttributes => call == DiskCall::Attributes,
            Self::Linked(_) => {
                matches!(call, DiskCall::Exchange | DiskCall::Rename | DiskCall::Remove | DiskCall::Sync)
            }
        }
    }

    fn happen(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Full => Err(Errno::NOSPC.into()),
            Self::ReadOnly => Err(Errno::ROFS.into()),
            Self::Refused => Err(Errno::ACCESS.into()),
            Self::NotSynced => Err(Errno::IO.into()),
            Self::NoAttributes => Err(Errno::PERM.into()),
            Self::Plain => Err(ErrorKind::Unsupported.into()),
            Self::Linked(to) => {
                if path.is_file() && !path.is_symlink() {
                    fs::remove_file(path)?;
                    std::os::unix::fs::symlink(to, path)?;
                }
                Ok(())
            }
        }
    }
}

/// Which calls go wrong.
#[derive(Debug, Clone)]
pub(crate) struct FaultPlan {
    /// What goes wrong.
    pub(crate) fault: DiskFault,
    /// The first call that fails, of those that the fault strikes, from 0.
    pub(crate) at: usize,
    /// Whether every later call fails too.
    pub(crate) lasts: bool,
}

thread_local! {
    /// The plans of this thread, each with how many calls were struck or could have been.
    static PLANS: RefCell<Vec<(FaultPlan, usize)>> = const { RefCell::new(Vec::new()) };
}

/// Does something while calls of this thread fail by a plan. Returns whether the plan came to its call.
pub(crate) fn under<T>(plan: FaultPlan, act: impl FnOnce() -> T) -> (T, bool) {
    let (done, struck) = under_all(vec![plan], act);
    (done, struck[0])
}

/// Does something while calls of this thread fail by several plans: the first that is due at a call decides, and those after
/// it do not count that call. Returns for each whether it came to its call.
pub(crate) fn under_all<T>(plans: Vec<FaultPlan>, act: impl FnOnce() -> T) -> (T, Vec<bool>) {
    PLANS.set(plans.into_iter().map(|plan| (plan, 0)).collect());
    let done = act();
    (done, PLANS.take().into_iter().map(|(plan, calls)| calls > plan.at).collect())
}

/// Lets a call fail, if a plan says so.
pub(super) fn before(call: DiskCall, path: &Path) -> io::Result<()> {
    let is_due = |plan: &FaultPlan, calls: usize| calls == plan.at + 1 || plan.lasts && calls > plan.at;
    let fault = PLANS.with_borrow_mut(|plans| {
        let mut striking = plans.iter_mut().filter(|(plan, _)| plan.fault.strikes(call));
        striking.find_map(|(plan, calls)| {
            *calls += 1;
            is_due(plan, *calls).then(|| plan.fault.clone())
        })
    });
    fault.map_or(Ok(()), |fault| fault.happen(path))
}

/// The texts of the files in a folder, by their paths, without those under temporary names and those of git.
pub(crate) fn texts_in(folder: &Path) -> FileTexts {
    fn read(folder: &Path, name: &str, to: &mut FileTexts) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = format!("{name}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                if path != ".git" {
                    read(&entry.path(), &format!("{path}/"), to);
                }
            } else if !path.contains(".goalpost-") {
                to.insert(path, fs::read_to_string(entry.path()).expect("a text"));
            }
        }
    }
    let mut texts = FileTexts::new();
    read(folder, "", &mut texts);
    texts
}
