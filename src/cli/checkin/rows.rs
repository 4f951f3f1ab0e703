//! Check-ins from a table. Bad rows are reported and good ones written, in one change: a table of a hundred rows with
//! one typo is not worth sending back.

use std::collections::HashMap;
use std::path::Path;

use super::apply::{CheckInError, apply_check_in};
use super::args::Args;
use crate::analysis::agenda::value_keeper;
use crate::analysis::facts::Facts;
use crate::author::{Change, CheckIn, CheckInRow, change_in, is_before_the_file, is_recorded, read_rows};
use crate::cli::error::CommandError;
use crate::cli::guard::{apply_change, ensure_no_new_errors};
use crate::cli::input::read_text;
use crate::cli::member::find_person_meant;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Opened, Work, Writing, find_own_by_id, next_step};
use crate::model::{Day, GoalIx, Workspace, count_of};
use crate::render::shell_word;
use crate::syntax::Lexicon;
use crate::view::written::Rejected;

/// A row of the table that fits a goal, in its place in the order of days.
struct PlacedRow<'r> {
    row: &'r CheckInRow,
    checkin: CheckIn,
    id: String,
    /// The goals whose files it changes: its own, and its KPI.
    files: [GoalIx; 2],
    day: Day,
}

impl PlacedRow<'_> {
    /// Whether history has it, where the file has a later value.
    fn is_recorded(&self, snapshot: &Facts<'_>) -> bool {
        let [ix, keeper] = self.files;
        let observations = snapshot.timeline.of(ix).iter().chain(snapshot.timeline.of(keeper));
        is_before_the_file(snapshot.workspace, ix, keeper, &self.checkin)
            && is_recorded(snapshot.workspace, (ix, keeper), &self.checkin, observations)
    }

    /// The row as one that changed nothing.
    fn recorded(self) -> TakenRow {
        let (line, goal, day) = (self.row.line, self.row.goal.clone(), self.day);
        TakenRow { line, goal, value: None, confidence: None, day, is_new: false, says: Vec::new() }
    }
}

/// A row that was taken.
struct TakenRow {
    line: u64,
    goal: String,
    /// The goal whose file keeps the value, the value as written, and whether it changes the one before (`+=3`).
    value: Option<(GoalIx, String, bool)>,
    confidence: Option<GoalIx>,
    day: Day,
    /// Whether it changed anything.
    is_new: bool,
    says: Vec<String>,
}

/// The rows of a table as they are written: those of one goal one after another, each by what the files say after those
/// before it.
#[derive(Default)]
struct RowsTaken {
    taken: Vec<TakenRow>,
    rejected: Vec<Rejected>,
    goals: Vec<String>,
}

/// Reads the table and writes its good rows.
///
/// A file keeps one value. With `--commit` each row of a goal has a commit of its own, so that all of them are observations;
/// else only the last one is, and the others are said to be left out.
pub(super) fn run(session: &Session, args: &Args, from: &str, as_of: Option<Day>) -> Result<Verdict, CommandError> {
    let rows = read_rows(&read_text(Path::new(from))?)?;
    if !rows.ignored.is_empty() {
        session.note(&format!("ignored columns: {}", rows.ignored.join(", ")));
    }
    let mut opened = session.open_to_write()?;
    let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let mut written = RowsTaken::default();
    // A table that is read every week has rows that stand already: history shows those that the files do not.
    let past = if has_earlier_rows(&opened, &rows.rows, as_of) {
        session.past(&mut opened.project, &opened.context, HistoryReach::Whole).ok()
    } else {
        None
    };
    let rounds = {
        let shows_past = past.is_some();
        let snapshot = match past {
            Some(past) => past.snapshot(&opened.project),
            None => Facts::take(&opened.project.workspace, opened.context.today),
        };
        let ids = Lexicon::new(snapshot.workspace.ids());
        let mut placed = Vec::new();
        for row in &rows.rows {
            match place_row(&snapshot, (row, &ids), as_of, speaker.as_deref()) {
                Ok(it) if shows_past && it.is_recorded(&snapshot) => written.taken.push(it.recorded()),
                Ok(it) => placed.push(it),
                Err(rejected) => written.rejected.push(rejected),
            }
        }
        rounds(placed)
    };
    if rows.rows.is_empty() {
        session.note("the table has no rows");
    }
    let (today, root) = (opened.context.today, opened.project.root.clone());
    let commits_each = args.writing.commit && !args.writing.dry_run;
    let (mut change, mut commit, mut original) = (Change::new(&root), None, None);
    for (at, round) in rounds.iter().enumerate() {
        let workspace = &opened.project.workspace;
        let mut work = Work::new(&opened);
        if !commits_each {
            work.change.follow(std::mem::replace(&mut change, Change::new(&root)));
        }
        let before = written.recorded();
        written.take(&mut work, workspace, today, round);
        if commits_each {
            let subject = subject(written.recorded() - before);
            let made = ensure_no_new_errors(workspace, &work.change, today)
                .and_then(|()| work.write(session, args.writing, &subject))
                .map_err(|error| match commit {
                    None => error,
                    Some(_) => error.hint("the check-ins before are committed, do not enter them again: git log"),
                })?;
            commit = made.or(commit);
        }
        let is_last = at + 1 == rounds.len();
        let after = (!is_last).then(|| Workspace::read(apply_change(workspace.sources.clone(), &work.change)));
        change.follow(work.change);
        if let Some(after) = after {
            let earlier = std::mem::replace(&mut opened.project.workspace, after);
            original.get_or_insert(earlier);
        }
    }
    written.leave_out(&opened.project.workspace, from, commits_each);
    // What the rows bring together is judged against the files as they were.
    if let Some(original) = original {
        opened.project.workspace = original;
    }
    let mut work = Work::new(&opened);
    work.change.follow(change);
    let recorded = written.recorded();
    written.describe(&mut work, args.writing);
    work.next = next_step(&opened, args.writing);
    if commits_each {
        return work.answer(session, &opened, "checkin", args.writing, commit);
    }
    work.finish(session, &opened, "checkin", args.writing, &subject(recorded))
}

