//! What may be written where somebody types: ids of goals with their titles, people, teams, fields, words, periods.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTextEdit, CompletionList,
    CompletionParams, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::goals::GoalsNow;
use super::schema_walk::{Described, SchemaPlace};
use super::spot::pattern;
use super::typing::Typing;
use crate::analysis::links::LinkRole;
use crate::model::{DocIx, Feed, Form, Goal, Kind, NamedMember, Period, Role, Settings, named_at, row};
use crate::render::clean;
use crate::source::InOrder as _;
use crate::syntax::{Mapping, Segment, Value, double_quoted, locate, reads_plain, route_text};

/// The most completions of one answer. The client asks again when more is typed.
const MOST: usize = 200;

/// A completion before it has its place.
struct Completable {
    text: String,
    kind: CompletionItemKind,
    /// Beside the text.
    detail: String,
    /// Behind both.
    note: String,
    about: String,
}

impl Completable {
    fn new(text: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { text: text.into(), kind, detail: String::new(), note: String::new(), about: String::new() }
    }

    fn word(word: Described) -> Self {
        Self { about: word.about, ..Self::new(word.name, CompletionItemKind::EnumMember) }
    }
}

/// Tells how well a text fits what is typed: 0 at its beginning, 1 at the beginning of a word of it or of what is beside it, 2
/// inside; none where it does not.
fn fit(typed: &str, text: &str, detail: &str) -> Option<u8> {
    let text = text.to_lowercase();
    if text.starts_with(typed) {
        return Some(0);
    }
    let detail = detail.to_lowercase();
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(typed));
    if words(&text) || words(&detail) { Some(1) } else { (text.contains(typed) || detail.contains(typed)).then_some(2) }
}

