//! A goal that counted and was deleted or made a draft again during its period.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::TakenAway;
use crate::git::short_id;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{count_of, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("deleted-goal", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // A file that is there and cannot be read, such as a link out of the root, is reported as that.
    let is_there = |it: &&TakenAway| {
        let sources = &snapshot.workspace.sources;
        let file = sources.by_path(&snapshot.removals()[it.at].path);
        file.is_some_and(|file| sources.file(file).fault.is_some())
    };
    for quiet in snapshot.deletions().iter().filter(|it| it.is_quiet && !is_there(it)) {
        sink.report(report(snapshot, quiet));
    }
}

fn report(snapshot: &Facts<'_>, quiet: &TakenAway) -> Report {
    let removal = &snapshot.removals()[quiet.at];
    let noun = removal.last.kind.noun();
    let with = match quiet.key_results.len() {
        0 => String::new(),
        count => format!(" with {}", count_of(count, "key result")),
    };
    let title = quoted_title(&removal.last.title);
    let commit = phrases::commit_at(snapshot, removal.commit);
    let when = if commit.is_some() { format!(" on {}", quiet.day) } else { String::new() };
    let verb = match removal.redrafted {
        Some(_) => "made a draft again",
        None if removal.excluded => "excluded",
        None => "deleted",
    };
    let during = if quiet.goal.is_open() {
        // The end that it had when it was deleted may be one to which it was put off first.
        let is_put_off = removal.last.end().is_some_and(|end| Some(end) != quiet.goal.end());
        if is_put_off { ", during the period from which it had been put off" } else { ", during its period" }.to_owned()
    } else {
        format!(" after it was closed as {}", quiet.goal.state.word())
    };
    let message = format!("the {noun} {title} (`{}`) was {verb}{when}{with}{during}", removal.id);
    if let Some(ix) = removal.redrafted {
        let why = phrases::explanation_advice(&removal.id, removal.commit, "state");
        let report = Report::at(ix, "state", message)
            .label(format!("{verb} {}", phrases::describe_on(snapshot, removal.commit, quiet.day)))
            .help(format!(
                "{why}, make it active again, or drop it with a reason: goalpost close {} --as dropped --reason \"…\"",
                removal.id
            ));
        return with_key_results(snapshot, quiet, report);
    }
    let source = commit.map(|commit| format!("--source={}~1 ", short_id(&commit.oid.to_string()))).unwrap_or_default();
    let is_ignored = || snapshot.history().is_some_and(|history| history.is_ignored(&removal.path));
    let back = if removal.excluded && is_ignored() {
        format!("take the pattern that matches {} out of .gitignore", removal.path)
    } else if removal.excluded {
        format!("change `exclude` in goalpost.yaml so that it does not match {}", removal.path)
    } else if is_plain(&removal.path) {
        let (repository, path) = in_its_repository(snapshot, &removal.path);
        format!("restore it (git {repository}restore {source}{path})")
    } else {
        "restore its file".to_owned()
    };
    let report = Report::on(Subject::Removed(quiet.at), "", message)
        .label(if removal.excluded && removal.commit.is_none() {
            "its file is there, and `.gitignore` leaves it out".to_owned()
        } else {
            format!("{verb} {}", phrases::describe_on(snapshot, removal.commit, quiet.day))
        })
        .help(if quiet.goal.is_open() {
            format!("{back}, then drop it with a reason: goalpost close {} --as dropped --reason \"…\"", removal.id)
        } else {
            format!("{back}: closed goals stay where they are, and count in the goals above them")
        });
    with_key_results(snapshot, quiet, report)
}

/// The report with the key results that went with an objective.
fn with_key_results(snapshot: &Facts<'_>, quiet: &TakenAway, report: Report) -> Report {
    quiet.key_results.iter().fold(report, |report, at| {
        let removal = &snapshot.removals()[*at];
        if let Some(ix) = removal.redrafted {
            return report.related(ix, "state", format!("key result `{}` was also made a draft", removal.id));
        }
        let message = format!("key result `{}` was also deleted", removal.id);
        report.related_on(Subject::Removed(*at), "", message)
    })
}

/// How git is told the root of a file that lies in an included one, which may be another repository, and the file's path from
/// there.
fn in_its_repository<'p>(snapshot: &Facts<'_>, path: &'p str) -> (String, &'p str) {
    let below = |name: &String| path.strip_prefix(name.trim_end_matches('/'))?.strip_prefix('/');
    let included = &snapshot.settings().include;
    let found = included.iter().find_map(|name| Some((format!("-C {} ", name.trim_end_matches('/')), below(name)?)));
    found.unwrap_or_else(|| (String::new(), path))
}

/// Whether a path can be pasted into any shell without quotes.
fn is_plain(path: &str) -> bool {
    path.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c)) && !path.starts_with('-')
}
