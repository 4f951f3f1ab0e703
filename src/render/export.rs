//! Exported goals as tables: one of the goals, and one of each thing that a goal has several of. JSON lines have all of it.

use super::csv::{Column, joined, number, rows, word};
use crate::model::{Form, exact, plain_fields};
use crate::view::export::{ExportView, ExportedGoal, ExportedLink, ExportedPeriod, ExportedValue};

/// What a table has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportTable {
    /// A goal.
    Goals,
    /// A link to a goal that is supported.
    Links,
    /// A milestone.
    Milestones,
    /// Something that is needed from another team.
    Needs,
    /// Someone's agreement to a goal or to a link.
    Agreements,
    /// An entry of a log.
    Log,
}

impl ExportTable {
    /// Every table with its name.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("goals", Self::Goals),
        ("links", Self::Links),
        ("milestones", Self::Milestones),
        ("needs", Self::Needs),
        ("agreements", Self::Agreements),
        ("log", Self::Log),
    ];

    /// The heads of its columns.
    #[must_use]
    pub fn columns(self) -> Vec<&'static str> {
        match self {
            Self::Goals => {
                let plain = plain_fields().map(|field| field.name);
                GOALS.iter().map(|(head, _)| *head).chain(plain).chain(["path"]).collect()
            }
            Self::Links => vec!["goal", "supports", "weight", "share", "how"],
            Self::Milestones => vec!["goal", "title", "due", "value", "done", "weight"],
            Self::Needs => vec!["goal", "from", "what", "by", "state", "effort", "in_goal"],
            Self::Agreements => vec!["goal", "link", "by", "date"],
            Self::Log => vec!["goal", "date", "kind", "by", "text", "to", "about", "scope", "resolved", "link"],
        }
    }
}

/// Goals as a table, by their paths, what a goal has several of in its file's order.
#[must_use]
pub fn table(view: &ExportView, table: ExportTable) -> String {
    let of_goals = view.goals.iter();
    let cells: Vec<Vec<String>> = match table {
        ExportTable::Goals => of_goals.map(goal).collect(),
        ExportTable::Links => of_goals.flat_map(links).collect(),
        ExportTable::Milestones => of_goals.flat_map(milestones).collect(),
        ExportTable::Needs => of_goals.flat_map(needs).collect(),
        ExportTable::Agreements => of_goals.flat_map(agreements).collect(),
        ExportTable::Log => of_goals.flat_map(log).collect(),
    };
    rows(&table.columns(), cells)
}

fn goal(goal: &ExportedGoal) -> Vec<String> {
    let typed = GOALS.iter().map(|(_, cell)| cell(goal));
    let plain = goal.plain.told().map(|(field, said)| match field.form {
        Form::Texts => joined(&said),
        _ => said.concat(),
    });
    typed.chain(plain).chain([goal.path.clone()]).collect()
}

fn links(goal: &ExportedGoal) -> Vec<Vec<String>> {
    let row = |link: &ExportedLink| match link {
        ExportedLink::Goal(to) => vec![goal.id.clone(), to.clone(), String::new(), String::new(), String::new()],
        ExportedLink::More { goal: to, weight, share, how, .. } => {
            vec![goal.id.clone(), to.clone(), number(*weight), number(*share), word(how.as_ref())]
        }
    };
    goal.supports.iter().map(row).collect()
}

