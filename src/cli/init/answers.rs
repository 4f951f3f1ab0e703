//! What `init` is told about the new goals: on the command line, or in answers on a terminal.

use super::args::Args;
use super::objectives::GivenObjective;
use super::table::GoalsTable;
use crate::analysis::numbers::{in_full, metric_in};
use crate::analysis::text::numbers_in;
use crate::author::{NewKeyResult, NewObjective, NewPerson, ensure_title, read_new_number};
use crate::cli::error::CommandError;
use crate::model::name_and_address;
use crate::project::Project;
use crate::source::{ORG_FILE, SETTINGS_FILE};
use crate::syntax::Numeral;

/// The most key results of an objective that are asked for. More can be added with `goalpost new`.
pub(super) const MOST_RESULTS: usize = 3;

/// What is known of the new goals.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// The organization's name.
    pub(super) organization: Option<String>,
    /// The mission in one sentence.
    pub(super) mission: Option<String>,
    /// The team's name; none for a team of everyone.
    pub(super) team: Option<String>,
    /// Further addresses of whoever runs the command.
    pub(super) emails: Vec<String>,
    /// People besides whoever runs the command.
    pub(super) people: Vec<NewPerson>,
    /// The first objectives.
    pub(super) objectives: Vec<NewObjective>,
    /// A table of goals to import instead of these.
    pub(super) table: Option<GoalsTable>,
    /// The period of the table's goals without one, as it was written.
    pub(super) period: Option<String>,
}

impl Answers {
    /// Reads the answers that options give.
    pub(super) fn from_options(args: &Args) -> Result<Self, CommandError> {
        let text = |option: &str, text: Option<&String>| match text.map(|it| it.trim()) {
            Some("") => Err(CommandError::usage(format!("no text given for {option}"))
                .hint(format!("write {option} TEXT, or leave {option} out"))),
            text => Ok(text.map(str::to_owned)),
        };
        let objective = |given: &GivenObjective| {
            let results = given.results.iter().map(|it| read_key_result(it)).collect::<Result<_, _>>()?;
            let title = text("--objective", Some(&given.title))?.unwrap_or_default();
            ensure_title(&title)?;
            Ok::<_, CommandError>(NewObjective { id: String::new(), title, results })
        };
        let organization = text("--organization", args.organization.as_ref())?;
        // It is the title of the mission.
        organization.as_deref().map(ensure_title).transpose()?;
        Ok(Self {
            organization,
            mission: text("--mission", args.mission.as_ref())?,
            team: text("--team", args.team.as_ref())?.filter(|name| !is_everyone(name)),
            emails: Vec::new(),
            people: args.person.iter().map(|it| read_person(it)).collect::<Result<_, _>>()?,
            objectives: args.goals.0.iter().map(objective).collect::<Result<_, _>>()?,
            table: args.import.as_ref().map(|file| GoalsTable::read(file, args.map.as_deref())).transpose()?,
            period: args.period.clone(),
        })
    }

    /// Ensures that no answer is dropped: `init` writes into no file that exists, and adds goals only where there are none.
    pub(super) fn ensure_usable(args: &Args, project: &Project) -> Result<(), CommandError> {
        let has = |path: &str| project.root.join(path).symlink_metadata().is_ok();
        let has_goals = !project.workspace.goals.is_empty();
        let (settings, org) = (has(SETTINGS_FILE), has(ORG_FILE));
        let dropped = [
            ("--organization", args.organization.is_some() && settings, "set `organization` in goalpost.yaml"),
            ("--team", args.team.is_some() && org, "add the team to `teams` in org.yaml"),
            ("--person", !args.person.is_empty() && org, "add the person to `people` in org.yaml"),
            ("--mission", args.mission.is_some() && has_goals, "goalpost new mission --title NAME --statement TEXT"),
            ("--import", args.import.is_some() && has_goals, "goalpost import FILE --dry-run"),
            ("--objective", !args.goals.0.is_empty() && has_goals, "goalpost new objective --title TITLE"),
            (
                "--key-result",
                args.goals.0.iter().any(|it| !it.results.is_empty()) && has_goals,
                "goalpost new key-result --title TITLE --measures OBJECTIVE",
            ),
        ];
        let dropped: Vec<_> = dropped.into_iter().filter(|(_, is_dropped, _)| *is_dropped).collect();
        if dropped.is_empty() {
            return Ok(());
        }
        let options = dropped.iter().map(|(option, ..)| *option).collect::<Vec<_>>().join(", ");
        let error = CommandError::usage(format!("init changes nothing that exists, so it cannot use {options} here"));
        Err(dropped.iter().fold(error, |error, (option, _, help)| error.hint(format!("instead of {option}: {help}"))))
    }
}

