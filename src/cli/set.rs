//! `goalpost set`: changes a field of a goal.

use clap::Args as ClapArgs;

use super::day::read_coming_day;
use super::error::CommandError;
use super::field_name::{FieldName, fields_help, known_field};
use super::format::PlainFormat as Format;
use super::goal::find_by_id;
use super::guard::apply_change;
use super::member::{find_person, find_team};
use super::new::measure::read_milestone;
use super::reason::{ask_why, facts_with_past, needs_reason};
use super::scope::parse_period;
use super::session::Session;
use super::slip::describe_slip;
use super::verdict::Verdict;
use super::writing::{Opened, Speaker, Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::author::{NewValue, add_milestones, explain_change, remove_milestones, set_field, written_elsewhere};
use crate::model::{FieldRow, Form, Goal, GoalIx, KnownValues, ROUTES, Workspace, row};
use crate::render::shell_word;
use crate::syntax::closest;
use crate::view::diff::describe_fields;

/// Change a field of a goal
///
/// Changes only the lines of that field. A field inside another is named by its route or its last part: metric.target
/// or target. Moving a goalpost of a goal that has settled (target, baseline, bound, period, deadline, weight), or taking
/// an active goal back to a draft, needs a reason. Fields that other commands write, such as the current value, are left
/// to them. `goalpost set --help` lists the fields.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost set paying-is-calm priority must
  goalpost set paying-is-calm labels resilience --add
  goalpost set guest-checkout deadline 2026-12-18 --reason \"tests late\"
  goalpost set late-parcels-2026-q4 target 6 --reason \"a new carrier\"")]
#[command(before_long_help = fields_help())]
pub(super) struct Args {
    /// Goal to change
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Field to change: state, level, metric.target or target, milestones[0].due
    #[arg(value_name = "FIELD", value_parser = FieldName, hide_possible_values = true)]
    field: String,
    /// New value; several for a list, which they replace
    #[arg(value_name = "VALUE", allow_negative_numbers = true)]
    values: Vec<String>,
    /// Add the values to a list; a milestone is TITLE or TITLE=DATE
    #[arg(long)]
    add: bool,
    /// Remove the values from a list
    #[arg(long, conflicts_with = "add")]
    remove: bool,
    /// Remove the field
    #[arg(long, conflicts_with_all = ["values", "add", "remove"])]
    unset: bool,
    /// Why the field is changed: written as `reason`, or as a decision in the log where `reason` explains something else
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let workspace = &opened.project.workspace;
    let ix = find_own(workspace, &args.goal)?;
    let goal = workspace.goal(ix);
    let route = find_route(goal, args)?;
    let reason = args.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if let Some(reason) = reason.filter(|_| route == "reason") {
        return Err(CommandError::usage("--reason and the field `reason` are the same").hint(format!(
            "goalpost set {} reason {}",
            goal.id,
            shell_word(reason)
        )));
    }
    if args.speaker.by.is_some() {
        Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    }
    let facts = Facts::take(workspace, opened.context.today);
    let value = read_value(&opened, args, &route)?;
    if let Some(unfit) = written_elsewhere(goal, &route, &value) {
        return Err(unfit.into());
    }
    let edits = match (&value, route.as_str()) {
        (NewValue::With(titles), "milestones") => add_milestones(
            goal,
            &titles.iter().map(|it| read_milestone(it, opened.context.today)).collect::<Result<Vec<_>, _>>()?,
        )?,
        (NewValue::Without(titles), "milestones") => remove_milestones(goal, titles)?,
        _ => set_field(&facts, ix, &route, &value)?,
    };
    let mut work = Work::new(&opened);
    work.edit(ix, &edits)?;
    if work.change.is_empty() {
        work.say(format!("{}: {route} is like that already", goal.id));
        return work.finish(session, &opened, "set", args.writing, "");
    }
    let after = Workspace::read(apply_change(workspace.sources.clone(), &work.change));
    let reason = match reason {
        Some(reason) => Some(reason.to_owned()),
        None => ask_reason(&facts, goal, &after, (session, &route, args))?,
    };
    if let Some(reason) = &reason {
        let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
        let past = facts_with_past(&opened.project, facts.today);
        work.edit(ix, &[explain_change(&past, ix, std::slice::from_ref(&route), reason, by)])?;
    }
    let changed = describe_fields(&facts, &Facts::take(&after, facts.today), &goal.id);
    work.say(format!("{}: {}", goal.id, changed.unwrap_or_else(|| format!("{route} changed"))));
    work.says.extend(slip_of(&facts, goal, &after, &route));
    work.says.extend(reason.iter().map(|reason| format!("reason: {reason}")));
    work.next = next_step(&opened, args.writing);
    let subject = match (&value, reason) {
        (_, Some(reason)) => format!("Set {route} of {}: {reason}", goal.id),
        (NewValue::Only(values), None) => format!("Set {route} of {} to {}", goal.id, values.join(", ")),
        (NewValue::Unset, None) => format!("Remove {route} of {}", goal.id),
        _ => format!("Change {route} of {}", goal.id),
    };
    work.finish(session, &opened, "set", args.writing, &subject)
}

