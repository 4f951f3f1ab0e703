//! Check-ins: a value with its day, done milestones, confidence and a note.

use super::log::NewLogEntry;
use super::misfit::{far_misfit, misfit};
use super::named_milestone::find_milestone;
use super::number::{GivenNumber, as_typed, decimal, read_number, read_share};
use super::relative::{change_in, read_change};
use super::scaffold::{CONFIDENCE_GUIDANCE, remove_guidance};
use super::unfit::{Unfit, unfit};
use crate::model::{
    Day, Done, Doubt, Goal, GoalIx, Kind, KnownValues, LogKind, Metric, ORDER, Shape, Workspace, parse_confidence,
};
use crate::syntax::{Content, Edit, Notation, closest, parse_number};
use crate::view::standing::closed_words;

/// A check-in as it was entered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckIn {
    /// The new value, as entered.
    pub value: Option<String>,
    /// The notation of numbers in the source of the value.
    pub notation: Notation,
    /// The milestones that are done, by number or title.
    pub done: Vec<String>,
    /// The confidence of reaching the target.
    pub confidence: Option<Confidence>,
    /// The note for the log.
    pub note: Option<String>,
    /// The day of the check-in.
    pub as_of: Option<Day>,
    /// The author, by id.
    pub by: Option<String>,
}

/// A confidence as it was entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// The confidence, from 0 to 1, in thousandths.
    pub value: f64,
    /// The text to write: as typed if that is a plain number.
    pub written: String,
}

/// The effect of a check-in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckInEdits {
    /// The edits, each with the goal whose file it changes.
    pub edits: Vec<(GoalIx, Edit)>,
    /// The value before and after, if the check-in has one.
    pub value: Option<(Option<f64>, f64)>,
    /// Why the value is hard to believe, if it is.
    pub doubt: Option<Doubt>,
    /// Why the value is none that its unit allows, if it is not far from one.
    pub outside: Option<String>,
    /// The milestones that are now done, by their places in the file from 0.
    pub done: Vec<usize>,
    /// The last day that counts for the goal, if the check-in is of a later one.
    pub late: Option<Day>,
}

/// Returns the edits of a check-in. `keeper` is the goal whose file has the values: the goal itself or its KPI.
///
/// # Errors
/// The check-in does not fit the goal.
pub fn check_in(
    workspace: &Workspace,
    ix: GoalIx,
    keeper: GoalIx,
    checkin: &CheckIn,
    today: Day,
) -> Result<CheckInEdits, Unfit> {
    let goal = workspace.goal(ix);
    let day = checkin.as_of.unwrap_or(today);
    if day > today {
        return unfit(format!("{day} is in the future"), "a check-in records a known value; give a day up to today");
    }
    if !goal.is_open() {
        return unfit(
            format!("`{}` is closed ({})", goal.id, closed_words(goal)),
            format!(
                "reopen it first: goalpost reopen {id} --reason TEXT; or add a note: goalpost note {id} TEXT",
                id = goal.id
            ),
        );
    }
    // A value after the end is written but does not count; the answer says so and how to date it earlier.
    let late = goal.end().filter(|last| *last < day && goal.kind != Kind::Kpi);
    let mut result = CheckInEdits { late, ..CheckInEdits::default() };
    if let Some(text) = &checkin.value {
        value_edits(workspace, (ix, keeper), (text, checkin.notation), (day, today), &mut result)?;
    }
    milestone_edits(goal, ix, checkin, day, &mut result)?;
    if let Some(confidence) = &checkin.confidence {
        if goal.kind != Kind::KeyResult {
            return unfit(
                format!("{} has no confidence", goal.kind.in_words()),
                "set it on a key result, or remove --confidence",
            );
        }
        if goal.confidence != Some(confidence.value) {
            result.edits.push((ix, set("confidence", Content::word(&confidence.written))));
            let guidance = remove_guidance(CONFIDENCE_GUIDANCE, workspace.file(goal.document));
            result.edits.extend(guidance.filter(|_| goal.confidence.is_none()).map(|edit| (ix, edit)));
        }
    }
    let note = checkin.note.as_deref().filter(|note| !note.trim().is_empty());
    if let Some(note) = note {
        let entry = NewLogEntry::new(day, checkin.by.clone(), LogKind::CheckIn, note);
        // Reading the same table twice must not duplicate its notes.
        result.edits.extend((!entry.is_in(goal)).then(|| (ix, entry.edit(goal))));
    }
    if result.edits.is_empty() && note.is_none() && checkin.confidence.is_none() {
        return unfit(
            format!("no value given for `{}`", goal.id),
            "give a value, --done MILESTONE, --confidence or --note",
        );
    }
    Ok(result)
}

fn set(route: &str, to: Content) -> Edit {
    Edit::Set { route: route.to_owned(), to, order: ORDER }
}

