//! Check-ins: a value with its day, steps that are done, how sure the owner is, a line for the others.

use super::log::NewLogEntry;
use super::number::{GivenNumber, as_typed, decimal, read_number};
use super::unfit::{Unfit, unfit};
use crate::model::{
    Day, Done, Goal, GoalIx, Kind, KnownValues, LogKind, Metric, Milestone, ORDER, Shape, Workspace, meant_share,
    parse_confidence,
};
use crate::syntax::{Content, Edit, Notation, closest, parse_number};

/// What someone has to say of a goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckIn {
    /// The new value, as it was given.
    pub value: Option<String>,
    /// How points and commas are meant where it was given.
    pub notation: Notation,
    /// The steps that are done, by number or title.
    pub done: Vec<String>,
    /// How sure the owner is, 0 to 1.
    pub confidence: Option<Confidence>,
    /// A line for the others.
    pub note: Option<String>,
    /// The day it is all true for.
    pub as_of: Option<Day>,
    /// Who says so.
    pub by: Option<String>,
}

/// How sure someone is.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// From 0 to 1, in thousandths.
    pub value: f64,
    /// As it is written: as it was typed, where that is plain.
    pub written: String,
}

/// What a check-in comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckInEdits {
    /// The edits, each with the goal in whose file it is made.
    pub edits: Vec<(GoalIx, Edit)>,
    /// The value before and after, if it changes one.
    pub value: Option<(Option<f64>, f64)>,
    /// The titles of the steps that are done now.
    pub done: Vec<String>,
    /// The last day of which a value counts for the goal, if this is of a later one.
    pub late: Option<Day>,
}

/// The edits of a check-in on a goal. `keeper` is the goal whose file takes its values in.
///
/// # Errors
/// What is said does not fit the goal.
pub fn check_in(
    workspace: &Workspace,
    ix: GoalIx,
    keeper: GoalIx,
    said: &CheckIn,
    today: Day,
) -> Result<CheckInEdits, Unfit> {
    let goal = workspace.goal(ix);
    let day = said.as_of.unwrap_or(today);
    if day > today {
        return unfit(
            format!("{day} has not come yet"),
            "a check-in says what is, not what will be: give a day up to today",
        );
    }
    if !goal.is_open() {
        return unfit(
            format!("`{}` is {}", goal.id, goal.state.word()),
            "a closed goal takes no more check-ins; note says something about it",
        );
    }
    let late = goal.last_value_day().filter(|last| *last < day && goal.kind != Kind::Kpi);
    let mut given = CheckInEdits { late, ..CheckInEdits::default() };
    if let Some(text) = &said.value {
        value(workspace, (ix, keeper), (text, said.notation), day, &mut given)?;
    }
    steps(goal, ix, said, day, &mut given)?;
    if let Some(confidence) = &said.confidence {
        if goal.kind != Kind::KeyResult {
            return unfit(
                format!("{} has no confidence", goal.kind.in_words()),
                "give it to one of its key results, or leave --confidence out",
            );
        }
        if goal.confidence != Some(confidence.value) {
            given.edits.push((ix, set("confidence", Content::word(&confidence.written))));
        }
    }
    let note = said.note.as_deref().filter(|note| !note.trim().is_empty());
    if let Some(note) = note {
        let entry = NewLogEntry::new(day, said.by.clone(), LogKind::CheckIn, note);
        // A table that comes in twice says nothing twice.
        given.edits.extend((!entry.stands_in(goal)).then(|| (ix, entry.edit(goal))));
    }
    if given.edits.is_empty() && note.is_none() && said.confidence.is_none() {
        return unfit(
            format!("no value given for `{}`", goal.id),
            "give a value, --done MILESTONE, --confidence or --note",
        );
    }
    Ok(given)
}

fn set(route: &str, to: Content) -> Edit {
    Edit::Set { route: route.to_owned(), to, order: ORDER }
}

