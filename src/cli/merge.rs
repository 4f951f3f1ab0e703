//! `goalpost merge`: the merge driver that git runs for goal files (gitattributes(5), "Defining a custom merge driver").

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, panic, process, thread};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::author::merge::{Merged, merge, merge_by_line};
use crate::author::replace_bytes;
use crate::git::{ConflictStyle, Favor, MergedText, TextMerge};
use crate::source::MAX_ORG_BYTES;

/// The exit code of a merge that failed. git reads 1 to 128 as "merged with conflicts" and would keep the file as it is.
pub(super) const FAILED: u8 = 129;

/// Merge goal files (git merge driver)
///
/// Writes the result over OURS. Of two check-ins, the one with the later day wins;
/// log entries, needs, agreements and links of both sides are kept. Fields that
/// both sides set differently, and what one removed and the other changed, are
/// left between conflict markers; so is a grade beside numbers that the other side
/// changed. Files that are not goal files are merged as text. Two valid goal files
/// never merge to an invalid one, nor other YAML files to invalid YAML: that is a
/// conflict.
///
/// The day of a check-in is its new `as_of`; for confidence also the day of a
/// check-in that the same side added to the log. The same day, or none, is a
/// conflict.
///
/// `git merge -X ours` and `-X theirs` change nothing for files with this driver:
/// git does not pass them on, and conflicts are left for you to resolve. To take
/// one side of a file: git checkout --ours FILE, or --theirs. A file of more than
/// 64 MiB is not merged: ours is kept, and it is a conflict.
///
/// `goalpost init --merge-driver` sets it up; or by hand:
///
///   echo "*.yaml merge=goalpost" >> .gitattributes
///   git config merge.goalpost.driver 'if command -v goalpost >/dev/null
///     then goalpost merge %O %A %B %L %P %S %X %Y
///     else git merge-file --marker-size=%L %A %O %B; fi'
///
/// Exit code: 0 merged, 1 merged with conflicts, 129 failed.
#[derive(Debug, ClapArgs)]
#[command(verbatim_doc_comment)]
#[command(after_help = "\
Examples:
  goalpost merge base.yaml ours.yaml theirs.yaml
  git config merge.goalpost.driver 'goalpost merge %O %A %B %L %P'")]
pub(super) struct Args {
    /// Version of the common ancestor (%O)
    base: PathBuf,
    /// Our version (%A); the result is written here
    ours: PathBuf,
    /// Their version (%B)
    theirs: PathBuf,
    /// Length of conflict markers (%L) [default: 7]
    marker_size: Option<String>,
    /// Path of the file in the repository (%P)
    path: Option<String>,
    /// Name of the base in conflict markers (%S)
    #[arg(hide = true)]
    base_label: Option<String>,
    /// Name of our version in conflict markers (%X)
    #[arg(hide = true)]
    our_label: Option<String>,
    /// Name of their version in conflict markers (%Y)
    #[arg(hide = true)]
    their_label: Option<String>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let files = [args.base.clone(), args.ours.clone(), args.theirs.clone()];
    let path = args.path.clone().unwrap_or_else(|| args.ours.to_string_lossy().into_owned());
    let mut versions = [Vec::new(), Vec::new(), Vec::new()];
    for (version, file) in versions.iter_mut().zip(&files) {
        let read = fs::File::open(file).and_then(|file| file.take(MAX_ORG_BYTES + 1).read_to_end(version));
        read.map_err(|error| {
            CommandError::failed(format!("cannot read `{}`: {error}", file.display()))
                .hint("git runs it with three files: goalpost merge %O %A %B %L %P %S %X %Y")
        })?;
        if version.len() as u64 > MAX_ORG_BYTES {
            // As git does with what it cannot merge: ours stays, and a conflict is left.
            session.note(&format!("{path} is larger than {} MiB and is not merged; ours is kept", MAX_ORG_BYTES >> 20));
            return Ok(Verdict::Failed);
        }
    }
    let driver = Arc::new(Driver { files, versions, path, options: merge_options(args) });
    fall_back_to_lines(&driver);
    let merged = merge(driver.versions(), &driver.path, &driver.options, || driver.by_program()).ok_or_else(|| {
        CommandError::failed("cannot merge these files").hint("to see why: git merge-file -p OURS BASE THEIRS")
    })?;
    let verdict = driver.take(&merged)?;
    if !merged.open.is_empty() {
        let fields: Vec<String> = merged.open.iter().map(|route| format!("`{route}`")).collect();
        session.note(&format!("{}: both sides changed {}", driver.path, fields.join(", ")));
    }
    if let Some(reason) = &merged.invalid {
        session.note(&format!("{}: both sides together are not a valid file: {reason}", driver.path));
    }
    Ok(verdict)
}

/// What git asks the driver to merge.
struct Driver {
    /// Base, ours and theirs.
    files: [PathBuf; 3],
    versions: [Vec<u8>; 3],
    path: String,
    options: TextMerge,
}

impl Driver {
    fn versions(&self) -> [&[u8]; 3] {
        self.versions.each_ref().map(Vec::as_slice)
    }

    /// Merges by line. git's own program comes first: it follows the user's settings.
    fn by_program(&self) -> Option<MergedText> {
        self.options.merge_by_program(self.files.each_ref().map(PathBuf::as_path))
    }

