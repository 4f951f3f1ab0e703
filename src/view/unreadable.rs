//! Files and values that cannot be read, and the goals in which they count.

use serde::Serialize;

use crate::analysis::numbers::{UnreadFile, UnreadPart, has_unread_measure};
use crate::analysis::snapshot::Snapshot;
use crate::model::{DocIx, GoalIx, Kind, State, Workspace, count_of};

/// A goal's file, its measure, or a value that numbers are made of, that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnreadableView {
    /// The file, from the root.
    pub path: String,
    /// The id of the goal in it, where it is known.
    pub goal: Option<String>,
    /// What cannot be read: the file, its measure or a value.
    pub what: UnreadableKind,
    /// The value's field, such as `weight`; null for a file and a measure.
    pub field: Option<String>,
    /// Whether it counts in a goal, with a progress of 0.
    pub counts: bool,
    /// What the file is called, for people: with the reason where the file is well formed.
    #[serde(skip)]
    pub file_name: String,
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UnreadableKind {
    /// The file.
    File,
    /// Its metric or its milestones.
    Measure,
    /// A value that numbers are made of.
    Value,
}

/// How many files are named in one line.
const MOST: usize = 3;

impl UnreadableView {
    /// The files and values that cannot be read, settings and organisation first, else in the order of their files;
    /// those of included roots too where `private` says so.
    pub fn all(snapshot: &Snapshot<'_>, private: bool) -> Vec<Self> {
        let shown = |document: DocIx| private || !snapshot.workspace.is_private(document);
        let settings = snapshot.workspace.unread_settings().filter(|document| shown(*document));
        let settings = settings.map(|document| Self::whole_file(snapshot.workspace, document));
        // Links that cannot be read are among the values.
        let files = snapshot.unread.files.iter().filter(|file| file.field.is_none() && shown(file.document));
        let files = files.map(|file| Self::file(snapshot, file, file.is_placed));
        settings.chain(files).chain(Self::values(snapshot.workspace, shown)).collect()
    }

    /// The values that numbers are made of and that cannot be read.
    pub fn values(workspace: &Workspace, shown: impl Fn(DocIx) -> bool) -> impl Iterator<Item = Self> {
        workspace.unread_values().filter(move |(document, _)| shown(*document)).map(|(document, route)| {
            let id = workspace.document(document).id.clone();
            Self::value(workspace, document, id, &route)
        })
    }

