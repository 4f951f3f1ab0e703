//! Looks up the goals that are named on the command line.

use super::error::CommandError;
use super::privacy::Privacy;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Removal;
use crate::analysis::history::GoalHistory;
use crate::analysis::text::lower_words_in;
use crate::git::short_id;
use crate::model::{Goal, GoalIx, Period, Workspace, count_of};
use crate::project::Project;
use crate::syntax::Lexicon;
use crate::view::Context;

/// The most goals that the error of an ambiguous name lists.
const LISTED: usize = 6;

/// Finds a goal as a person names it: by id in any case, the path of its file, the start of its id, or words of its title. A name
/// that fits several is an error that lists them.
pub(super) fn find(workspace: &Workspace, name: &str) -> Result<GoalIx, CommandError> {
    let found = match workspace.find(name) {
        Some(ix) => return Ok(ix),
        // A goal whose file cannot be read is rather meant by its id than another by a part of its name.
        None if workspace.is_unread(name) => Vec::new(),
        None => named(workspace, name),
    };
    match found[..] {
        [ix] => Ok(ix),
        [] => Err(unknown_goal(workspace, name)),
        _ => Err(ambiguous_goal(workspace, name, &found)),
    }
}

/// Finds the goal that a reading command is asked about: as a person names it, and by id alone where a program asks. The error
/// for a removed goal tells when it was removed and how to see it.
pub(super) fn find_asked(session: &Session, facts: &Facts<'_>, name: &str) -> Result<GoalIx, CommandError> {
    let workspace = facts.workspace;
    if let Some(ix) = workspace.find(name) {
        return Ok(ix);
    }
    // A goal that was removed is rather meant by its id than another by a part of its name.
    match facts.removals().iter().find(|it| it.id == name) {
        Some(removal) => Err(removed_error(facts, removal)),
        None if session.is_asked_by_program() => find_by_id(workspace, name),
        None => find(workspace, name),
    }
}