fn milestones(goal: &ExportedGoal) -> Vec<Vec<String>> {
    let row = |it: &crate::view::export::ExportedMilestone| {
        let done = match &it.done {
            Some(serde_json::Value::String(day)) => day.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let due = word(it.due.as_ref());
        vec![goal.id.clone(), it.title.clone(), due, value(it.value.as_ref()), done, number(it.weight)]
    };
    goal.milestones.iter().map(row).collect()
}

fn needs(goal: &ExportedGoal) -> Vec<Vec<String>> {
    let row = |it: &crate::model::Need| {
        let mut cells = vec![goal.id.clone(), it.from.clone(), it.what.clone(), word(it.by.as_ref())];
        cells.extend([it.state.word().to_owned(), number(it.effort), word(it.goal.as_ref())]);
        cells
    };
    goal.needs.iter().map(row).collect()
}

fn agreements(goal: &ExportedGoal) -> Vec<Vec<String>> {
    let row = |link: &str, it: &crate::model::Agreement| {
        vec![goal.id.clone(), link.to_owned(), it.by.clone(), word(it.date.as_ref())]
    };
    let own = goal.agreed.iter().map(|it| row("", it));
    let of_links = goal.supports.iter().flat_map(|link| match link {
        ExportedLink::Goal(_) => Vec::new(),
        ExportedLink::More { goal: to, agreed, .. } => agreed.iter().map(|it| row(to, it)).collect(),
    });
    own.chain(of_links).collect()
}

fn log(goal: &ExportedGoal) -> Vec<Vec<String>> {
    let row = |it: &crate::model::LogEntry| {
        let mut cells = vec![goal.id.clone(), it.date.to_string(), it.kind.word().to_owned(), word(it.by.as_ref())];
        cells.extend([it.text.clone(), joined(&it.to), joined(&it.about)]);
        cells.extend([it.scope.map(|it| spelt(&it)).unwrap_or_default(), word(it.resolved.as_ref())]);
        cells.push(word(it.link.as_ref()));
        cells
    };
    goal.log.iter().map(row).collect()
}

/// The columns of a table of goals. What a goal has several of is in tables of their own.
const GOALS: &[Column<ExportedGoal>] = &[
    ("id", |goal| goal.id.clone()),
    ("kind", |goal| goal.kind.word().to_owned()),
    ("title", |goal| word(goal.title.as_ref())),
    ("statement", |goal| word(goal.statement.as_ref())),
    ("owner", |goal| word(goal.owner.as_ref())),
    ("team", |goal| word(goal.team.as_ref())),
    ("level", |goal| word(goal.level.as_ref())),
    ("period", |goal| match &goal.period {
        Some(ExportedPeriod::Name(name)) => name.clone(),
        _ => String::new(),
    }),
    ("start", |goal| match &goal.period {
        Some(ExportedPeriod::Days { start, .. }) => start.to_string(),
        _ => String::new(),
    }),
    ("end", |goal| match &goal.period {
        Some(ExportedPeriod::Days { end, .. }) => end.to_string(),
        _ => String::new(),
    }),
    ("deadline", |goal| word(goal.deadline.as_ref())),
    ("state", |goal| goal.state.map(|state| state.word().to_owned()).unwrap_or_default()),
    ("measures", |goal| word(goal.measures.as_ref())),
    ("supports", |goal| {
        let id = |link: &ExportedLink| match link {
            ExportedLink::Goal(goal) | ExportedLink::More { goal, .. } => goal.clone(),
        };
        joined(&goal.supports.iter().map(id).collect::<Vec<_>>())
    }),
    ("perspective", |goal| goal.perspective.map(|it| it.word().to_owned()).unwrap_or_default()),
    ("area", |goal| word(goal.area.as_ref())),
    ("commitment", |goal| goal.commitment.map(|it| spelt(&it)).unwrap_or_default()),
    ("priority", |goal| goal.priority.map(|it| it.word().to_owned()).unwrap_or_default()),
    ("weight", |goal| number(goal.weight)),
    ("effort", |goal| number(goal.effort)),
    ("why", |goal| word(goal.why.as_ref())),
    ("metric", |goal| goal.metric.as_ref().and_then(|it| it.name.clone()).unwrap_or_default()),
    ("unit", |goal| goal.metric.as_ref().and_then(|it| it.unit.clone()).unwrap_or_default()),
    ("kpi", |goal| goal.metric.as_ref().and_then(|it| it.kpi.clone()).unwrap_or_default()),
    ("scale", |goal| goal.metric.as_ref().map(|it| joined(&it.scale)).unwrap_or_default()),
    ("baseline", |goal| value(goal.metric.as_ref().and_then(|it| it.baseline.as_ref()))),
    ("target", |goal| value(goal.metric.as_ref().and_then(|it| it.target.as_ref()))),
    ("at_least", |goal| value(goal.metric.as_ref().and_then(|it| it.at_least.as_ref()))),
    ("at_most", |goal| value(goal.metric.as_ref().and_then(|it| it.at_most.as_ref()))),
    ("stretch", |goal| value(goal.metric.as_ref().and_then(|it| it.stretch.as_ref()))),
    ("current", |goal| value(goal.metric.as_ref().and_then(|it| it.current.as_ref()))),
    ("as_of", |goal| word(goal.metric.as_ref().and_then(|it| it.as_of.as_ref()))),
    ("source", |goal| goal.metric.as_ref().and_then(|it| it.source.clone()).unwrap_or_default()),
    ("confidence", |goal| number(goal.confidence)),
    ("labels", |goal| joined(&goal.labels)),
    ("skills", |goal| joined(&goal.skills)),
    ("contributors", |goal| joined(&goal.contributors)),
    ("stakeholders", |goal| joined(&goal.stakeholders)),
    ("closed", |goal| word(goal.closed.as_ref())),
    ("score", |goal| number(goal.grade.as_ref().map(|grade| grade.score))),
    ("reason", |goal| word(goal.reason.as_ref())),
    ("retrospective", |goal| word(goal.retrospective.as_ref())),
    ("continues", |goal| word(goal.continues.as_ref())),
    ("replaced_by", |goal| word(goal.replaced_by.as_ref())),
];

fn value(value: Option<&ExportedValue>) -> String {
    match value {
        Some(ExportedValue::Number(number)) => exact(*number),
        Some(ExportedValue::Step(step)) => step.clone(),
        None => String::new(),
    }
}

/// A word as it is written in files.
fn spelt(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
