//! What `init` is told about the new goals: on the command line, or in answers on a terminal.

use crate::analysis::numbers::metric_in;
use crate::author::{NewKeyResult, NewPerson, read_number};
use crate::cli::error::CommandError;
use crate::model::{KnownValues, suggested_id};
use crate::syntax::{Notation, Numeral};

/// The most key results that are asked for. More can be added with `goalpost new`.
pub(super) const MOST_RESULTS: usize = 3;

/// What is known of the new goals.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// The organization's name.
    pub(super) organization: Option<String>,
    /// The mission in one sentence.
    pub(super) mission: Option<String>,
    /// The team's name.
    pub(super) team: Option<String>,
    /// People besides whoever runs the command.
    pub(super) people: Vec<NewPerson>,
    /// The title of the first objective.
    pub(super) objective: Option<String>,
    /// Its key results.
    pub(super) results: Vec<NewKeyResult>,
}

/// Reads `NAME <ADDRESS>`, as git writes people, or a name.
pub(super) fn read_person(text: &str) -> Result<NewPerson, CommandError> {
    let (name, email) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, email)) => (name.trim(), Some(email.trim().to_owned()).filter(|it| it.contains('@'))),
        None => (text.trim(), None),
    };
    if name.is_empty() || suggested_id(name).is_empty() || text.contains('<') && email.is_none() {
        return Err(CommandError::usage(format!("`{text}` is not a person")).hint("write --person \"NAME <ADDRESS>\""));
    }
    Ok(NewPerson { id: String::new(), name: name.to_owned(), email })
}

/// Reads a key result: `TITLE`, which may state its numbers itself, or `TITLE: START to TARGET UNIT, now VALUE`.
pub(super) fn read_key_result(text: &str) -> Result<NewKeyResult, CommandError> {
    let stated =
        text.rsplit_once(": ").and_then(|(title, numbers)| Some((title, numbers, numbers.split_once(" to ")?)));
    let Some((title, numbers, (from, rest))) = stated else { return Ok(of_title(text)) };
    let (to, now) = rest.split_once(", now ").map_or((rest, None), |(to, now)| (to, Some(now)));
    let unit = Numeral::parse(to.trim()).and_then(|it| it.unit().map(str::to_owned));
    let number = |text: &str| {
        let text = text.trim();
        let own = unit.as_deref().and_then(|unit| text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)));
        let read = read_number(own.unwrap_or(text), None, &KnownValues::default(), Notation::Code);
        read.map(|it| it.value).map_err(|wrong| {
            CommandError::usage(format!("`{numbers}`: {wrong}"))
                .hint(wrong.help)
                .hint("write --key-result \"TITLE: START to TARGET UNIT, now VALUE\", such as \"Fewer lost parcels: 40 to 10 parcels, now 32\"")
        })
    };
    let baseline = number(from)?;
    let current = now.map(&number).transpose()?;
    Ok(NewKeyResult {
        id: String::new(),
        title: title.trim().to_owned(),
        baseline: Some(baseline),
        current: current.or(Some(baseline)),
        target: Some(number(to)?),
        unit,
    })
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
        assert_eq!(read("Sell more loaves: -3 to 1,5 %"), (loaves(), Some(-3.0), Some(-3.0), Some(1.5), unit("%")));
        let title = "Cut the wait from 9 to 4 minutes".to_owned();
        assert_eq!(read(&title).1, Some(9.0));
        assert_eq!(read("Open: the second shop").0, "Open: the second shop");
        assert!(read_key_result("Sell more loaves: many to 400 loaves").is_err());
        assert!(read_person("Ana <ana>").is_err() && read_person(" ").is_err());
        assert_eq!(read_person("Ana Lima <ana@bakery.example>").map(|it| it.name).ok(), Some("Ana Lima".to_owned()));
    }
}