/// Answers what is asked about one goal: opens the goals with their whole history, finds the goal, and renders. `shared`
/// tells whether the answer is to be passed around, so that goals of private roots are left out.
pub(super) fn answer_about(
    session: &Session,
    name: &String,
    (privacy, shared): (&Privacy, bool),
    render: impl FnOnce(&Facts<'_>, GoalIx, &Context, &Project) -> String,
) -> Result<Verdict, CommandError> {
    let mut project = privacy.guard_if(shared, session, session.open()?, std::slice::from_ref(name))?;
    let context = session.context(&project)?;
    let (project, facts) = session.snapshot(&mut project, &context, HistoryReach::Whole)?;
    let ix = find_asked(session, &facts, name)?;
    session.answer(&render(&facts, ix, &context, project))
}

/// Finds a goal by id alone: what a program or a table names may not depend on which goals there are. The error suggests
/// a similar id.
pub(super) fn find_by_id(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    workspace.find(id).ok_or_else(|| match named(workspace, id)[..] {
        [ix] if !workspace.is_unread(id) => CommandError::unknown(format!("there is no goal `{id}`"))
            .hint(format!("did you mean `{}`?", workspace.goal(ix).id)),
        _ => unknown_goal(workspace, id),
    })
}

/// The goals with a name that is not their id, by the closest kind of name that any has.
fn named(workspace: &Workspace, name: &str) -> Vec<GoalIx> {
    let goals = || workspace.iter();
    let all =
        |fits: &dyn Fn(&Goal) -> bool| goals().filter(|(_, goal)| fits(goal)).map(|(ix, _)| ix).collect::<Vec<_>>();
    let name = name.trim();
    if name.is_empty() {
        return Vec::new();
    }
    let path = name.strip_prefix("./").unwrap_or(name);
    // A path may be from the current folder or from the root: one ends with the other.
    let ends =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let is_file = |goal: &Goal| {
        let own = &workspace.file(goal.document).path;
        ends(own, path) || ends(path, own)
    };
    let typed: Vec<String> = lower_words_in(name).collect();
    let has_words = |goal: &Goal| {
        let title: Vec<String> = lower_words_in(&goal.title).collect();
        !typed.is_empty() && typed.iter().all(|word| title.iter().any(|it| it.starts_with(word.as_str())))
    };
    let kinds: [&dyn Fn(&Goal) -> bool; 4] =
        [&|goal| goal.id.eq_ignore_ascii_case(name), &is_file, &|goal| goal.id.starts_with(name), &has_words];
    kinds.into_iter().map(all).find(|found| !found.is_empty()).unwrap_or_default()
}

/// What a name is that is no goal's: a person, a team, a period or a folder, with the command that shows its goals.
fn other_thing(workspace: &Workspace, name: &str) -> Option<String> {
    let folder = format!("{}/", name.trim_end_matches('/'));
    if workspace.orgs().any(|org| org.person(name).is_some()) {
        Some(format!("`{name}` is a person; for their goals: goalpost rollup --owner {name}"))
    } else if workspace.orgs().any(|org| org.team(name).is_some()) {
        Some(format!("`{name}` is a team; for its goals: goalpost rollup --team {name}"))
    } else if Period::parse(name, workspace.settings.fiscal_year_starts).is_ok() {
        Some(format!("`{name}` is a period; for its goals: goalpost rollup --period {name}"))
    } else {
        let inside = workspace.iter().filter(|(_, goal)| workspace.file(goal.document).path.starts_with(&folder));
        let ids: Vec<&str> = inside.map(|(_, goal)| goal.id.as_str()).collect();
        let more = ids.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let listed = ids.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        (!ids.is_empty()).then(|| format!("`{name}` is a folder with the goals {listed}{more}"))
    }
}

fn unknown_goal(workspace: &Workspace, id: &str) -> CommandError {
    let error = CommandError::unknown(format!("there is no goal `{id}`"));
    if workspace.is_unread(id) {
        return error.hint("a file with this id exists but cannot be read as a goal; to see why: goalpost check");
    }
    if let Some(hint) = other_thing(workspace, id) {
        return error.hint(hint);
    }
    error.did_you_mean(Lexicon::new(workspace.ids()).closest(id), "list all goals: goalpost rollup --period all")
}

/// The ids of goals, for a message: `a, b`.
pub(super) fn ids(workspace: &Workspace, goals: &[GoalIx]) -> String {
    goals.iter().map(|ix| workspace.goal(*ix).id.as_str()).collect::<Vec<_>>().join(", ")
}

fn ambiguous_goal(workspace: &Workspace, name: &str, found: &[GoalIx]) -> CommandError {
    let error = CommandError::unknown(format!("`{name}` fits {}", count_of(found.len(), "goal")));
    let line = |ix: &GoalIx| format!("{}  {}", workspace.goal(*ix).id, workspace.goal(*ix).title);
    let mut lines: Vec<String> = found.iter().take(LISTED).map(line).collect();
    if found.len() > LISTED {
        lines.push(format!("and {} more", found.len() - LISTED));
    }
    lines.into_iter().fold(error, CommandError::hint)
}

/// Returns the history of a snapshot, for commands that need one.
pub(super) fn require_history<'s>(snapshot: &'s Facts<'_>) -> Result<&'s GoalHistory, CommandError> {
    let history = snapshot.timeline.history();
    history.ok_or_else(|| {
        CommandError::unknown("the goals have no history").hint("commit them first: git add . && git commit")
    })
}

/// Finds a goal whose history is needed.
pub(super) fn find_in_history(session: &Session, snapshot: &Facts<'_>, id: &str) -> Result<GoalIx, CommandError> {
    let workspace = snapshot.workspace;
    let ix = find_asked(session, snapshot, id)?;
    if snapshot.has_history_of(workspace.goal(ix).document) {
        return Ok(ix);
    }
    let path = &workspace.file(workspace.goal(ix).document).path;
    Err(CommandError::unknown(format!("`{id}` belongs to another root, whose history is not known here"))
        .hint(format!("its file is {path}; name that root with --root DIR")))
}

/// Creates the error for a goal that was removed.
fn removed_error(snapshot: &Facts<'_>, removal: &Removal) -> CommandError {
    let id = &removal.id;
    let Some(commit) = removal.commit.and_then(|place| snapshot.history()?.commits.get(place)) else {
        return CommandError::unknown(format!("`{id}` was removed, which is not committed yet"))
            .hint(format!("its file was {}; to see it: goalpost show {id} --at HEAD", removal.path));
    };
    let (day, author, oid) = (commit.day, snapshot.author_name(commit), commit.oid.to_string());
    let subject = commit.subject();
    CommandError::unknown(format!("`{id}` was removed on {day} by {author}: {subject}")).hint(format!(
        "its file was {}; to see it: goalpost show {id} --at {}^",
        removal.path,
        short_id(&oid)
    ))
}
