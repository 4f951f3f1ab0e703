//! The data of the templates: the report as in JSON with cleaned texts, the rows of the tree, and their charts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::super::clean::clean;
use super::super::layout::in_line;
use super::super::svg;
use super::assets::{SCRIPT, SCRIPT_HASH, STYLE};
use super::edit::EditUrl;
use super::on_demand::OnDemand;
use super::options::ReportOptions;
use crate::git::short_id;
use crate::model::Kind;
use crate::view::Context;
use crate::view::calibrate::CalibrationView;
use crate::view::report::{ReportGoal, ReportView};

/// The deepest level of the tree that is indented, because a page has limited width.
const DEEPEST: usize = 9;

/// The most rows that are visible at first; deeper ones are folded.
const UNFOLDED: usize = 60;

/// The most bytes of the tree. Goals beyond that have no chart and details.
const ROOM: usize = 4_200_000;

/// Estimated sizes in bytes: of a row without its texts, and of a goal's chart and details without observations and
/// texts.
const ROW: usize = 330;
const FACTS: usize = 920;

/// The most columns of a title, and the most characters of any other text.
pub(super) const TITLE: usize = 200;
const TEXT: usize = 1_500;

/// The most entries of a list below the tree.
const ENTRIES: usize = 60;

/// The data that templates have in addition to the report.
#[derive(Debug, Serialize)]
struct TemplateData {
    /// The report, as `--format json` has it.
    report: Value,
    /// The rows of the tree, from top to bottom.
    rows: Value,
    /// The values of the filters.
    filters: FilterChoices,
    /// The most entries of a list.
    entries: usize,
    /// The number of goals whose chart and details are left out because of the size limit.
    without_chart: usize,
    /// Today's date.
    today: String,
    /// The first ten digits of the commit that was read, or that the work tree is based on.
    revision: Option<String>,
    /// The program's version.
    version: &'static str,
    /// The heading of the period, and a remark on it.
    title: String,
    subtitle: String,
    /// Whether forecasts and stated confidence came true, in a sentence and as SVG.
    calibration_words: String,
    calibration_chart: Value,
    /// Whether the page has the summary alone.
    summary_alone: bool,
    /// The style sheet and script.
    style: Value,
    script: Value,
    /// The hash of the script for the Content-Security-Policy.
    script_hash: &'static str,
}

/// A row of the tree.
#[derive(Debug, Serialize)]
struct RowOnPage {
    /// The index of the goal in `report.goals`.
    goal: usize,
    /// Whether there are goals below it.
    branch: bool,
    /// Whether it is unfolded at first.
    open: bool,
    /// The goal under which it is shown in full, if that is not here.
    under: Option<String>,
    /// Whether its chart and details are shown.
    detail: bool,
    /// The chart as SVG.
    chart: Value,
    /// The URLs for editing and for checking in.
    edit: Option<String>,
    check_in: Option<String>,
    /// The closing tags of the groups that end with this row.
    ends: Value,
}

/// The values of the filters, in alphabetical order.
#[derive(Debug, Serialize)]
struct FilterChoices {
    teams: BTreeSet<String>,
    owners: BTreeSet<String>,
    health: Vec<String>,
}