/// The edits of a new value: in the KPI's file, if the goal's metric is one.
fn value(
    workspace: &Workspace,
    (ix, keeper): (GoalIx, GoalIx),
    (text, notation): (&str, Notation),
    day: Day,
    given: &mut CheckInEdits,
) -> Result<(), Unfit> {
    let goal = workspace.goal(ix);
    let Some(metric) = &goal.metric else {
        let help = "add one to its file, or give --note";
        return match goal.kind {
            _ if workspace.document(goal.document).writes("metric") => without_metric(workspace, goal, help),
            Kind::KeyResult | Kind::Development if !goal.milestones.is_empty() => unfit(
                format!("`{}` is measured by its milestones, not by a value", goal.id),
                format!("say which is done: goalpost checkin {} --done MILESTONE", goal.id),
            ),
            Kind::Objective => unfit(
                format!("`{}` is an objective: its progress is that of its key results", goal.id),
                "check in on one of them, or give --note",
            ),
            _ => without_metric(workspace, goal, help),
        };
    };
    let kept = workspace.goal(keeper);
    let Some(own) = &kept.metric else {
        return without_metric(workspace, kept, "add one to its file");
    };
    // A KPI knows its own scale and unit; a key result's words for it are as good.
    let shape = if own.scale.is_empty() && !metric.scale.is_empty() { metric } else { own };
    let unit = own.unit.as_deref().or(metric.unit.as_deref());
    let known = KnownValues::of(metric, own, own.current);
    let given_number = read(shape, unit, (&known, own.current), (text, notation))?;
    let GivenNumber { value: new, written } = given_number;
    // A value that came after the period counts nowhere in it: one of the period may follow. A KPI goes on, and its later
    // value is the one that it has.
    let uncounted =
        |before: Day| ix == keeper && goal.last_value_day().is_some_and(|last| day <= last && last < before);
    if let Some(before) = own.as_of.filter(|before| *before > day && !uncounted(*before)) {
        return unfit(
            format!(
                "`{}` has a later value already: {} of {before}",
                kept.id,
                own.current.map_or("none".to_owned(), |it| own.say(it))
            ),
            format!("give --as-of {before} or a later day, or change the file by hand"),
        );
    }
    // A value that is the same stays as it is written.
    if own.current != Some(new) {
        given.edits.push((keeper, set("metric.current", Content::word(&written))));
    }
    given.edits.push((keeper, set("metric.as_of", Content::word(&day))));
    given.value = Some((own.current, new));
    Ok(())
}

/// Says that a goal has no metric, or one that cannot be read.
fn without_metric<T>(workspace: &Workspace, goal: &Goal, help: &str) -> Result<T, Unfit> {
    if workspace.document(goal.document).writes("metric") {
        return unfit(
            format!("the metric of `{}` cannot be read", goal.id),
            "see what is wrong with it: goalpost check",
        );
    }
    unfit(format!("`{}` has no metric", goal.id), help)
}

/// What a value's text means: a number, a change of the present one, a step of a scale.
fn read(
    metric: &Metric,
    unit: Option<&str>,
    known: (&KnownValues, Option<f64>),
    said: (&str, Notation),
) -> Result<GivenNumber, Unfit> {
    let (text, notation) = (said.0.trim(), said.1);
    if metric.shape() == Shape::Rubric {
        let value = step(metric, text)?;
        return Ok(GivenNumber { value, written: metric.say(value) });
    }
    let (known, current) = known;
    for (sign, factor) in [("+=", 1.0), ("-=", -1.0)] {
        let Some(change) = text.strip_prefix(sign) else { continue };
        let change = read_number(change, unit, &KnownValues::default(), notation)?.value;
        let Some(current) = current else {
            return unfit(format!("there is no value yet for `{text}` to change"), "give the value itself");
        };
        let value = tidy(current + factor * change, decimals(current).max(decimals(change)));
        return read_number(&decimal(value), None, &KnownValues::default(), Notation::Code);
    }
    if !text.contains(|c: char| c.is_ascii_digit()) {
        let help = "give a number such as 42, 99.5 or -3, or a change such as +=3";
        return unfit(format!("`{text}` is no number"), help);
    }
    read_number(text, unit, known, notation)
}

/// A step of a scale, by name.
fn step(metric: &Metric, text: &str) -> Result<f64, Unfit> {
    let same = |step: &String| step.eq_ignore_ascii_case(text);
    if let Some(at) = metric.scale.iter().position(same).and_then(|at| u32::try_from(at).ok()) {
        return Ok(f64::from(at));
    }
    let steps = || metric.scale.iter().map(String::as_str);
    let help = match closest(text, steps()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("give one of {}", steps().collect::<Vec<_>>().join(", ")),
    };
    unfit(format!("`{text}` is no step of the scale"), help)
}

/// A confidence as people give it: 0 to 1, `6/10`, `60%`, or a light.
///
/// # Errors
/// The text is none of these.
pub fn confidence(text: &str) -> Result<Confidence, Unfit> {
    let plain = text.trim();
    if let Some(value) = parse_confidence(plain) {
        let typed = parse_number(plain) == Some(value);
        return Ok(Confidence { value, written: if typed { as_typed(plain, value) } else { decimal(value) } });
    }
    match meant_share(plain, true) {
        // 60 may mean 60 % or a slip of 6: it is asked, not guessed.
        Some(meant) => {
            let ten = parse_number(plain).is_some_and(|number| number <= 10.0);
            let also = if ten { format!("{plain}/10") } else { format!("{plain}%") };
            unfit(format!("a confidence is from 0 to 1, not {plain}"), format!("write {meant} or {also}"))
        }
        None => unfit(format!("`{plain}` is no confidence"), "write 0 to 1, 6/10, 60%, green, yellow or red"),
    }
}

