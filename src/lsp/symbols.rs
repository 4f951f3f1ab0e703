//! The outline of a file, and the goals, people and teams of a root by name.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolInformation, SymbolKind,
};

use super::goals::GoalsNow;
use super::line_index::LineIndex;
use super::spot::{NamedThing, own_place};
use crate::model::Kind;
use crate::render::clean;
use crate::syntax::{Entry, Mapping, Node, Value};

/// The most symbols of a root that one question is answered with.
const MOST: usize = 200;

/// The deepest level of an outline.
const DEEPEST: usize = 4;

/// Returns the outline of a file.
pub(super) fn of_document(now: &GoalsNow<'_>, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let document = now.document_at(&params.text_document.uri)?;
    let mapping = now.workspace().document(document).tree.mapping()?;
    Some(DocumentSymbolResponse::DocumentSymbolList(fields(mapping, &now.lines(document), 0)))
}

fn fields(mapping: &Mapping, lines: &LineIndex<'_>, depth: usize) -> Vec<DocumentSymbol> {
    let symbol = |entry: &Entry| {
        let (range, own) = (lines.range(entry.key.span.to(entry.value.span)), lines.range(entry.key.span));
        let (kind, below) = (kind_of(&entry.value), children(&entry.value, lines, depth + 1));
        DocumentSymbol::new(name_of(&entry.key.text), detail(&entry.value), kind, None, None, range, own, below)
    };
    mapping.entries.iter().map(symbol).collect()
}

fn children(node: &Node, lines: &LineIndex<'_>, depth: usize) -> Option<Vec<DocumentSymbol>> {
    if depth >= DEEPEST {
        return None;
    }
    match &node.value {
        Value::Scalar(_) => None,
        Value::Mapping(mapping) => Some(fields(mapping, lines, depth)),
        Value::Sequence(list) => {
            let item = |item: &Node| {
                let own = item.as_mapping().and_then(|mapping| {
                    let named = ["goal", "title", "id", "by", "from", "kind"];
                    named.iter().find_map(|key| detail(mapping.get(key)?))
                });
                let name = name_of(&own.or_else(|| detail(item)).unwrap_or_default());
                let (range, opening) = (lines.range(item.span), lines.range(item.opening()));
                let below = children(item, lines, depth + 1);
                DocumentSymbol::new(name, None, kind_of(item), None, None, range, opening, below)
            };
            Some(list.items.iter().map(item).collect())
        }
    }
}

/// A name that is not empty, as the protocol wants it.
fn name_of(text: &str) -> String {
    let name = clean(text.trim()).into_owned();
    if name.is_empty() { "–".to_owned() } else { name }
}

fn detail(node: &Node) -> Option<String> {
    let text = &node.as_scalar()?.text;
    let line = text.trim().lines().next()?;
    Some(clean(line).into_owned()).filter(|text| !text.is_empty())
}

fn kind_of(node: &Node) -> SymbolKind {
    match &node.value {
        Value::Scalar(_) => SymbolKind::Field,
        Value::Mapping(_) => SymbolKind::Object,
        Value::Sequence(_) => SymbolKind::Array,
    }
}

/// Returns the goals, people and teams whose ids, titles or names have every word of a question.
pub(super) fn of_root(now: &GoalsNow<'_>, query: &str) -> Vec<SymbolInformation> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |id: &str, name: &str| {
        let text = format!("{id} {name}").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let workspace = now.workspace();
    let goals = workspace.iter().filter(|(_, goal)| fits(&goal.id, &goal.title));
    let goals = goals.map(|(ix, goal)| {
        let kind = match goal.kind {
            Kind::Mission => SymbolKind::Namespace,
            Kind::KeyResult | Kind::Kpi => SymbolKind::Number,
            _ => SymbolKind::Class,
        };
        (NamedThing::Goal(ix), goal.id.as_str(), goal.title.as_str(), kind)
    });
    let org = workspace.org.iter();
    let teams = org.clone().flat_map(|org| &org.teams).filter(|team| fits(&team.id, &team.name));
    let teams = teams.map(|it| (NamedThing::Team(it.index), it.id.as_str(), it.name.as_str(), SymbolKind::Package));
    let people = org.flat_map(|org| &org.people).filter(|person| fits(&person.id, &person.name));
    let people =
        people.map(|it| (NamedThing::Person(it.index), it.id.as_str(), it.name.as_str(), SymbolKind::Interface));
    let symbol = |(thing, id, name, kind): (NamedThing, &str, &str, SymbolKind)| {
        let (document, span) = own_place(workspace, thing)?;
        let base = BaseSymbolInformation { name: name_of(id), kind, tags: None, container_name: Some(name_of(name)) };
        Some(SymbolInformation::new(None, now.location(document, span), base))
    };
    goals.chain(teams).chain(people).filter_map(symbol).take(MOST).collect()
}