/// All data of the templates.
pub(super) fn page(view: ReportView, context: &Context, options: &ReportOptions) -> Value {
    let (title, subtitle) = view.heading.split_once(", ").unwrap_or((&view.heading, ""));
    let shown: Vec<bool> = with_room(&view);
    let rows = OnDemand::list(rows(&view, &shown, options, context), |row| Value::from(Serde(row)));
    let data = TemplateData {
        filters: filters(&view),
        entries: ENTRIES,
        without_chart: shown.iter().filter(|shown| !**shown).count(),
        today: context.today.to_string(),
        revision: view.commit.as_ref().map(|commit| short_id(&commit.id).to_owned()),
        summary_alone: options.summary,
        version: env!("CARGO_PKG_VERSION"),
        title: clean(title).into_owned(),
        subtitle: clean(subtitle).into_owned(),
        calibration_words: view.calibration.as_ref().map(|it| clean(&it.sentence()).into_owned()).unwrap_or_default(),
        calibration_chart: Value::from_safe_string(
            view.calibration
                .as_ref()
                .and_then(CalibrationView::best_known_confidence)
                .map_or_else(String::new, |it| svg::calibration(&it.called)),
        ),
        style: Value::from_safe_string(STYLE.to_owned()),
        script: Value::from_safe_string(SCRIPT.to_owned()),
        script_hash: SCRIPT_HASH,
        report: Value::UNDEFINED,
        rows,
    };
    Value::from(Serde(TemplateData { report: report_value(view), ..data }))
}

/// The report with cleaned texts. Its goals, and the lists that may have an entry for each of them, are made into values on
/// demand.
fn report_value(mut view: ReportView) -> Value {
    let goals = std::mem::take(&mut view.goals);
    let (happened, due) = (std::mem::take(&mut view.happened), std::mem::take(&mut view.due));
    view.tree = Vec::new();
    let serde_json::Value::Object(rest) = clean_value(&view, "") else { return Value::UNDEFINED };
    drop(view);
    let lists = [
        ("goals", OnDemand::list(goals, |goal| Value::from(Serde(clean_value(goal, "goals"))))),
        ("happened", OnDemand::list(happened, |event| Value::from(Serde(clean_value(event, "happened"))))),
        ("due", OnDemand::list(due, |item| Value::from(Serde(clean_value(item, "due"))))),
    ];
    let mut all: BTreeMap<String, Value> =
        rest.into_iter().map(|(name, value)| (name, Value::from(Serde(value)))).collect();
    all.extend(lists.map(|(name, list)| (name.to_owned(), list)));
    Value::from(Serde(all))
}

/// A part of the report as JSON with cleaned texts.
fn clean_value(part: &impl Serialize, key: &str) -> serde_json::Value {
    clean_json(serde_json::to_value(part).unwrap_or_default(), key)
}

/// Cleans all texts of a JSON document, its keys as well, and limits the length of the texts.
fn clean_json(value: serde_json::Value, key: &str) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => Json::String(short(&text, key)),
        Json::Array(items) => Json::Array(items.into_iter().map(|item| clean_json(item, key)).collect()),
        Json::Object(fields) => Json::Object(
            fields
                .into_iter()
                .map(|(key, value)| {
                    let value = clean_json(value, &key);
                    // Names of areas are keys.
                    (clean(&key).into_owned(), value)
                })
                .collect(),
        ),
        other => other,
    }
}

/// Cleans a text to one line of limited length. An id is not cut, because links use it.
fn short(text: &str, key: &str) -> String {
    let most = match key {
        "id" => return clean(text).into_owned(),
        "title" | "name" | "owner_name" | "team_name" => TITLE,
        _ => TEXT,
    };
    if text.len() <= most {
        return clean(text).into_owned();
    }
    in_line(text, most)
}

/// For each goal, whether its chart and details fit into the size limit. Goals of upper levels and goals that are
/// behind come first.
fn with_room(view: &ReportView) -> Vec<bool> {
    let rank = |goal: &ReportGoal| {
        let urgent = match goal.goal.health.as_str() {
            "off-track" => 0,
            "at-risk" => 1,
            _ => 2,
        };
        let kind = usize::from(goal.goal.kind != Kind::Objective);
        (goal.moves.iter().all(|it| it.settling), urgent, kind)
    };
    let mut order: Vec<usize> = (0..view.goals.len()).collect();
    order.sort_by_key(|at| rank(&view.goals[*at]));
    let mut shown = vec![false; view.goals.len()];
    let texts = |goal: &ReportGoal| {
        let names = [&goal.owner_name, &goal.team_name].map(|name| name.as_ref().map_or(0, String::len));
        goal.goal.title.len().min(TITLE) + goal.goal.id.len() + names.iter().sum::<usize>()
    };
    let mut left = ROOM.saturating_sub(view.tree.iter().map(|row| ROW + texts(&view.goals[row.goal])).sum());
    for at in order {
        let goal = &view.goals[at];
        let text_bytes = goal.why.as_ref().map_or(0, String::len) + goal.source.as_ref().map_or(0, String::len);
        let takes =
            FACTS + goal.course.points.len().min(60) * 9 + goal.moves.len() * 120 + goal.goal.id.len() + text_bytes;
        if takes > left {
            break;
        }
        left -= takes;
        shown[at] = true;
    }
    shown
}

