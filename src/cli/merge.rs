//! `goalpost merge`: git's merge driver for goal files.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::author::{merge, replace_bytes};
use crate::git::{ConflictStyle, Favor, MergedText, TextMerge};

/// The exit code of a merge that was not done. Up to 128 git takes for conflicts that someone has to settle.
pub(super) const FAILED: u8 = 129;

/// Merge goal files (git merge driver)
///
/// Writes the outcome over OURS. Of two check-ins the later `as_of` stands, its
/// value and confidence together; log entries, needs, agreements and links of
/// both sides all stay. What both sides set differently is left between git's
/// conflict markers, those lines alone. A file that is no goal file is merged as
/// git merges text. `goalpost init --merge-driver` sets it up; or by hand:
///
///   echo "*.yaml merge=goalpost" >> .gitattributes
///   git config merge.goalpost.driver 'if command -v goalpost >/dev/null
///     then goalpost merge %O %A %B %L %P %S %X %Y
///     else git merge-file --marker-size=%L %A %O %B; fi'
///
/// Exit code: 0 merged, 1 with conflicts, 129 not done.
#[derive(Debug, ClapArgs)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The common ancestor's version (%O)
    base: PathBuf,
    /// Our version (%A); the outcome is written here
    ours: PathBuf,
    /// Their version (%B)
    theirs: PathBuf,
    /// How long conflict markers are (%L); 7 is git's own
    marker_size: Option<String>,
    /// The file's path in the repository (%P), for what is said about it
    path: Option<String>,
    /// What the base is called in conflict markers (%S)
    #[arg(hide = true)]
    base_label: Option<String>,
    /// What ours is called in conflict markers (%X)
    #[arg(hide = true)]
    our_label: Option<String>,
    /// What theirs is called in conflict markers (%Y)
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
                .hint("git calls this with three files: goalpost merge %O %A %B %L %P %S %X %Y")
        })?;
    }
    let bytes = versions.each_ref().map(Vec::as_slice);
    let how = how(args);
    // Git would take a panic's exit code for a conflict and an unmerged file for the outcome.
    let merged = panic::catch_unwind(|| merge::merge(bytes, &how)).ok().flatten();
    let open = merged.as_ref().map(|merged| merged.open.clone()).unwrap_or_default();
    let merged = match merged {
        Some(merged) => MergedText { bytes: merged.text.into_bytes(), clean: merged.clean },
        None => how
            .merge_by_program(files.map(PathBuf::as_path))
            .or_else(|| how.merge(bytes))
            .ok_or_else(|| CommandError::failed("these files cannot be merged").hint("git merge-file may tell more"))?,
    };
    if merged.bytes != versions[1] {
        replace_bytes(&args.ours, &versions[1], &merged.bytes)?;
    }
    if !open.is_empty() {
        let path = args.path.clone().unwrap_or_else(|| args.ours.to_string_lossy().into_owned());
        session.note(&format!("{path}: both sides set {} differently", listed(&open)));
    }
    Ok(if merged.clean { Verdict::Done } else { Verdict::Failed })
}

/// How markers look here. Older gits leave a placeholder that they do not know as it is.
fn how(args: &Args) -> TextMerge {
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty() && !text.starts_with('%'));
    let size = told(&args.marker_size).and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let plain = TextMerge::default();
    let [base, ours, theirs] = plain.labels;
    TextMerge {
        marker_size: size.unwrap_or(plain.marker_size),
        labels: [
            told(&args.base_label).unwrap_or(base),
            told(&args.our_label).unwrap_or(ours),
            told(&args.their_label).unwrap_or(theirs),
        ],
        style: ConflictStyle::configured(Path::new(".")),
        favor: Favor::Neither,
    }
}

fn listed(routes: &[String]) -> String {
    let named: Vec<_> = routes.iter().map(|route| format!("`{route}`")).collect();
    match named.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => named.concat(),
    }
}
