//! The conversation of `init` on a terminal. An answer takes the place of a missing option.

use std::path::Path;

use super::answers::{Answers, MOST_RESULTS, is_everyone, read_key_result, read_person};
use super::extras::Extras;
use super::people::join;
use super::table::{GoalsTable, typed_path};
use crate::author::{NewKeyResult, NewObjective, NewPerson, Pipeline, ensure_unit, read_new_number};
use crate::cli::error::CommandError;
use crate::cli::prompt::Prompt;
use crate::cli::scope::parse_period;
use crate::model::{Day, Period, Settings, counted, exact, means_nothing};

/// What is said before the questions.
const BEGINNING: &str = "A few questions; Enter skips one. All can be changed in the files later.";

/// Whether to create a repository.
pub(super) const REPOSITORY: &str = "not in a git repository, which keeps the goals' history; create one?";

/// How a key result is asked for.
const EXAMPLE: &str = "such as: Cut the wait from 9 to 4 minutes; or: Sales: 10 to 40 loaves, now 25";

/// What is to be achieved: typed, or in a table.
const OBJECTIVE: &str = "objective: what do you want to achieve this quarter? (or a table: okrs.csv)";

/// What else is to be achieved.
const NEXT_OBJECTIVE: &str = "another objective? (Enter for no more)";

/// How a table names its columns.
const MAP: &str = "  its columns: a service such as viva-goals, a map, or Enter to find them";

/// Who is in the team.
const MEMBERS: &str = "who is in your team? (1 3, names, all, or Enter for you alone)";

/// The most people of git's log that are listed.
const MOST_LISTED: usize = 9;

/// Whether to install the hook.
const HOOK: &str = "install a pre-commit hook that refuses commits with errors in goals?";

/// Whether to set up the merge driver.
const DRIVER: &str = "set up the merge driver, which merges goal files field by field?";

/// Which pipeline to add.
const PIPELINE: &str = "add a CI pipeline that checks goals? github, gitlab or Enter for none";

/// Asks for what the new goals need; none at the end of the input.
pub(super) fn ask_goals(
    prompt: &mut Prompt,
    given: &Answers,
    (folder, today): (&str, Day),
    offered: &[NewPerson],
) -> Option<Answers> {
    let mut answers = given.clone();
    ask_each(prompt, &mut answers, (folder, today), offered)?;
    Some(answers)
}

fn ask_each(
    prompt: &mut Prompt,
    answers: &mut Answers,
    (folder, today): (&str, Day),
    offered: &[NewPerson],
) -> Option<()> {
    prompt.say(BEGINNING);
    if answers.organization.is_none() {
        answers.organization = non_empty(prompt.ask_line(&format!("organization? [{folder}]"))?);
    }
    if answers.mission.is_none() {
        answers.mission = non_empty(prompt.ask_line("mission, in one sentence?")?);
    }
    if answers.team.is_none() {
        answers.team = non_empty(prompt.ask_line("your team's name? [everyone]")?).filter(|name| !is_everyone(name));
    }
    if answers.people.is_empty() && !offered.is_empty() {
        ask_people(prompt, answers, offered)?;
    }
    // Of an objective that an option gives, only the key results may be missing.
    if let Some(objective) = answers.objectives.last_mut() {
        return ask_results(prompt, objective);
    }
    while answers.table.is_none() {
        let is_first = answers.objectives.is_empty();
        let answer = prompt.ask_line(if is_first { OBJECTIVE } else { NEXT_OBJECTIVE })?;
        if answer.is_empty() {
            break;
        }
        let file = typed_path(&answer);
        if !is_first || !GoalsTable::is_named(&answer) {
            answers.objectives.push(NewObjective { title: answer, ..NewObjective::default() });
            ask_results(prompt, answers.objectives.last_mut()?)?;
        } else if file.is_file() {
            // A workbook is no text: before the columns of none are asked for.
            match GoalsTable::read(&file, None) {
                Ok(_) => ask_table(prompt, answers, &file, today)?,
                Err(error) => prompt.say(&format!("  {}", one_line(&error))),
            }
        } else {
            prompt.say(&format!("  there is no file `{}` here", file.display()));
        }
    }
    Some(())
}

