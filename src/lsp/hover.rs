//! What is shown over a place: the goal, person or team that it names, the field, or the rule.

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};

use super::goals::GoalsNow;
use super::schema_walk::SchemaPlace;
use super::spot::{NamedThing, Spot, thing_at};
use crate::lint::Rule;
use crate::model::{DocIx, GoalIx, Role};
use crate::render::markdown;
use crate::rules::rule;
use crate::source::Span;
use crate::syntax::{COMMENT_PREFIX, Segment};
use crate::view::rollup::GoalView;
use crate::view::why::WhyView;

/// Returns what is shown over a place.
pub(super) fn hover(now: &GoalsNow<'_>, params: &HoverParams) -> Option<Hover> {
    let params = &params.text_document_position_params;
    let document = now.document_at(&params.text_document.uri)?;
    let lines = now.lines(document);
    let (text, span) = hover_text(now, document, lines.offset(params.position))?;
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some(Hover { contents, range: Some(lines.range(span)) })
}

fn hover_text(now: &GoalsNow<'_>, document: DocIx, offset: usize) -> Option<(String, Span)> {
    let workspace = now.workspace();
    let it = workspace.document(document);
    if let Some(found) = rule_in_comment(now, document, offset) {
        return Some(found);
    }
    let spot = Spot::at(&it.tree, offset)?;
    match thing_at(workspace, document, &spot) {
        Some(NamedThing::Goal(ix)) => return Some((goal(now, document, ix), spot.span)),
        Some(NamedThing::Person(at)) => {
            let person = workspace.org.as_ref()?.people.get(at)?;
            return Some((markdown::person_summary(person), spot.span));
        }
        Some(NamedThing::Team(at)) => {
            let team = workspace.org.as_ref()?.teams.get(at)?;
            return Some((markdown::team_summary(team), spot.span));
        }
        None => {}
    }
    let pattern = spot.pattern();
    if spot.is_key
        && it.role == Role::Settings
        && let Some((_, name)) = pattern.rsplit_once("rules.")
        && let Some(page) = rule(name).map(Rule::page)
    {
        return Some((page.to_owned(), spot.span));
    }
    // A value of a few words is described by itself, anything else by its field.
    let place = SchemaPlace::at(it.role, kind_of(now, document), &spot.route)?;
    let word = place.words().into_iter().find(|word| !spot.is_key && word.name == spot.text && !word.about.is_empty());
    let about = word.map(|word| word.about).or_else(|| place.about().map(str::to_owned))?;
    let name = spot.route.iter().rev().find_map(|it| if let Segment::Key(key) = it { Some(key) } else { None })?;
    Some((format!("**{}**\n\n{about}", markdown::escape(name)), spot.span))
}

/// The name of the kind that a goal file writes.
pub(super) fn kind_of<'w>(now: &GoalsNow<'w>, document: DocIx) -> Option<&'w str> {
    let tree = &now.workspace().document(document).tree;
    Some(&*tree.mapping()?.get("kind")?.as_scalar()?.text)
}

/// A goal: what it is, how it stands, its way to the mission, and what supports a mission as far as the file may tell of it.
fn goal(now: &GoalsNow<'_>, document: DocIx, ix: GoalIx) -> String {
    let facts = &now.facts;
    let mut sight = WhyView::new(facts, ix, false, None);
    let is_told = |id: &str| facts.workspace.find(id).is_none_or(|it| now.tells_of(document, facts.goal(it)));
    sight.below.iter_mut().for_each(|rows| rows.retain(|row| is_told(&row.goal.id)));
    markdown::goal_summary(&GoalView::for_people(facts, ix), &sight)
}

/// The page of a rule that a comment allows.
fn rule_in_comment(now: &GoalsNow<'_>, document: DocIx, offset: usize) -> Option<(String, Span)> {
    let workspace = now.workspace();
    let holds = |span: Span| (span.start as usize..=span.end as usize).contains(&offset);
    let comment = workspace.document(document).tree.comments.iter().find(|comment| holds(comment.span))?;
    let text = workspace.file(document).slice(comment.span);
    if !text.contains(COMMENT_PREFIX) {
        return None;
    }
    let into = offset - comment.span.start as usize;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let start = text[..into].rfind(|c| !is_name(c)).map_or(0, |at| at + 1);
    let end = text[into..].find(|c| !is_name(c)).map_or(text.len(), |at| into + at);
    let rule = rule(&text[start..end])?;
    let base = comment.span.start as usize;
    Some((rule.page().to_owned(), Span::new(base + start, base + end)))
}