/// Returns what may be written at a position.
pub(super) fn completion(now: &GoalsNow<'_>, params: &CompletionParams) -> Option<CompletionList> {
    let at = &params.text_document_position_params;
    let document = now.document_at(&at.text_document.uri)?;
    let text = &now.workspace().file(document).text;
    let lines = now.lines(document);
    let typing = Typing::at(text, lines.offset(at.position))?;
    let typed = typing.typed.to_lowercase();
    let mut fitting: Vec<(u8, usize, Completable)> = candidates(now, document, &typing, &typed)
        .into_iter()
        .enumerate()
        .filter_map(|(at, candidate)| Some((fit(&typed, &candidate.text, &candidate.detail)?, at, candidate)))
        .collect();
    // A client filters by the text alone: where titles count too it has to ask again with the next sign.
    let by_title =
        |(fit, _, candidate): &(u8, usize, Completable)| *fit > 0 || (typed.is_empty() && !candidate.detail.is_empty());
    let is_incomplete = fitting.len() > MOST || fitting.iter().any(by_title);
    fitting.order_by_key(|(fit, at, _)| (*fit, *at));
    fitting.truncate(MOST);
    let range = lines.range(typing.word);
    let item = |(at, (_, _, candidate)): (usize, (u8, usize, Completable))| {
        let Completable { text, kind, detail, note, about } = candidate;
        let new_text = written(&typing, &text, kind);
        let details = CompletionItemLabelDetails { detail: None, description: Some(note).filter(|it| !it.is_empty()) };
        CompletionItem {
            label: clean(&text).into_owned(),
            label_details: Some(details).filter(|details| details.description.is_some()),
            kind: Some(kind),
            // The client sorts what it gets by this text, and filters by what was typed.
            sort_text: Some(format!("{at:04}")),
            filter_text: Some(format!("{} {}", typing.typed, text)).filter(|_| !typing.typed.is_empty()),
            detail: Some(clean(&detail).into_owned()).filter(|it| !it.is_empty()),
            documentation: Some(about)
                .filter(|it| !it.is_empty())
                .map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    };
    let items = fitting.into_iter().enumerate().map(item).collect();
    Some(CompletionList { is_incomplete, items, ..CompletionList::default() })
}

/// The text of a completion as it is written: a key with its colon, a value that reads as text in quotes if need be.
fn written(typing: &Typing<'_>, text: &str, kind: CompletionItemKind) -> String {
    match kind {
        CompletionItemKind::Field if typing.is_key && !typing.has_colon => format!("{text}: "),
        CompletionItemKind::EnumMember | CompletionItemKind::Field => text.to_owned(),
        _ if reads_plain(text, true) => text.to_owned(),
        _ => double_quoted(text),
    }
}

fn candidates(now: &GoalsNow<'_>, document: DocIx, typing: &Typing<'_>, typed: &str) -> Vec<Completable> {
    let workspace = now.workspace();
    let role = workspace.document(document).role;
    let place = pattern(&typing.route);
    let kind = written_kind(&workspace.file(document).text);
    let mut found = Vec::new();
    let Some(schema) = SchemaPlace::at(role, kind, &typing.route) else { return found };
    // An item of a list may be a value or the first key of a mapping.
    let is_item = matches!(typing.route.last(), Some(Segment::Index(_)));
    if !typing.is_key || is_item {
        found.extend(values(now, document, (role, &place), kind, typed));
        found.extend(schema.words().into_iter().map(Completable::word));
    }
    if typing.is_key {
        let there = keys_at(now, document, &typing.route);
        let is_new = |field: &Described| !there.contains(&field.name);
        let fields = schema.fields().into_iter().filter(is_new);
        found.extend(fields.map(|field| Completable {
            about: field.about,
            ..Completable::new(field.name, CompletionItemKind::Field)
        }));
    }
    found
}

/// The kind that a goal file writes, read from its text: the file may be no YAML at the moment.
fn written_kind(text: &str) -> Option<&str> {
    let line = text.lines().find_map(|line| line.strip_prefix("kind:"))?;
    line.split('#').next().map(|kind| kind.trim().trim_matches(['"', '\''])).filter(|kind| !kind.is_empty())
}

/// The keys that are there already.
fn keys_at(now: &GoalsNow<'_>, document: DocIx, route: &[Segment]) -> Vec<String> {
    // Which item of a list is typed is not known from the text alone.
    if route.iter().any(|segment| matches!(segment, Segment::Index(_))) {
        return Vec::new();
    }
    let root = now.workspace().document(document).tree.root.as_ref();
    let place = root.map(|root| locate(root, &route_text(route))).filter(|place| place.whole);
    let Some(Value::Mapping(Mapping { entries, .. })) = place.map(|place| &place.node.value) else { return Vec::new() };
    entries.iter().map(|entry| entry.key.text.to_string()).collect()
}

/// The values that the goals and the organisation give a field.
fn values(
    now: &GoalsNow<'_>,
    document: DocIx,
    (role, place): (Role, &str),
    kind: Option<&str>,
    typed: &str,
) -> Vec<Completable> {
    let workspace = now.workspace();
    let settings = &workspace.settings;
    if let Some(link) = LinkRole::of_route(place).filter(|_| role == Role::Goal) {
        return goals(now, document, link, kind, typed);
    }
    if let Some(named) = named_at(role, place) {
        return members(now, named);
    }
    let plain = |texts: &[String]| -> Vec<Completable> {
        texts.iter().map(|text| Completable::new(text.as_str(), CompletionItemKind::Value)).collect()
    };
    match (role, place) {
        (Role::Goal, "level") | (Role::Org, "teams[].level") => plain(&settings.levels),
        (Role::Goal, "area") => plain(&settings.areas),
        (Role::Goal, "metric.from.source" | "milestones[].done.source") => sources(settings),
        (Role::Goal, "period") => periods(now, document, settings),
        (Role::Goal, "labels[]") => plain(&used(now, document, |goal| &goal.labels)),
        (Role::Goal, "skills[]") => plain(&used(now, document, |goal| &goal.skills)),
        (Role::Goal, _)
            if row(&place.replace("[]", "")).is_some_and(|row| matches!(row.form, Form::Day | Form::Done)) =>
        {
            let today = now.facts.today.to_string();
            vec![Completable { note: "today".to_owned(), ..Completable::new(today, CompletionItemKind::EnumMember) }]
        }
        _ => Vec::new(),
    }
}

/// The goals that a link may name, of which the file may tell, and that fit what is typed: those that fit best, of these open ones first, then those of
/// higher levels. No more than are shown are made completions of.
fn goals(now: &GoalsNow<'_>, document: DocIx, link: LinkRole, kind: Option<&str>, typed: &str) -> Vec<Completable> {
    let workspace = now.workspace();
    let from = kind.and_then(Kind::of_word).unwrap_or(Kind::Objective);
    let own = workspace.goals.iter().map(Box::as_ref).find(|goal| goal.document == document);
    let rank = |goal: &Goal| goal.level.as_deref().and_then(|level| workspace.settings.rank(level));
    let own_rank = own.and_then(rank);
    let key = |goal: &Goal| {
        // A goal of a lower level is no parent.
        let is_lower = matches!((own_rank, rank(goal)), (Some(own), Some(other)) if other > own);
        let is_past = !goal.is_open() || own.is_some_and(|own| !own.overlaps(goal));
        let distance = own_rank.zip(rank(goal)).map_or(0, |(own, other)| own.abs_diff(other));
        (is_past, is_lower, distance)
    };
    let others = now.told_in(document).filter(|goal| goal.document != document);
    let mut fitting: Vec<_> = others
        .filter(|goal| link.fits(from, goal.kind))
        .filter_map(|goal| Some((fit(typed, &goal.id, &goal.title)?, key(goal), goal.id.as_str(), goal)))
        .collect();
    fitting.sort_unstable_by_key(|(fit, key, id, _)| (*fit, *key, *id));
    // One more than is shown says that there are more.
    fitting.truncate(MOST + 1);
    let candidate = |goal: &Goal| {
        let kind = if goal.kind == Kind::Objective { None } else { Some(goal.kind.word().to_owned()) };
        let facts = [kind, goal.level.clone(), goal.period.as_ref().map(|period| period.name.clone())];
        Completable {
            detail: goal.title.clone(),
            note: clean(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")).into_owned(),
            ..Completable::new(goal.id.as_str(), CompletionItemKind::Reference)
        }
    };
    fitting.into_iter().map(|(.., goal)| candidate(goal)).collect()
}

/// The people and teams that are here today.
fn members(now: &GoalsNow<'_>, named: NamedMember) -> Vec<Completable> {
    let Some(org) = now.workspace().org.as_ref() else { return Vec::new() };
    let today = now.facts.today;
    let candidate = |id: &str, name: &str, note: Option<&String>| Completable {
        detail: name.to_owned(),
        note: note.map(|note| clean(note).into_owned()).unwrap_or_default(),
        ..Completable::new(id, CompletionItemKind::Value)
    };
    let people = org.people.iter().filter(|it| named != NamedMember::Team && it.is_here(today));
    let teams = org.teams.iter().filter(|it| named != NamedMember::Person && it.stands(today));
    let people = people.map(|it| candidate(&it.id, &it.name, it.team.as_ref()));
    people.chain(teams.map(|it| candidate(&it.id, &it.name, it.level.as_ref()))).collect()
}

/// The sources of values that goalpost.yaml names.
fn sources(settings: &Settings) -> Vec<Completable> {
    let source = |(name, feed): (&String, &Feed)| Completable {
        note: clean(feed.word()).into_owned(),
        detail: feed.place(),
        ..Completable::new(name.as_str(), CompletionItemKind::Value)
    };
    settings.sources.iter().map(source).collect()
}

/// The present quarter, the next, this year and the next, and the periods of goals of which a file may tell.
fn periods(now: &GoalsNow<'_>, document: DocIx, settings: &Settings) -> Vec<Completable> {
    let start = settings.fiscal_year_starts;
    let quarter = Period::quarter_of(now.facts.today, start);
    let year = quarter.name.split('-').next().unwrap_or_default().to_owned();
    let next = quarter.beside(1, start);
    let mut found = vec![(quarter.name.clone(), "this quarter"), (next.name, "next quarter"), (year, "this year")];
    let mut used: Vec<&str> = now.told_in(document).filter_map(|it| Some(it.period.as_ref()?.name.as_str())).collect();
    used.sort_unstable_by(|a, b| b.cmp(a));
    used.dedup();
    // A period from day to day is a mapping, not a name.
    let named = used.into_iter().filter(|name| Period::parse(name, start).is_ok());
    found.extend(named.map(|name| (name.to_owned(), "")));
    let mut seen = std::collections::HashSet::new();
    found.retain(|(name, _)| seen.insert(name.clone()));
    let candidate = |(name, note): (String, &str)| Completable {
        note: note.to_owned(),
        ..Completable::new(name, CompletionItemKind::EnumMember)
    };
    found.into_iter().map(candidate).collect()
}

/// The texts of a list that the goals have of which a file may tell, the most frequent first.
fn used<'w>(now: &GoalsNow<'w>, document: DocIx, of: impl Fn(&'w Goal) -> &'w Vec<String>) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::new();
    for text in now.told_in(document).flat_map(of) {
        *counts.entry(text).or_insert(0_usize) += 1;
    }
    let mut texts: Vec<_> = counts.into_iter().collect();
    texts.order_by_key(|(_, count)| std::cmp::Reverse(*count));
    texts.into_iter().map(|(text, _)| text.clone()).collect()
}