/// Asks for the key results of an objective, with their numbers where they do not state them all.
fn ask_results(prompt: &mut Prompt, objective: &mut NewObjective) -> Option<()> {
    while objective.results.len() < MOST_RESULTS {
        let number = objective.results.len() + 1;
        if number == 1 {
            prompt.say(EXAMPLE);
        }
        let question = format!("key result {number} of {MOST_RESULTS}: how will you know?");
        let read = |line: &str| match line {
            "" => Ok(None),
            _ => read_key_result(line).map(Some).map_err(|error| error.to_string()),
        };
        let Some(mut result) = prompt.ask_until(&question, read)? else { break };
        // `TITLE: START to TARGET UNIT` says all that there is, or all but the unit; of a title, what it states is offered.
        if !result.says_all {
            ask_numbers(prompt, &mut result)?;
        } else if result.unit.is_none() {
            ask_unit(prompt, &mut result)?;
        }
        objective.results.push(result);
    }
    Some(())
}

fn one_line(error: &CommandError) -> String {
    error.hints().first().map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"))
}

/// Reads a table of goals, tells what importing it would do, and asks whether to; the answers have no table where not.
fn ask_table(prompt: &mut Prompt, answers: &mut Answers, file: &Path, today: Day) -> Option<()> {
    let (mut table, draft) = loop {
        let line = prompt.ask_line(MAP)?;
        let read = match line.as_str() {
            "" => GoalsTable::read_by_headings(file, today),
            map => GoalsTable::read(file, Some(&typed_path(map))).map(|table| (table, None)),
        };
        match read.and_then(|(table, draft)| table.describe(today).map(|_| (table, draft))) {
            Ok(read) => break read,
            Err(error) => prompt.say(&format!("  {}", one_line(&error))),
        }
        // A table that cannot be read is no reason to lose the other answers.
        if line.is_empty() {
            prompt.say("  left out for now; when it can be read: goalpost import FILE --map MAP");
            return Some(());
        }
    };
    for line in draft.iter().flat_map(|draft| draft.lines()).filter(|line| !line.starts_with('#')) {
        prompt.say(&format!("  {line}"));
    }
    if table.without_period(today) > 0 && answers.period.is_none() {
        let quarter = Period::quarter_of(today, 1).name;
        let period =
            prompt.ask_until(&format!("  period of the goals that have none? [{quarter}]"), |line| match line {
                "" => Ok(quarter.clone()),
                _ => {
                    parse_period(line, &Settings::default(), today).map(|it| it.name).map_err(|error| one_line(&error))
                }
            })?;
        table = table.with_period(Some(period));
    }
    for line in table.describe(today).unwrap_or_default() {
        prompt.say(&format!("  {line}"));
    }
    if prompt.confirm("  import them?", true)? {
        answers.table = Some(table);
    }
    Some(())
}

/// Offers the people in git's log, by their numbers; others are named.
fn ask_people(prompt: &mut Prompt, answers: &mut Answers, offered: &[NewPerson]) -> Option<()> {
    prompt.say("people in git's log:");
    for (at, person) in offered.iter().take(MOST_LISTED).enumerate() {
        let emails = person.emails.iter().fold(String::new(), |all, it| format!("{all} <{it}>"));
        prompt.say(&format!("  {}  {}{emails}", at + 1, person.name));
    }
    if offered.len() > MOST_LISTED {
        let more = counted(offered.len() - MOST_LISTED, "more person", "more people");
        prompt.say(&format!("  and {more} with fewer commits, whom all includes too"));
    }
    answers.people = prompt.ask_until(MEMBERS, |line| chosen(line, offered))?;
    Some(())
}