/// Whether a row is of an earlier day than the value in its goal's file, or of a closed goal.
fn has_earlier_rows(opened: &Opened, rows: &[CheckInRow], as_of: Option<Day>) -> bool {
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    rows.iter().any(|row| {
        let (Ok(checkin), Some(ix)) = (&row.check_in, snapshot.workspace.find(&row.goal)) else { return false };
        let checkin = CheckIn { as_of: checkin.as_of.or(as_of), ..checkin.clone() };
        is_before_the_file(snapshot.workspace, ix, value_keeper(&snapshot, ix), &checkin)
    })
}

fn subject(count: usize) -> String {
    format!("Record {}", count_of(count, "check-in"))
}

impl RowsTaken {
    /// The number of rows that changed something.
    fn recorded(&self) -> usize {
        self.taken.iter().filter(|it| it.is_new).count()
    }

    /// Adds rows of different files to a change. A file that cannot be edited rejects its own row only.
    fn take(&mut self, work: &mut Work<'_>, workspace: &Workspace, today: Day, round: &[PlacedRow<'_>]) {
        let snapshot = Facts::take(workspace, today);
        for placed in round {
            let PlacedRow { row, checkin, id, day, .. } = placed;
            let said = work.says.len();
            let applied = find_own_by_id(snapshot.workspace, id)
                .map_err(CheckInError::Other)
                .and_then(|ix| Ok((ix, apply_check_in(work, &snapshot, ix, checkin)?.1)));
            let says = work.says.split_off(said);
            match applied {
                Ok((ix, is_new)) => {
                    let keeper = value_keeper(&snapshot, ix);
                    let value = checkin.value.as_ref().map(|typed| {
                        let typed = typed.trim();
                        (keeper, typed.to_owned(), change_in(typed).is_some())
                    });
                    let confidence = checkin.confidence.as_ref().map(|_| ix);
                    let (line, goal, day) = (row.line, row.goal.clone(), *day);
                    self.taken.push(TakenRow { line, goal, value, confidence, day, is_new, says });
                }
                Err(error) => self.rejected.push(match error {
                    CheckInError::Unfit(it) => rejected(row, it.message, Some(it.help)),
                    CheckInError::Other(error) => wrong(row, &error),
                }),
            }
        }
        self.goals.extend_from_slice(work.goals());
    }

    /// Says of the rows whose value or confidence is no observation, because a later row of the table has another one:
    /// without a commit of each of a later day, with it of the same day.
    fn leave_out(&mut self, workspace: &Workspace, from: &str, commits_each: bool) {
        let (mut values, mut confidences) = (HashMap::new(), HashMap::new());
        for at in (0..self.taken.len()).rev() {
            let it = &mut self.taken[at];
            let (line, day) = (it.line, it.day);
            let is_lost = |by: Day| !commits_each || by == day;
            let mut lost = Vec::new();
            if let Some((keeper, typed, is_change)) = &it.value {
                let next = values.insert(*keeper, (line, day, *is_change));
                // Of two changes of one day both count, as the day's value.
                if let Some((by, on, _)) = next.filter(|(_, on, changes)| is_lost(*on) && !(*changes && *on == day)) {
                    lost.push(("value", typed.clone(), &workspace.goal(*keeper).id, by, on));
                }
            }
            if let Some(goal) = it.confidence {
                let next = confidences.insert(goal, (line, day));
                if let Some((by, on)) = next.filter(|(_, on)| is_lost(*on)) {
                    lost.push(("confidence", "the confidence".to_owned(), &workspace.goal(goal).id, by, on));
                }
            }
            let Some((column, what, keeper, by, on)) = lost.into_iter().next().filter(|_| it.is_new) else { continue };
            let reason = if on == day {
                format!("{what} of {day} is left out: line {by} has another one for that day")
            } else {
                format!("{what} of {day} is left out: line {by} has that of {on}, and the file of `{keeper}` keeps one")
            };
            let name = if from == "-" { "-".to_owned() } else { shell_word(from) };
            let help = (on != day).then(|| format!("to record each: goalpost checkin --from {name} --commit"));
            (it.is_new, it.says) = (false, Vec::new());
            let goal = Some(it.goal.clone());
            self.rejected.push(Rejected { line, goal, column: Some(column.to_owned()), reason, help });
        }
    }

    /// Adds what became of all rows to the answer.
    fn describe(mut self, work: &mut Work<'_>, writing: Writing) {
        let taken = self.recorded();
        let is_out = |it: &TakenRow| self.rejected.iter().any(|row| row.line == it.line);
        let same = self.taken.iter().filter(|it| !it.is_new && !is_out(it)).count();
        self.rejected.sort_by_key(|row| row.line);
        let left_out = self.rejected.iter().filter(|it| it.column.is_some()).count();
        let count = |count: usize, word: &str| if count > 0 { format!(", {count} {word}") } else { String::new() };
        let recorded = if writing.dry_run { "would be recorded" } else { "recorded" };
        work.say(format!(
            "{} {recorded}{}{}{}",
            count_of(taken, "check-in"),
            count(same, "recorded already"),
            count(left_out, "left out"),
            count(self.rejected.len() - left_out, "rejected")
        ));
        work.says.extend(self.taken.into_iter().flat_map(|it| it.says));
        work.rejected = self.rejected;
        self.goals.iter().for_each(|goal| work.add_goal(goal));
    }
}