/// What to say of a new number of a metric that is far from its last value.
fn slip_of(facts: &Facts<'_>, goal: &Goal, after: &Workspace, route: &str) -> Option<String> {
    let name = route.strip_prefix("metric.")?;
    let metric = goal.metric.as_ref()?;
    let new = after.goal(after.find(&goal.id)?).metric.as_ref()?.field(name).as_f64()?;
    let keeper = facts.workspace.kpi_of(metric).and_then(|kpi| facts.goal(kpi).metric.as_ref()).unwrap_or(metric);
    let doubt = KnownValues::of(metric, keeper, keeper.current).possible_slip(new)?;
    describe_slip(doubt, new)
}

/// Returns the reason that a change needs: asked for on a terminal, an error elsewhere. None if it needs none.
fn ask_reason(
    facts: &Facts<'_>,
    goal: &Goal,
    after: &Workspace,
    (session, route, args): (&Session, &str, &Args),
) -> Result<Option<String>, CommandError> {
    let Some(needs) = needs_reason(facts, goal, after) else { return Ok(None) };
    let asked = ask_why(goal, needs);
    asked.map(Some).ok_or_else(|| {
        CommandError::usage(format!("`{route}` of `{}` {needs}, which needs a reason", goal.id))
            .hint(command_with_reason(session, goal, route, args))
    })
}

/// The same command with a reason, to paste.
fn command_with_reason(session: &Session, goal: &Goal, route: &str, args: &Args) -> String {
    let is_given = |option: &str, given: bool| if given { format!(" {option}") } else { String::new() };
    let mut options = [
        is_given("--add", args.add),
        is_given("--remove", args.remove),
        is_given("--unset", args.unset),
        is_given("--format json", matches!(args.writing.format, Format::Json)),
        is_given("--dry-run", args.writing.dry_run),
        is_given("--commit", args.writing.commit),
    ]
    .concat();
    if let Some(by) = &args.speaker.by {
        options.push_str(&format!(" --by {}", shell_word(by)));
    }
    options.push_str(&session.global().options_of_run());
    let values = args.values.iter().fold(String::new(), |all, it| format!("{all} {}", shell_word(it)));
    let start = format!("goalpost set {} {}", shell_word(&goal.id), shell_word(route));
    // A value that looks like an option stands behind them all.
    if args.values.iter().any(|it| it.starts_with('-') && it.parse::<f64>().is_err()) {
        return format!("{start}{options} --reason WHY --{values}");
    }
    format!("{start}{values}{options} --reason WHY")
}