/// The people whom an answer chooses: by their numbers, all, or those it names, who may be new.
fn chosen(answer: &str, offered: &[NewPerson]) -> Result<Vec<NewPerson>, String> {
    let listed = offered.len().min(MOST_LISTED);
    if answer.eq_ignore_ascii_case("all") {
        return Ok(offered.to_vec());
    }
    if means_nothing(answer) {
        return Ok(Vec::new());
    }
    let mut people: Vec<NewPerson> = Vec::new();
    for part in answer.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        // `1 3`; what begins with a digit is no name.
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            for word in part.split_whitespace() {
                let at = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let person = at.filter(|at| *at < listed).and_then(|at| offered.get(at));
                join(
                    &mut people,
                    person.ok_or_else(|| format!("enter numbers from 1 to {listed}, names, all, or nothing"))?.clone(),
                );
            }
            continue;
        }
        let named = read_person(part).map_err(|error| one_line(&error))?;
        let is_same = |it: &&NewPerson| {
            it.name.eq_ignore_ascii_case(&named.name) || named.emails.iter().any(|email| it.emails.contains(email))
        };
        match offered.iter().find(is_same) {
            Some(known) => {
                join(&mut people, known.clone());
                if !named.emails.is_empty() {
                    join(&mut people, NewPerson { name: known.name.clone(), ..named });
                }
            }
            None => join(&mut people, named),
        }
    }
    Ok(people)
}

/// Asks for the numbers of a key result; what its title states is offered.
fn ask_numbers(prompt: &mut Prompt, result: &mut NewKeyResult) -> Option<()> {
    ask_unit(prompt, result)?;
    let unit = result.unit.clone();
    let mut ask = |question: &str, default: Option<f64>, beside: [Option<f64>; 2]| {
        let question = format!("  {question}{}", offer(default.map(exact).as_deref()));
        let beside: Vec<String> = beside.into_iter().flatten().map(exact).collect();
        let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
        prompt.ask_until(&question, |line| match line {
            "" => Ok(default),
            _ => read_new_number(line, unit.as_deref(), &beside)
                .map(|it| Some(it.value))
                .map_err(|wrong| format!("{wrong}: {}", wrong.help)),
        })
    };
    result.baseline = ask("value at the start?", result.baseline, [result.target, None])?;
    // Nothing is offered: a value that nobody gave would put the goal off track.
    result.current = ask("value today? (Enter if nobody knows)", None, [result.baseline, result.target])?;
    result.target = ask("value to reach?", result.target, [result.baseline, result.current])?;
    Some(())
}

/// Asks for a unit; the one that is known is offered.
fn ask_unit(prompt: &mut Prompt, result: &mut NewKeyResult) -> Option<()> {
    let unit = prompt.ask_until(&format!("  unit?{}", offer(result.unit.as_deref())), read_unit)?;
    result.unit = unit.or(result.unit.take());
    Some(())
}

/// Reads a unit; an empty line is none.
fn read_unit(line: &str) -> Result<Option<String>, String> {
    ensure_unit(line).map_err(|wrong| format!("{wrong}: {}", wrong.help))?;
    Ok(non_empty(line.to_owned()))
}

fn offer(text: Option<&str>) -> String {
    text.map(|text| format!(" [{text}]")).unwrap_or_default()
}

fn non_empty(line: String) -> Option<String> {
    Some(line).filter(|line| !line.is_empty())
}

/// Asks for the optional parts, unless an option names one; none at the end of the input.
pub(super) fn ask_extras(prompt: &mut Prompt, mut extras: Extras, in_git: bool) -> Option<Extras> {
    let is_given = extras.pipeline.is_some() || extras.pull.is_some();
    if is_given || extras.hook || extras.merge_driver || extras.editor || extras.agents {
        return Some(extras);
    }
    if in_git {
        extras.hook = prompt.confirm(HOOK, true)?;
        extras.merge_driver = prompt.confirm(DRIVER, true)?;
        extras.pipeline = prompt.ask_until(PIPELINE, |line| match line {
            "" => Ok(None),
            _ => Pipeline::WORDS
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(line))
                .map(|(_, pipeline)| Some(*pipeline))
                .ok_or_else(|| format!("enter {}", Pipeline::WORDS.map(|(word, _)| word).join(" or "))),
        })?;
    }
    extras.editor = prompt.confirm("add JSON Schemas for completion in the editor?", false)?;
    Some(extras)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_their_choices_fit_80_columns() {
        for text in [BEGINNING, EXAMPLE, MEMBERS, PIPELINE, OBJECTIVE, NEXT_OBJECTIVE, MAP] {
            assert!(text.len() < 80, "{text}");
        }
        for question in [REPOSITORY, HOOK, DRIVER] {
            assert!(format!("{question} [Y/n] ").len() < 80, "{question}");
        }
    }
}