/// Puts rows in an order in which each file is changed by at most one row of a round, the earlier day first: the latest value
/// of a goal is the one that stays.
fn rounds(mut placed: Vec<PlacedRow<'_>>) -> Vec<Vec<PlacedRow<'_>>> {
    placed.sort_by_key(|it| it.day);
    let mut next: HashMap<GoalIx, usize> = HashMap::new();
    let mut rounds: Vec<Vec<PlacedRow<'_>>> = Vec::new();
    for it in placed {
        let at = it.files.iter().filter_map(|file| next.get(file).copied()).max().unwrap_or(0);
        next.extend(it.files.map(|file| (file, at + 1)));
        if rounds.len() <= at {
            rounds.push(Vec::new());
        }
        rounds[at].push(it);
    }
    rounds
}

/// Finds the goal and the author of a row.
fn place_row<'r>(
    snapshot: &Facts<'_>,
    (row, ids): (&'r CheckInRow, &Lexicon<'_>),
    as_of: Option<Day>,
    speaker: Option<&str>,
) -> Result<PlacedRow<'r>, Rejected> {
    let checkin = row.check_in.as_ref().map_err(|it| rejected(row, it.message.clone(), Some(it.help.clone())))?;
    if row.goal.is_empty() {
        return Err(rejected(row, "the row has no goal".to_owned(), None));
    }
    let workspace: &Workspace = snapshot.workspace;
    if workspace.find(&row.goal).is_none() && !workspace.is_unread(&row.goal) {
        let help = ids.closest(&row.goal).map(|near| format!("did you mean `{near}`?"));
        return Err(rejected(row, format!("there is no goal `{}`", row.goal), help));
    }
    let ix = find_own_by_id(workspace, &row.goal).map_err(|error| wrong(row, &error))?;
    let by = match &checkin.by {
        Some(name) => Some(find_person_meant(workspace, name).map_err(|error| wrong(row, &error))?),
        None => speaker.map(str::to_owned),
    };
    let checkin = CheckIn { by, as_of: checkin.as_of.or(as_of), ..checkin.clone() };
    let day = checkin.as_of.unwrap_or(snapshot.today);
    let files = [ix, value_keeper(snapshot, ix)];
    Ok(PlacedRow { row, checkin, id: snapshot.goal(ix).id.clone(), files, day })
}

fn rejected(row: &CheckInRow, reason: String, help: Option<String>) -> Rejected {
    let goal = Some(row.goal.clone()).filter(|goal| !goal.is_empty());
    Rejected { line: row.line, goal, column: None, reason, help }
}

fn wrong(row: &CheckInRow, error: &CommandError) -> Rejected {
    rejected(row, error.to_string(), error.hints().first().cloned())
}