/// Adds the edits of a new value, in the file of the KPI if the goal uses one.
fn value_edits(
    workspace: &Workspace,
    (ix, keeper): (GoalIx, GoalIx),
    (text, notation): (&str, Notation),
    (day, today): (Day, Day),
    result: &mut CheckInEdits,
) -> Result<(), Unfit> {
    let goal = workspace.goal(ix);
    let Some(metric) = &goal.metric else {
        let help = "add a `metric` to its file, or give --note instead";
        return match goal.kind {
            _ if workspace.document(goal.document).writes("metric") => without_metric(workspace, goal, help),
            Kind::KeyResult | Kind::Development if !goal.milestones.is_empty() => unfit(
                format!("`{}` is measured by its milestones, not by a value", goal.id),
                format!("mark one as done: goalpost checkin {} --done MILESTONE", goal.id),
            ),
            Kind::Objective => unfit(
                format!("`{}` is an objective, whose progress comes from its key results", goal.id),
                "check in on a key result, or give --note instead",
            ),
            _ => without_metric(workspace, goal, help),
        };
    };
    let kept = workspace.goal(keeper);
    let Some(own) = &kept.metric else {
        return without_metric(workspace, kept, "add a `metric` to its file");
    };
    if let Some(document) = workspace.unread_kpi(goal) {
        return unfit(
            format!("the value of `{}` is in {}, which cannot be read", goal.id, workspace.file(document).path),
            "to see why: goalpost check",
        );
    }
    let shape = shape_of(metric, own);
    let known = KnownValues::of(metric, own, own.current);
    let GivenNumber { value: new, written } = read_given((metric, own), (text, notation))?;
    // The goal's unit may be that of its KPI, and the KPI may aim at nothing.
    if let Some(reason) = far_misfit(workspace, shape, new).or_else(|| far_misfit(workspace, metric, new)) {
        let help = "give a value that its unit allows; if others are possible, change the `unit` of the metric";
        return unfit(format!("`{}` cannot have this value: {reason}", kept.id), help);
    }
    // An earlier value must not replace a later one, with one exception: a value from after the goal's end does not
    // count, so one from within the period may still follow. Not for a KPI, which has no end.
    let uncounted = |before: Day| ix == keeper && goal.end().is_some_and(|last| day <= last && last < before);
    if let Some(before) = own.as_of.filter(|before| *before > day && !uncounted(*before)) {
        // A value of that day would come after the goal's end, and one written by hand would take the later one from all
        // other goals of the KPI.
        let is_over = ix != keeper && goal.end().is_some_and(|last| last < before);
        return unfit(
            format!(
                "`{}` already has a later value: {} of {before}",
                kept.id,
                own.current.map_or("none".to_owned(), |it| own.say(it))
            ),
            // A day that has not come cannot be given: the one in the file is wrong.
            if today < before {
                let path = &workspace.file(kept.document).path;
                format!("{before} is in the future: correct `as_of` in {path}, then check in again")
            } else if is_over {
                late_grade_help(goal, kept)
            } else {
                format!(
                    "use --as-of {before} or a later day; if the later value is wrong, correct it in {}",
                    workspace.file(kept.document).path
                )
            },
        );
    }
    // An equal number keeps its spelling in the file (`5.50`).
    if own.current != Some(new) {
        result.edits.push((keeper, set("metric.current", Content::word(&written))));
    }
    result.edits.push((keeper, set("metric.as_of", Content::word(&day))));
    result.value = Some((own.current, new));
    result.doubt = known.possible_slip(new);
    result.outside = misfit(workspace, shape, new).or_else(|| misfit(workspace, metric, new));
    Ok(())
}

/// The metric whose scale tells the values: that of the KPI, else the key result's.
fn shape_of<'m>(metric: &'m Metric, own: &'m Metric) -> &'m Metric {
    if own.scale.is_empty() && !metric.scale.is_empty() { metric } else { own }
}

/// Reads a value for a metric, and for the one that keeps it: its own, or that of its KPI.
pub(super) fn read_given((metric, own): (&Metric, &Metric), typed: (&str, Notation)) -> Result<GivenNumber, Unfit> {
    let unit = own.unit.as_deref().or(metric.unit.as_deref());
    let known = KnownValues::of(metric, own, own.current);
    read_value(shape_of(metric, own), unit, (&known, own.current), typed)
}

/// What to do with a last value of a goal that is over, where its KPI has gone on: it keeps one value.
pub fn late_grade_help(goal: &Goal, kpi: &Goal) -> String {
    format!("`{}` keeps one value; to count this one: goalpost close {} --score N --why TEXT", kpi.id, goal.id)
}