/// How many digits behind the point a number has.
fn decimals(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// A sum without the dust of binary fractions: to as many digits as its parts have.
fn tidy(number: f64, digits: usize) -> f64 {
    format!("{number:.digits$}").parse().unwrap_or(number)
}

/// The edits of steps that are done.
fn steps(goal: &Goal, ix: GoalIx, said: &CheckIn, day: Day, given: &mut CheckInEdits) -> Result<(), Unfit> {
    if !said.done.is_empty() && goal.metric.is_some() {
        return unfit(
            format!("`{}` is measured by a value; its milestones are points of the plan", goal.id),
            format!("give the value: goalpost checkin {} VALUE", goal.id),
        );
    }
    for name in &said.done {
        let step = milestone(goal, name)?;
        match step.done {
            Some(Done::On(before)) => {
                return unfit(format!("`{}` is done since {before}", step.title), "nothing is to be written");
            }
            Some(Done::Is(true)) => {
                return unfit(format!("`{}` is done already", step.title), "nothing is to be written");
            }
            _ => {}
        }
        given.edits.push((ix, set(&format!("milestones[{}].done", step.index), Content::word(&day))));
        given.done.push(step.title.clone());
    }
    Ok(())
}

/// A milestone by its number from 1, its title, or a part of its title that no other has.
fn milestone<'g>(goal: &'g Goal, name: &str) -> Result<&'g Milestone, Unfit> {
    let name = name.trim();
    if goal.milestones.is_empty() {
        return unfit(format!("`{}` has no milestones", goal.id), "give a value, or --note");
    }
    let lower = name.to_lowercase();
    let by_title = goal.milestones.iter().find(|it| it.title.trim().to_lowercase() == lower);
    let by_number = || name.parse::<usize>().ok().and_then(|number| goal.milestones.get(number.checked_sub(1)?));
    if let Some(found) = by_title.or_else(by_number) {
        return Ok(found);
    }
    let parts: Vec<_> =
        goal.milestones.iter().filter(|it| !lower.is_empty() && it.title.to_lowercase().contains(&lower)).collect();
    if let [only] = parts.as_slice() {
        return Ok(only);
    }
    let titles: Vec<_> =
        goal.milestones.iter().take(9).enumerate().map(|(at, it)| format!("{} {}", at + 1, it.title)).collect();
    let what = if parts.len() > 1 { "names several milestones" } else { "names no milestone" };
    unfit(format!("`{name}` {what} of `{}`", goal.id), format!("they are: {}", titles.join(" · ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(scale: &[&str]) -> Metric {
        Metric { scale: scale.iter().map(|it| (*it).to_owned()).collect(), ..Metric::default() }
    }

    fn read(metric: &Metric, unit: Option<&str>, current: Option<f64>, text: &str) -> Result<f64, Unfit> {
        let known = KnownValues::of(metric, metric, current);
        super::read(metric, unit, (&known, current), (text, Notation::Code)).map(|it| it.value)
    }

    #[test]
    fn values_are_read_as_people_give_them() {
        let read = |text: &str| read(&metric(&[]), Some("%"), Some(99.5), text).map_err(|it| it.help);
        assert_eq!(read("-3"), Ok(-3.0));
        assert_eq!(read("+3"), Ok(3.0));
        assert_eq!(read("42%"), Ok(42.0));
        assert_eq!(read("42 %"), Ok(42.0));
        assert_eq!(read("+=0.3"), Ok(99.8));
        assert_eq!(read("-= 0.45"), Ok(99.05));
        assert_eq!(read("99,7"), Ok(99.7));
        for wrong in ["", "x", "1e400", "+=", "--3", "nan", "inf", "0x10"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let days = self::read(&metric(&[]), Some("days"), None, "42%");
        assert!(days.is_err_and(|it| it.message.contains("measured in days")));
        assert!(self::read(&metric(&[]), None, None, "+=1").is_err());
    }

    #[test]
    fn steps_of_a_scale_are_named() {
        let scale = metric(&["none", "piloted", "adopted"]);
        assert_eq!(read(&scale, None, None, "Piloted"), Ok(1.0));
        assert_eq!(read(&scale, None, None, "pilotd").map_err(|it| it.help), Err("did you mean `piloted`?".to_owned()));
        assert!(read(&scale, None, None, "2").is_err());
    }
}