    /// What cannot be read of a goal and of its parts: values of its own, files that count in it or would, measures of its
    /// key results, and what its parts weigh.
    pub fn parts(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<Self> {
        let workspace = snapshot.workspace;
        let counted = &snapshot.numbers(ix).unread;
        let view = |part: &UnreadPart| {
            let counts = counted.iter().any(|it| it.file == part.file);
            Self::file(snapshot, &snapshot.unread.files[part.file], counts)
        };
        let mut parts: Vec<Self> = snapshot.unread.parts_of(ix).iter().map(view).collect();
        // A key result takes its value from its KPI's file.
        let measured = snapshot.graph.key_results(ix).map(|it| snapshot.goal(it.goal));
        let measured = measured.filter(|goal| goal.state == State::Active).chain([snapshot.goal(ix)]);
        let mut kpis: Vec<DocIx> = measured.filter_map(|goal| workspace.unread_kpi(goal)).collect();
        kpis.dedup();
        parts.extend(kpis.into_iter().map(|document| Self::whole_file(workspace, document)));
        let key_results = snapshot.graph.key_results(ix).map(|it| snapshot.goal(it.goal));
        let undecoded = key_results
            .filter(|goal| goal.state == State::Active && has_unread_measure(workspace, goal))
            .map(|goal| Self {
                goal: Some(goal.id.clone()),
                what: UnreadableKind::Measure,
                ..Self::whole_file(workspace, goal.document)
            });
        parts.extend(undecoded);
        let mut add = |goal: &crate::model::Goal, of: &dyn Fn(&str) -> bool| {
            let routes = workspace.unread_values_in(goal.document).filter(|route| of(route));
            parts.extend(routes.map(|route| Self::value(workspace, goal.document, Some(goal.id.clone()), &route)));
        };
        add(snapshot.goal(ix), &|route| !route.starts_with("supports") && route != "weight");
        for child in snapshot.graph.children(ix) {
            let goal = snapshot.goal(child.goal);
            let is_key_result = goal.kind == Kind::KeyResult;
            let of_link = |route: &str| {
                let link = goal.supports.iter().find(|link| workspace.find(&link.goal) == Some(ix));
                link.is_some_and(|link| route.starts_with(&format!("supports[{}].", link.index)))
            };
            let of_part = |route: &str| route == "weight" || route.starts_with("milestones[");
            add(goal, &|route| if is_key_result { of_part(route) } else { of_link(route) });
        }
        parts
    }

    fn value(workspace: &Workspace, document: DocIx, goal: Option<String>, route: &str) -> Self {
        let (what, field) = (UnreadableKind::Value, Some(route.to_owned()));
        Self { goal, what, field, ..Self::whole_file(workspace, document) }
    }

    /// A file that counts in no goal by itself.
    fn whole_file(workspace: &Workspace, document: DocIx) -> Self {
        Self {
            path: workspace.file(document).path.clone(),
            goal: workspace.document(document).id.clone(),
            what: UnreadableKind::File,
            field: None,
            counts: false,
            file_name: workspace.unread_name(document, false),
        }
    }

    fn file(snapshot: &Snapshot<'_>, file: &UnreadFile, counts: bool) -> Self {
        if let Some(field) = file.field {
            return Self { counts, ..Self::value(snapshot.workspace, file.document, file.id.clone(), field) };
        }
        let file_name = snapshot.workspace.unread_name(file.document, file.is_further);
        Self { goal: file.id.clone(), counts, file_name, ..Self::whole_file(snapshot.workspace, file.document) }
    }

    /// What the goal in it is called.
    pub fn name(&self) -> &str {
        self.goal.as_deref().unwrap_or(&self.path)
    }
}

/// What a part whose file cannot be read is called: its id, else its path.
pub fn unreadable_name(snapshot: &Snapshot<'_>, part: &UnreadPart) -> String {
    snapshot.unread.files[part.file].id.clone().unwrap_or_else(|| unreadable_path(snapshot, part))
}

/// The file of a part that cannot be read.
pub fn unreadable_path(snapshot: &Snapshot<'_>, part: &UnreadPart) -> String {
    snapshot.workspace.file(snapshot.unread.files[part.file].document).path.clone()
}

/// What cannot be read of a goal and its parts, for the line below it: `b.yaml cannot be read and counts as 0`.
pub fn unreadable_parts(parts: &[UnreadableView]) -> Option<String> {
    let named = |what: UnreadableKind, counts: bool, verb: [&str; 2]| {
        let names: Vec<&str> = parts
            .iter()
            .filter(|it| it.what == what && it.counts == counts)
            .map(|it| if what == UnreadableKind::File { it.file_name.as_str() } else { it.name() })
            .collect();
        (!names.is_empty()).then(|| format!("{} {}", list_names(&names), verb[usize::from(names.len() > 1)]))
    };
    let values = parts.iter().filter_map(|it| {
        let (field, name) = (it.field.as_deref()?, it.name());
        let counts = match field {
            _ if it.counts => " and counts as 0",
            _ if field.ends_with("weight") => " and counts as 1",
            _ => "",
        };
        Some(format!("{field} of {name} cannot be read{counts}"))
    });
    let values: Vec<String> = values.collect();
    let parts: Vec<String> = [
        named(UnreadableKind::File, true, ["cannot be read and counts as 0", "cannot be read and count as 0"]),
        named(UnreadableKind::File, false, ["cannot be read", "cannot be read"]),
        named(UnreadableKind::Measure, false, ["has a metric that cannot be read", "have metrics that cannot be read"]),
    ]
    .into_iter()
    .flatten()
    .chain(values)
    .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What cannot be read, for the summary: `1 file cannot be read: b.yaml · 1 value cannot be read: weight in c.yaml`.
pub fn unreadable_words<'v>(all: impl IntoIterator<Item = &'v UnreadableView>) -> Option<String> {
    let (values, files): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.what == UnreadableKind::Value);
    let value = |it: &UnreadableView| format!("{} in {}", it.field.as_deref().unwrap_or_default(), it.path);
    let values: Vec<String> = values.into_iter().map(value).collect();
    let files: Vec<&str> = files.into_iter().map(|it| it.file_name.as_str()).collect();
    let words = [list_unreadable(&files, "file"), list_unreadable(&values, "value")];
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// How many of a thing cannot be read, and which: `1 file cannot be read: b.yaml`.
pub fn list_unreadable<N: AsRef<str>>(names: &[N], noun: &str) -> Option<String> {
    let count = match names.len() {
        0 => return None,
        count => count_of(count, noun),
    };
    Some(format!("{count} cannot be read: {}", list_names(names)))
}

/// The first names of a list, and how many more there are.
pub fn list_names<N: AsRef<str>>(names: &[N]) -> String {
    let shown = names.iter().take(MOST).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(MOST);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