/// Returns the error for a goal without a metric, or with one that cannot be read.
fn without_metric<T>(workspace: &Workspace, goal: &Goal, help: &str) -> Result<T, Unfit> {
    if workspace.document(goal.document).writes("metric") {
        return unfit(format!("the metric of `{}` cannot be read", goal.id), "to see why: goalpost check");
    }
    unfit(format!("`{}` has no metric", goal.id), help)
}

/// Reads a value: a number, a change of the present one (`+=3`), or a step of a scale.
pub(super) fn read_value(
    metric: &Metric,
    unit: Option<&str>,
    known: (&KnownValues, Option<f64>),
    typed: (&str, Notation),
) -> Result<GivenNumber, Unfit> {
    let (text, notation) = (typed.0.trim(), typed.1);
    if metric.shape() == Shape::Rubric {
        let value = read_scale_step(metric, text)?;
        return Ok(GivenNumber { value, written: metric.say(value) });
    }
    let (known, current) = known;
    if let Some((sign, factor, change)) = change_in(text) {
        let change = read_change(sign, change, unit, notation)?.value;
        let Some(current) = current else {
            return unfit(format!("`{text}` needs a present value to change"), "give the value itself, such as 42");
        };
        let value = round_to(current + factor * change, decimals(current).max(decimals(change)));
        return read_number(&decimal(value), None, &KnownValues::default(), Notation::Code);
    }
    if !text.contains(|c: char| c.is_ascii_digit()) {
        let help = "give a number such as 42, 99.5 or -3, or a change such as +=3";
        let none = if text.is_empty() { "the value is empty".to_owned() } else { format!("`{text}` is not a number") };
        return unfit(none, help);
    }
    read_number(text, unit, known, notation)
}

/// Reads a step of a scale, by name.
fn read_scale_step(metric: &Metric, text: &str) -> Result<f64, Unfit> {
    let same = |step: &String| step.eq_ignore_ascii_case(text);
    if let Some(at) = metric.scale.iter().position(same).and_then(|at| u32::try_from(at).ok()) {
        return Ok(f64::from(at));
    }
    let steps = || metric.scale.iter().map(String::as_str);
    let help = match closest(text, steps()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the steps are {}", steps().collect::<Vec<_>>().join(", ")),
    };
    unfit(format!("`{text}` is not a step of the scale"), help)
}

/// Reads a confidence: 0 to 1, `6/10`, `60%`, or a traffic light.
///
/// # Errors
/// The text is none of these.
pub fn read_confidence(text: &str) -> Result<Confidence, Unfit> {
    let plain = text.trim();
    if let Some(value) = parse_confidence(plain) {
        let typed = parse_number(plain) == Some(value);
        return Ok(Confidence { value, written: if typed { as_typed(plain, value) } else { decimal(value) } });
    }
    let value = read_share(plain, "a confidence").map_err(|wrong| Unfit {
        help: wrong.help.replace("6/10 or 60%", "6/10, 60%, green, yellow or red"),
        ..wrong
    })?;
    Ok(Confidence { value, written: decimal(value) })
}

/// Counts the decimal places of a number.
fn decimals(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// Rounds a sum to the decimal places of its parts: 99.5 + 0.3 is 99.8, not 99.80000000000001 (IEEE 754).
fn round_to(number: f64, digits: usize) -> f64 {
    format!("{number:.digits$}").parse().unwrap_or(number)
}

/// Adds the edits of done milestones.
fn milestone_edits(
    goal: &Goal,
    ix: GoalIx,
    checkin: &CheckIn,
    day: Day,
    result: &mut CheckInEdits,
) -> Result<(), Unfit> {
    if !checkin.done.is_empty() && goal.metric.is_some() {
        return unfit(
            format!("`{}` is measured by a value, not by its milestones", goal.id),
            format!("give the value: goalpost checkin {} VALUE", goal.id),
        );
    }
    for name in &checkin.done {
        let step = find_milestone(goal, name)?;
        // Done after the goal's end does not count: a day within the period may still follow, as with a value.
        let is_late = |before: Day| goal.end().is_some_and(|last| day <= last && last < before);
        match step.done {
            Some(Done::On(before)) if !is_late(before) => {
                return unfit(format!("`{}` was already done on {before}", step.title), "nothing to write");
            }
            Some(Done::Is(true)) => {
                return unfit(format!("`{}` is already done", step.title), "nothing to write");
            }
            _ => {}
        }
        result.edits.push((ix, set(&format!("milestones[{}].done", step.index), Content::word(&day))));
        result.done.push(step.index);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(scale: &[&str]) -> Metric {
        Metric { scale: scale.iter().map(|it| (*it).to_owned()).collect(), ..Metric::default() }
    }

    fn read(metric: &Metric, unit: Option<&str>, current: Option<f64>, text: &str) -> Result<f64, Unfit> {
        let known = KnownValues::of(metric, metric, current);
        super::read_value(metric, unit, (&known, current), (text, Notation::Code)).map(|it| it.value)
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
