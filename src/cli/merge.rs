//! `goalpost merge`: the merge driver that git runs for goal files (gitattributes(5), "Defining a custom merge driver").

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::author::merge::merge;
use crate::author::replace_bytes;
use crate::git::{ConflictStyle, Favor, TextMerge};

/// The exit code of a merge that failed. git reads 1 to 128 as "merged with conflicts" and would keep the file as it is.
pub(super) const FAILED: u8 = 129;

/// Merge goal files (git merge driver)
///
/// Writes the result over OURS. Of two check-ins, the one with the later day wins;
/// log entries, needs, agreements and links of both sides are kept. Only fields
/// that both sides set differently are left between conflict markers. Files that
/// are not goal files are merged as text. Two valid goal files never merge to an
/// invalid one, nor other YAML files to invalid YAML: that is a conflict.
///
/// The day of a check-in is its new `as_of`; for confidence also the day of a
/// check-in that the same side added to the log. The same day, or none, is a
/// conflict.
///
/// `git merge -X ours` and `-X theirs` change nothing for files with this driver:
/// git does not pass them on, and conflicts are left for you to resolve. To take
/// one side of a file: git checkout --ours FILE, or --theirs.
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

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let files = [&args.base, &args.ours, &args.theirs];
    let mut versions = [Vec::new(), Vec::new(), Vec::new()];
    for (version, file) in versions.iter_mut().zip(files) {
        *version = fs::read(file).map_err(|error| {
            CommandError::failed(format!("cannot read `{}`: {error}", file.display()))
                .hint("git runs it with three files: goalpost merge %O %A %B %L %P %S %X %Y")
        })?;
    }
    let bytes = versions.each_ref().map(Vec::as_slice);
    let options = merge_options(args);
    // git's own program comes first: it follows the user's settings.
    let by_line = || options.merge_by_program(files.map(PathBuf::as_path));
    let path = args.path.clone().unwrap_or_else(|| args.ours.to_string_lossy().into_owned());
    let merged = merge(bytes, &path, &options, by_line).ok_or_else(|| {
        CommandError::failed("cannot merge these files").hint("to see why: git merge-file -p OURS BASE THEIRS")
    })?;
    if merged.bytes != versions[1] {
        replace_bytes(&args.ours, &versions[1], &merged.bytes)?;
    }
    if !merged.open.is_empty() {
        let fields: Vec<String> = merged.open.iter().map(|route| format!("`{route}`")).collect();
        session.note(&format!("{}: both sides changed {}", path, fields.join(", ")));
    }
    if let Some(reason) = &merged.invalid {
        session.note(&format!("{path}: both sides together are not a valid file: {reason}"));
    }
    Ok(if merged.clean { Verdict::Done } else { Verdict::Failed })
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