/// Finds the route of a field by its route or the last part of it, in a goal of some kind.
fn find_route(goal: &Goal, args: &Args) -> Result<String, CommandError> {
    let name = args.field.as_str();
    if row(name).is_some() {
        return Ok(name.to_owned());
    }
    known_field(name)?;
    let ends: Vec<&String> =
        ROUTES.iter().filter(|route| route.rsplit_once('.').is_some_and(|(_, last)| last == name)).collect();
    let in_mapping = |route: &&&String| {
        route.split_once('.').and_then(|(key, _)| row(key)).is_some_and(|it| it.form == Form::Mapping)
    };
    // `target` is that of the metric; a part of a list needs the number of its entry.
    match (ends.iter().find(in_mapping), ends.first()) {
        (Some(route), _) => Ok((*route).clone()),
        (None, Some(route)) => {
            let value = if args.unset { NewValue::Unset } else { NewValue::Only(args.values.clone()) };
            if let Some(unfit) = written_elsewhere(goal, route, &value) {
                return Err(unfit.into());
            }
            let entry = route.replacen('.', "[0].", 1);
            Err(CommandError::usage(format!("`{name}` is a part of `{}`", route.split('.').next().unwrap_or(route)))
                .hint(format!("name the entry by its number from 0: goalpost set {} {entry} VALUE", goal.id)))
        }
        (None, None) => {
            Err(CommandError::usage(format!("`{name}` cannot be set")).hint("to list the fields: goalpost schema goal"))
        }
    }
}

/// Reads the values: names as the ids that they mean, days as dates.
fn read_value(opened: &Opened, args: &Args, route: &str) -> Result<NewValue, CommandError> {
    if args.unset {
        return Ok(NewValue::Unset);
    }
    if args.values.is_empty() {
        return Err(CommandError::usage(format!("no value given for `{route}`"))
            .hint(format!("goalpost set {} {route} VALUE; to remove the field: --unset", args.goal)));
    }
    let Some(row) = row(route) else { return Ok(NewValue::Only(args.values.clone())) };
    let read = |text: &String| read_one(opened, (route, row), text.trim());
    // `a,b` is two labels, as in the options of filters and in tables. Trainings are sentences; what is removed is named as it
    // stands.
    let is_list = row.form == Form::Texts && route != "training" && !args.remove;
    let entries = |text: &String| -> Vec<String> {
        let each = text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        if is_list { each.collect() } else { vec![text.clone()] }
    };
    let values = args.values.iter().flat_map(entries).collect::<Vec<_>>();
    let values = values.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(match (args.add, args.remove) {
        (true, _) => NewValue::With(values),
        (_, true) => NewValue::Without(values),
        _ => NewValue::Only(values),
    })
}

fn read_one(opened: &Opened, (route, row): (&str, &FieldRow), text: &str) -> Result<String, CommandError> {
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let goal_id = |text: &str| find_by_id(workspace, text).map(|ix: GoalIx| workspace.goal(ix).id.clone());
    match (route, row.form) {
        ("owner", _) => find_person(&opened.project, text),
        ("team" | "contributors", _) => find_team(workspace, text),
        ("measures" | "continues" | "replaced_by" | "metric.kpi", _) => goal_id(text),
        ("area", _) => {
            let areas = &workspace.settings.areas;
            if areas.is_empty() || areas.iter().any(|area| area == text) {
                return Ok(text.to_owned());
            }
            let listed = format!("`areas` in goalpost.yaml lists {}", areas.join(", "));
            let error = CommandError::unknown(format!("`areas` in goalpost.yaml does not list `{text}`"));
            Err(error.did_you_mean(closest(text, areas.iter().map(String::as_str)), listed))
        }
        (_, Form::Day) => read_coming_day(text, today, &format!("`{route}`")).map(|day| day.to_string()),
        (_, Form::Word) => Ok(text.to_lowercase()),
        (_, Form::Period) => match text.split_once("..") {
            // Exact days; years such as 2026..2028 are a name.
            Some((start, end)) if start.len() > 4 || end.len() > 4 => {
                let day = |text: &str| read_coming_day(text.trim(), today, "`period`");
                Ok(format!("{}..{}", day(start)?, day(end)?))
            }
            _ => parse_period(text, &workspace.settings, today).map(|period| period.name),
        },
        _ => Ok(text.to_owned()),
    }
}