/// Whether a team's name is that of the team of everyone, which is the default.
pub(super) fn is_everyone(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("everyone")
}

/// Reads `NAME <ADDRESS>`, as git writes people, or a name.
pub(super) fn read_person(text: &str) -> Result<NewPerson, CommandError> {
    let (name, email) = match name_and_address(text) {
        Some((name, email)) => (name, Some(email.to_owned())),
        None => (text.trim(), None),
    };
    if !name.contains(char::is_alphanumeric) || text.contains('<') && email.is_none() {
        return Err(CommandError::usage(format!("`{text}` is not a person")).hint("write --person \"NAME <ADDRESS>\""));
    }
    Ok(NewPerson { id: String::new(), name: name.to_owned(), emails: email.into_iter().collect() })
}

/// Reads a key result: `TITLE`, which may state its numbers itself, or `TITLE: START to TARGET UNIT, now VALUE`. What
/// begins without a number is a part of the title.
pub(super) fn read_key_result(text: &str) -> Result<NewKeyResult, CommandError> {
    if text.trim().trim_end_matches(':').trim().is_empty() {
        return Err(no_title(text));
    }
    ensure_title(text)?;
    let stated = text.rsplit_once(": ").and_then(|(title, numbers)| {
        let (from, rest) = numbers.split_once(" to ")?;
        let from = from.trim();
        let from = from.strip_prefix("from ").or_else(|| from.strip_prefix("From ")).unwrap_or(from);
        from.contains(|c: char| c.is_ascii_digit()).then_some((title.trim(), numbers, from, rest))
    });
    let Some((title, numbers, from, rest)) = stated else { return of_title_and_value(text) };
    if title.is_empty() {
        return Err(no_title(text));
    }
    let wrong = |message: String| {
        CommandError::usage(format!("`{numbers}`: {message}"))
            .hint("write --key-result \"TITLE: START to TARGET UNIT, now VALUE\", such as \"Fewer lost parcels: 40 to 10 parcels, now 32\"")
    };
    let (to, now) = match rest.split_once(", now").filter(|(_, now)| now.is_empty() || now.starts_with(' ')) {
        Some((_, now)) if now.trim().is_empty() => return Err(wrong("there is no value behind `now`".to_owned())),
        Some((to, now)) => (to, Some(now)),
        None => (rest, None),
    };
    let given: Vec<&str> = [Some(from), Some(to), now].into_iter().flatten().collect();
    let named = |text: &&str| Numeral::parse(text.trim()).and_then(|it| it.unit().map(str::to_owned));
    // In `9 minutes to 4` both are minutes; `1oo` is a slip.
    let unit = named(&to).or_else(|| named(&from).filter(|_| from.trim().contains(' ')));
    let number = |text: &str| {
        let beside: Vec<&str> = given.iter().copied().filter(|it| *it != text).collect();
        let read = read_new_number(text, unit.as_deref(), &beside);
        read.map(|it| it.value).map_err(|error| {
            let help = error.help.clone();
            wrong(error.to_string()).hint(help)
        })
    };
    Ok(NewKeyResult {
        id: String::new(),
        title: title.to_owned(),
        baseline: Some(number(from)?),
        current: now.map(&number).transpose()?,
        target: Some(number(to)?),
        unit,
        says_all: true,
    })
}

fn no_title(text: &str) -> CommandError {
    CommandError::usage(format!("the key result `{text}` has no title"))
        .hint("write --key-result \"TITLE: START to TARGET UNIT, now VALUE\", or leave --key-result out")
}

/// A key result with the numbers that its title states, and the value of today behind them: `Cut the wait from 9 to 4 minutes,
/// now 6`.
fn of_title_and_value(text: &str) -> Result<NewKeyResult, CommandError> {
    let parts = text.rsplit_once(", now").filter(|(_, now)| now.is_empty() || now.starts_with(' '));
    let Some((title, now)) = parts else { return Ok(of_title(text)) };
    let result = of_title(title);
    // Only a number behind a title that has some is meant as one: `Move to Rust, now 2 teams` says nothing of a value.
    if result.target.is_none() || !now.contains(|c: char| c.is_ascii_digit()) && !now.trim().is_empty() {
        return Ok(of_title(text));
    }
    let beside: Vec<&str> = numbers_in(title).iter().map(|it| it.text).collect();
    let read = read_new_number(now.trim(), result.unit.as_deref(), &beside);
    let current = read.map_err(|error| {
        let help = error.help.clone();
        CommandError::usage(format!("`now{now}`: {error}")).hint(help)
    })?;
    let current = match metric_in(title).and_then(|stated| Some((stated.target, stated.multiple?))) {
        // In `from 1.2 to 2 million, now 1.4` the million is said once of all three.
        Some((target, multiple)) => in_full(current.value, target, multiple).ok_or_else(|| {
            CommandError::usage(format!("`now{now}` may be {} or {}", current.value, current.value * multiple))
                .hint("write all numbers in full: --key-result \"TITLE: START to TARGET UNIT, now VALUE\"")
        })?,
        None => current.value,
    };
    Ok(NewKeyResult { current: Some(current), says_all: result.baseline.is_some(), ..result })
}

