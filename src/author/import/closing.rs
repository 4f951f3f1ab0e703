//! Goals that a service calls done: they are closed where their numbers say so, and stay open where not.

use std::collections::HashMap;

use serde_json::Value;

use super::input::{InputRow, Refused, text_of};
use super::page;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::ambition;
use crate::analysis::text::percent;
use crate::analysis::trends::reaches;
use crate::author::unfit::Unfit;
use crate::model::{Day, GoalIx, State, Workspace, count_of};
use crate::source::{SETTINGS_FILE, SourceSet};
use crate::view::unreadable::list_names;

/// Judges the state of rows that are achieved: with a grade below what is expected they are missed, and without one they stay
/// open where their own numbers, or those of their key results, do not reach it. A goal without any numbers is what the table
/// says, which a note tells. What goalpost exports has a path, and comes back as it was.
pub(super) fn settle_states(
    workspace: &Workspace,
    rows: &mut [InputRow],
    (refused, notes): (&mut Vec<Refused>, &mut Vec<String>),
    today: Day,
) {
    let is_done = |row: &InputRow| row.path.is_none() && text_of(&row.fields, "state") == Some(State::Achieved.word());
    if !rows.iter().any(is_done) {
        return;
    }
    // A path for each row, so that the goals that are read are those of the rows. Every value counts, whenever it was
    // written: services date them by the last change of anything.
    let text = |row: &InputRow| {
        let mut fields = row.fields.clone();
        for field in ["period", "deadline", "closed"] {
            fields.remove(field);
        }
        if let Some(metric) = fields.get_mut("metric").and_then(Value::as_object_mut) {
            metric.remove("as_of");
        }
        page::write(&fields)
    };
    let mut texts: Vec<(String, String)> =
        rows.iter().enumerate().map(|(at, row)| (format!("{at}.yaml"), text(row))).collect();
    if let Some(settings) = workspace.sources.by_path(SETTINGS_FILE) {
        texts.push((SETTINGS_FILE.to_owned(), workspace.sources.file(settings).text.clone()));
    }
    let read = Workspace::read(SourceSet::from_texts(texts));
    let facts = Facts::take(&read, today);
    let goals: HashMap<&str, GoalIx> =
        read.iter().map(|(ix, goal)| (read.file(goal.document).path.as_str(), ix)).collect();
    let mut unproven = Vec::new();
    for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| is_done(row)) {
        let Some(ix) = goals.get(format!("{at}.yaml").as_str()) else { continue };
        let (id, needed) = (text_of(&row.fields, "id").map(str::to_owned), ambition(facts.goal(*ix), facts.settings()));
        let score = row.fields.get("grade").map(|grade| grade.get("score").and_then(Value::as_f64).unwrap_or_default());
        if let Some(score) = score.filter(|score| !reaches(*score, needed)) {
            row.fields.insert("state".to_owned(), State::Missed.word().into());
            let says = format!("`achieved`, but the grade {score} is below {needed}");
            let help = "the goal is imported as missed, which is what the grade says";
            refused.push(Refused::cell(row.line, id, "state", Unfit::new(says, help)));
            continue;
        }
        if score.is_some() {
            continue;
        }
        let says = match proof_of(&facts, *ix) {
            Proof::Contradict(says) => says,
            Proof::None => {
                unproven.extend(id);
                continue;
            }
            Proof::Agree => continue,
        };
        row.fields.remove("state");
        row.fields.remove("closed");
        let close = format!(
            "the goal stays open; to close it: goalpost close {} --as achieved or --as missed",
            id.as_deref().unwrap_or("GOAL")
        );
        refused.push(Refused::cell(row.line, id, "state", Unfit::new(format!("`achieved`, but {says}"), close)));
    }
    if !unproven.is_empty() {
        let ids: Vec<&str> = unproven.iter().map(String::as_str).collect();
        let goals = count_of(ids.len(), "goal");
        notes.push(format!("{goals} achieved by the table's word alone, without a number: {}", list_names(&ids)));
    }
}