fn rows(view: &ReportView, shown: &[bool], options: &ReportOptions, context: &Context) -> Vec<RowOnPage> {
    let depth = |at: usize| view.tree.get(at).map_or(0, |row| row.last.len().min(DEEPEST));
    let unfolded = unfolded(view);
    let address = |url: Option<&EditUrl>, goal: &ReportGoal| url.map(|url| url.of(goal, &context.root));
    let mut rows = Vec::with_capacity(view.tree.len());
    for (at, row) in view.tree.iter().enumerate() {
        let goal = &view.goals[row.goal];
        let next = if at + 1 < view.tree.len() { depth(at + 1) } else { 0 };
        let branch = next > depth(at);
        let under = row.shown_under.as_deref().map(|id| clean(id).into_owned());
        let detail = shown[row.goal] && under.is_none();
        let steps = if branch { 0 } else { depth(at) - next.min(depth(at)) };
        let check_in = options.check_in.as_ref().or(options.edit.as_ref().filter(|url| url.has_line()));
        let asked = goal.goal.kind == Kind::KeyResult && goal.goal.state == "active";
        rows.push(RowOnPage {
            goal: row.goal,
            branch,
            open: branch && row.last.len() < unfolded,
            detail,
            chart: Value::from_safe_string(if detail { svg::course(goal, context.today) } else { String::new() }),
            edit: address(options.edit.as_ref().filter(|_| detail), goal),
            check_in: address(check_in.filter(|_| detail && asked), goal),
            under,
            ends: Value::from_safe_string("</ul></details></li>".repeat(steps)),
        });
    }
    rows
}

/// The number of levels that are unfolded at first: as many as keep the visible rows within the limit, at least one.
fn unfolded(view: &ReportView) -> usize {
    let mut by_depth: HashMap<usize, usize> = HashMap::new();
    for row in &view.tree {
        *by_depth.entry(row.last.len()).or_default() += 1;
    }
    let mut seen = by_depth.get(&0).copied().unwrap_or(0);
    let mut steps = 0;
    while let Some(next) = by_depth.get(&(steps + 1)) {
        seen += next;
        if seen > UNFOLDED && steps > 0 {
            break;
        }
        steps += 1;
    }
    if view.tree.len() > 10 * UNFOLDED { steps.min(1) } else { steps }
}

fn filters(view: &ReportView) -> FilterChoices {
    let named = |name: fn(&ReportGoal) -> Option<&String>| {
        view.goals.iter().filter_map(name).map(|name| short(name, "name")).collect::<BTreeSet<String>>()
    };
    let standing: BTreeSet<&str> = view.goals.iter().map(|goal| goal.goal.health.as_str()).collect();
    let order = [
        "off-track",
        "at-risk",
        "no-data",
        "on-track",
        "achieved-early",
        "not-started",
        "draft",
        "achieved",
        "missed",
        "dropped",
    ];
    FilterChoices {
        teams: named(|goal| goal.team_name.as_ref()),
        owners: named(|goal| goal.owner_name.as_ref()),
        health: order.iter().filter(|it| standing.contains(**it)).map(|it| (*it).to_owned()).collect(),
    }
}