/// A key result with the numbers that its title states.
pub(super) fn of_title(title: &str) -> NewKeyResult {
    let stated = metric_in(title);
    let baseline = stated.as_ref().and_then(|it| it.baseline);
    NewKeyResult {
        id: String::new(),
        title: title.trim().to_owned(),
        baseline,
        current: None,
        target: stated.as_ref().map(|it| it.target),
        unit: stated.and_then(|it| it.unit),
        says_all: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_result_is_read_from_its_numbers_or_its_title() {
        let read = |text: &str| {
            let it = read_key_result(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            (it.title, it.baseline, it.current, it.target, it.unit)
        };
        let loaves = || "Sell more loaves".to_owned();
        let unit = |unit: &str| Some(unit.to_owned());
        assert_eq!(
            read("Sell more loaves: 100 to 400 loaves, now 250"),
            (loaves(), Some(100.0), Some(250.0), Some(400.0), unit("loaves"))
        );
        assert_eq!(read("Sell more loaves: -3 to 1,5 %"), (loaves(), Some(-3.0), None, Some(1.5), unit("%")));
        let title = "Cut the wait from 9 to 4 minutes".to_owned();
        assert_eq!(read(&title).1, Some(9.0));
        // `, now 6` stayed in the title, and the value of today was lost.
        let with_value = (title.clone(), Some(9.0), Some(6.0), Some(4.0), unit("min"));
        assert_eq!(read(&format!("{title}, now 6")), with_value);
        assert_eq!(read(&format!("{title}, now 6 minutes")), with_value);
        let million = read("Raise revenue from 1.2 to 2 million EUR, now 1.4");
        assert_eq!((million.1, million.2, million.3), (Some(1_200_000.0), Some(1_400_000.0), Some(2_000_000.0)));
        assert_eq!(read("Raise readers from 800 to 1.2k readers, now 900").2, Some(900.0));
        assert!(read_key_result("Raise revenue from 1.2 to 2 million EUR, now 500").is_err());
        assert_eq!(read("Ship the app, now 2 teams").0, "Ship the app, now 2 teams");
        assert!(read_key_result(&format!("{title}, now")).is_err());
        // They were read by their numbers alone, and the unit was missing.
        for named in
            ["kg", "km", "t", "kWh", "l", "m", "m²", "orders a week", "parcels per van", "kWh a day", "late parcels"]
        {
            let titled = read(&format!("Cut the amount from 40 to 15 {named}, now 38"));
            assert_eq!((titled.2, titled.4), (Some(38.0), unit(named)), "{named}");
        }
        assert_eq!(read("Cut errors from 40 to 15 errors per 1000 orders").4, unit("errors"));
        assert_eq!(read("Open: the second shop").0, "Open: the second shop");
        assert_eq!(read("Plan: move to the cloud"), ("Plan: move to the cloud".to_owned(), None, None, None, None));
        assert_eq!(read("Keep: from 3 to 5 days"), ("Keep".to_owned(), Some(3.0), None, Some(5.0), unit("days")));
        assert_eq!(read("Wait: 9 minutes to 4, now 8 minutes").4, unit("minutes"));
        assert_eq!(read("Revenue: 1,200.5 to 1.2E4 EUR").1, Some(1200.5));
        let wrong = ["Sell more loaves: 1oo to 400 loaves", "", "  ", ": 1 to 2", ":", "Sell: 10 to 20 loaves, now"];
        for wrong in wrong {
            assert!(read_key_result(wrong).is_err(), "{wrong}");
        }
        assert!(read_person("Ana <ana>").is_err() && read_person(" ").is_err());
        assert_eq!(read_person("Ana Lima <ana@bakery.example>").map(|it| it.name).ok(), Some("Ana Lima".to_owned()));
    }
}