    /// Writes what was merged over our version.
    fn take(&self, merged: &Merged) -> Result<Verdict, CommandError> {
        if merged.bytes != self.versions[1] {
            replace_bytes(&self.files[1], &self.versions[1], &merged.bytes)?;
        }
        Ok(if merged.clean { Verdict::Done } else { Verdict::Failed })
    }

    /// Merges without looking at fields, and returns the exit code.
    fn merge_by_line(&self) -> u8 {
        let merged = merge_by_line(self.versions(), &self.path, &self.options, || self.by_program());
        match merged.map(|merged| self.take(&merged)) {
            Some(Ok(Verdict::Done)) => 0,
            Some(Ok(_)) => 1,
            Some(Err(_)) | None => FAILED,
        }
    }
}

/// Lets a panic in this thread end in a merge by line: a mistake of ours in the merge by field must not stop a `git merge`, nor
/// may git take the exit code of a panic for a merge with conflicts. A hook does this whether the program unwinds or not,
/// and the packaged one does not. A panic within the hook aborts the process, on which git stops the merge.
fn fall_back_to_lines(driver: &Arc<Driver>) {
    let (driver, merging) = (Arc::clone(driver), thread::current().id());
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        report(panicked);
        if thread::current().id() == merging {
            #[expect(clippy::exit, reason = "there is nothing to return to from a panic")]
            process::exit(i32::from(driver.merge_by_line()));
        }
    }));
}

/// Reads the options of the merge. Versions of git that do not know a placeholder (%S, %X, %Y before 2.44) pass it unchanged.
fn merge_options(args: &Args) -> TextMerge {
    let label = |text: &Option<String>| text.clone().filter(|text| !text.is_empty() && !text.starts_with('%'));
    let size = label(&args.marker_size).and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let plain = TextMerge::default();
    let [base, ours, theirs] = plain.labels;
    TextMerge {
        marker_size: size.unwrap_or(plain.marker_size),
        labels: [
            label(&args.base_label).unwrap_or(base),
            label(&args.our_label).unwrap_or(ours),
            label(&args.their_label).unwrap_or(theirs),
        ],
        style: ConflictStyle::configured(Path::new(".")),
        favor: Favor::Neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "kind: key_result\nid: a\ntitle: A\nmeasures: o\nmetric:\n  target: 9\n  current: 1\n";

    /// A driver for files in a folder.
    fn driver(place: &Path, ours: &str, theirs: &str) -> Driver {
        let files = ["base", "ours", "theirs"].map(|name| place.join(name));
        let versions = [BASE, ours, theirs].map(|text| text.as_bytes().to_vec());
        for (file, version) in files.iter().zip(&versions) {
            fs::write(file, version).expect("written");
        }
        Driver { files, versions, path: "okrs/a.yaml".to_owned(), options: TextMerge::default() }
    }

    fn ours(place: &Path) -> String {
        fs::read_to_string(place.join("ours")).expect("read")
    }

    #[test]
    fn what_a_panic_falls_back_to_merges_lines_and_keeps_the_promises() {
        let place = tempfile::tempdir().expect("a folder");
        let merged = |our: &str, their: &str| {
            let code = driver(place.path(), our, their).merge_by_line();
            (code, ours(place.path()))
        };
        let edit = |from, to| BASE.replace(from, to);
        // Lines that are apart merge.
        assert_eq!(
            merged(&edit("title: A", "title: B"), &edit("target: 9", "target: 8")),
            (0, BASE.replace("title: A", "title: B").replace("target: 9", "target: 8"))
        );
        // One line twice is a conflict.
        let (code, text) = merged(&edit("target: 9", "target: 7"), &edit("target: 9", "target: 8"));
        assert_eq!(code, 1);
        assert!(text.contains("<<<<<<<") && text.contains("target: 7") && text.contains("target: 8"), "{text}");
        // Lines that merge to what is no valid file are one too.
        let (code, text) = merged(
            &edit("kind: key_result\n", "kind: key_result\nowner: tom\n"),
            &edit("  current: 1\n", "  current: 1\nowner: lea\n"),
        );
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("<<<<<<<"), "{text}");
    }

    /// Where the process that panics finds the files.
    const PANICS_IN: &str = "GOALPOST_TEST_PANICS_IN";

    #[test]
    fn a_panic_ends_in_a_merge_by_line() {
        let (our, their) = (BASE.replace("title: A", "title: B"), BASE.replace("target: 9", "target: 8"));
        if let Some(place) = std::env::var_os(PANICS_IN) {
            fall_back_to_lines(&Arc::new(driver(Path::new(&place), &our, &their)));
            panic!("a mistake of the program");
        }
        let place = tempfile::tempdir().expect("a folder");
        // A process of its own: the hook ends it.
        let ended = process::Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "cli::merge::tests::a_panic_ends_in_a_merge_by_line", "--nocapture"])
            .env(PANICS_IN, place.path())
            .output()
            .expect("started");
        assert_eq!(ended.status.code(), Some(0), "{ended:?}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("a mistake of the program"), "{ended:?}");
        assert_eq!(ours(place.path()), our.replace("target: 9", "target: 8"));
    }
}
