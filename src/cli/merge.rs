//! `goalpost merge`: the merge driver that git runs for goal files (gitattributes(5), "Defining a custom merge driver").

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::author::{merge, replace_bytes};
use crate::git::{ConflictStyle, Favor, MergedText, TextMerge};

/// The exit code of a merge that failed. git reads 1 to 128 as "merged with conflicts" and would keep the file as it is.
pub(super) const FAILED: u8 = 129;

/// Merge goal files (git merge driver)
///
/// Writes the result over OURS. Of two check-ins, the one with the later `as_of`
/// wins, value and confidence together; log entries, needs, agreements and links
/// of both sides are kept. Only fields that both sides set differently are left
/// between conflict markers. Files that are not goal files are merged as text.
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
    /// Path of the file in the repository (%P), for messages
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
    // The exit code of a panic (101) would tell git that the unmerged file is a merge with conflicts.
    let merged = panic::catch_unwind(|| merge::merge(bytes, &options)).ok().flatten();
    let conflicts = merged.as_ref().map(|merged| merged.open.clone()).unwrap_or_default();
    let merged = match merged {
        Some(merged) => MergedText { bytes: merged.text.into_bytes(), clean: merged.clean },
        // git's own program comes first: it follows the user's settings.
        None => {
            options.merge_by_program(files.map(PathBuf::as_path)).or_else(|| options.merge(bytes)).ok_or_else(|| {
                CommandError::failed("cannot merge these files").hint("to see why: git merge-file -p OURS BASE THEIRS")
            })?
        }
    };
    if merged.bytes != versions[1] {
        replace_bytes(&args.ours, &versions[1], &merged.bytes)?;
    }
    if !conflicts.is_empty() {
        let path = args.path.clone().unwrap_or_else(|| args.ours.to_string_lossy().into_owned());
        let fields: Vec<String> = conflicts.iter().map(|route| format!("`{route}`")).collect();
        session.note(&format!("{path}: both sides changed {}", fields.join(", ")));
    }
    Ok(if merged.clean { Verdict::Done } else { Verdict::Failed })
}

/// Reads the options of the merge. Versions of git that do not know a placeholder (%S, %X, %Y before 2.44) pass it unchanged.
fn merge_options(args: &Args) -> TextMerge {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty() && !text.starts_with('%'));
    let size = given(&args.marker_size).and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let plain = TextMerge::default();
    let [base, ours, theirs] = plain.labels;
    TextMerge {
        marker_size: size.unwrap_or(plain.marker_size),
        labels: [
            given(&args.base_label).unwrap_or(base),
            given(&args.our_label).unwrap_or(ours),
            given(&args.their_label).unwrap_or(theirs),
        ],
        style: ConflictStyle::configured(Path::new(".")),
        favor: Favor::Neither,
    }
}