/// What the numbers of a goal say that is called achieved.
enum Proof {
    Agree,
    None,
    Contradict(String),
}

fn proof_of(facts: &Facts<'_>, ix: GoalIx) -> Proof {
    let goal = facts.goal(ix);
    let needed = ambition(goal, facts.settings());
    match facts.numbers(ix).progress {
        Some(progress) if reaches(progress, needed) => Proof::Agree,
        Some(progress) => Proof::Contradict(format!("its numbers say {}", percent(progress))),
        None if goal.metric.is_some() => Proof::Contradict("its metric has no value".to_owned()),
        None if facts.graph.key_results(ix).next().is_some() => {
            Proof::Contradict("no key result of it has a value".to_owned())
        }
        None => Proof::None,
    }
}

/// Replaces exact days by the name of the period that they are: `2026-Q4` for 1 October to 31 December 2026.
pub(super) fn name_period(row: &mut InputRow, fiscal_start: u8) {
    let Some(period) = row.fields.get_mut("period").filter(|period| period.is_object()) else { return };
    let day = |name| period.get(name).and_then(Value::as_str).and_then(crate::model::parse_day);
    let days = day("start").zip(day("end"));
    if let Some(named) = days.and_then(|(start, end)| crate::model::Period::named(start, end, fiscal_start)) {
        *period = named.name.into();
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ColumnMap, Import, NewFile, import};
    use super::*;

    const TODAY: Day = Day::constant(2026, 11, 21);

    fn workspace(settings: &str) -> Workspace {
        Workspace::read(SourceSet::from_texts([(SETTINGS_FILE, settings)]))
    }

    fn taken(text: &str, map: &ColumnMap) -> Import {
        import(&workspace(""), text, map, TODAY).expect("a table")
    }

    fn map(text: &str) -> ColumnMap {
        ColumnMap::parse(text).unwrap_or_else(|wrong| panic!("{wrong}: {}", wrong.help))
    }

    /// `Done` closed a goal whatever its numbers said.
    #[test]
    fn done_is_achieved_where_the_numbers_say_so() {
        let columns = map(
            "columns: {kind: Type, title: Name, parent: Parent, baseline: From, target: To, current: Now, score: Score, state: Status}\n\
             values: {kind: {O: objective, KR: key_result}, state: {Done: achieved}}",
        );
        let table = "Type,Name,Parent,From,To,Now,Score,Status\n\
                     O,Win,,,,,,Done\nKR,Sell,Win,0,10,6,,Done\nKR,Keep,Win,0,10,10,,Done\n\
                     O,Rest,,,,,,Done\nKR,Sleep,Rest,0,8,8,,Done\nO,Other,,,,,,\nKR,Graded,Other,0,8,7,1.0,Done\n\
                     O,Alone,,,,,,Done\nKR,Blank,Alone2,0,8,,,Done\nO,Alone2,,,,,,\n";
        let import = taken(table, &columns);
        let closed: Vec<&str> = import
            .files
            .iter()
            .filter(|file| file.text.contains("state: achieved\n"))
            .filter_map(|file| file.goal.as_deref())
            .collect();
        assert_eq!(closed, ["keep", "rest", "sleep", "graded", "alone"]);
        let lost: Vec<_> = import.refused.iter().map(|row| (row.line, row.column, row.reason.as_str())).collect();
        assert_eq!(
            lost,
            [
                (2, Some("state"), "`achieved`, but its numbers say 80 %"),
                (3, Some("state"), "`achieved`, but its numbers say 60 %"),
                (10, Some("state"), "`achieved`, but its metric has no value"),
            ]
        );
        assert!(import.refused[1].help.as_deref().is_some_and(|help| help.contains("goalpost close sell")));
    }

    /// A closed goal was achieved whatever its grade, and one without numbers was so without a word.
    #[test]
    fn a_grade_says_how_a_goal_ended() {
        let columns = map(
            "columns: {kind: Type, title: Name, score: Score, state: Status}\nvalues: {kind: {O: objective}, state: {Closed: achieved}}",
        );
        let import = taken("Type,Name,Score,Status\nO,Win,0.8,Closed\nO,Keep,1,Closed\nO,Rest,,Closed\n", &columns);
        let state =
            |at: usize| import.files[at].text.lines().find(|line| line.starts_with("state:")).map(str::to_owned);
        assert_eq!(state(0).as_deref(), Some("state: missed"));
        assert_eq!((state(1).as_deref(), state(2).as_deref()), (Some("state: achieved"), Some("state: achieved")));
        let lost: Vec<&str> = import.refused.iter().map(|row| row.reason.as_str()).collect();
        assert_eq!(lost, ["`achieved`, but the grade 0.8 is below 1"]);
        assert!(import.notes.iter().any(|note| note.ends_with("without a number: rest")), "{:?}", import.notes);
        // As our own words in a table by hand; what was exported comes back as it was.
        let plain =
            taken("kind,title,baseline,target,current,state\nkey_result,Sell,0,10,6,achieved\n", &ColumnMap::default());
        assert!(plain.files[0].text.lines().all(|line| line != "state: achieved"), "{}", plain.files[0].text);
    }

    /// A `1` among fractions was one percent.
    #[test]
    fn a_lone_one_among_fractions_is_all_of_it() {
        let columns = map("columns: {kind: Type, title: Name, parent: Parent, progress: Done}");
        let done = |cells: [&str; 3]| {
            let [a, b, c] = cells;
            let table = format!(
                "Type,Name,Parent,Done\nobjective,Win,,\nkey_result,A,Win,\"{a}\"\nkey_result,B,Win,\"{b}\"\nkey_result,C,Win,\"{c}\"\n"
            );
            let import = taken(&table, &columns);
            let values = import.files.iter().filter_map(|file| {
                file.text.lines().find_map(|line| line.trim().strip_prefix("current: ").map(str::to_owned))
            });
            values.collect::<Vec<_>>()
        };
        assert_eq!(done(["0.4", "0.75", "1"]), ["40", "75", "100"]);
        assert_eq!(done(["0,4", "1,0", "0"]), ["40", "100", "0"]);
        assert_eq!(done(["40", "75", "1"]), ["40", "75", "1"]);
        assert_eq!(done(["40 %", "0.5 %", "1"]), ["40", "0.5", "1"]);
        // Whether a column of ones counts percents or wholes is not known.
        assert_eq!(done(["1", "0", "1"]), ["1", "0", "1"]);
    }

    #[test]
    fn days_that_are_a_period_have_its_name() {
        let columns = map("columns: {title: Name, start: From, end: To}");
        let table = "Name,From,To\nA,2026-10-01,2026-12-31\nB,2026-07-01,2026-12-31\nC,2026-01-01,2026-12-31\nD,2026-11-01,2026-11-30\nE,2026-10-02,2026-12-31\n";
        let periods = |settings: &str| {
            let import = import(&workspace(settings), table, &columns, TODAY).expect("a table");
            let line = |file: &NewFile| file.text.lines().find(|line| line.starts_with("period:")).map(str::to_owned);
            import.files.iter().filter_map(line).collect::<Vec<_>>()
        };
        let exact = "period: {start: 2026-10-02, end: 2026-12-31}";
        assert_eq!(
            periods(""),
            ["period: 2026-Q4", "period: 2026-H2", "period: \"2026\"", "period: \"2026-11\"", exact]
        );
        // A fiscal year that starts in July has the name of the year in which it ends.
        let july = periods("fiscal_year_starts: 7\n");
        assert_eq!(july[..2], ["period: 2027-Q2", "period: 2027-H1"]);
        assert_eq!(july[2], "period: {start: 2026-01-01, end: 2026-12-31}");
    }
}
