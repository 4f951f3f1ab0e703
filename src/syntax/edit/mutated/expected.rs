//! Edits drawn at random, with what is expected of each: worked out from the old text and by another reader of YAML.

use serde_yaml::Value as Yaml;

use super::layout::{Dice, places};
use super::reader::read;
use crate::source::Span;
use crate::syntax::edit::content::Content;
use crate::syntax::edit::definition::{Edit, End};
use crate::syntax::edit::laws::ORDER;
use crate::syntax::edit::scalar::fits_block;
use crate::syntax::route::{Segment, locate, parse_route, route_text};
use crate::syntax::tree::{Node, QuoteStyle, Tree, Value};

fn yaml_at<'y>(mut yaml: &'y mut Yaml, route: &[Segment]) -> Option<&'y mut Yaml> {
    for segment in route {
        yaml = match segment {
            Segment::Key(key) => yaml.get_mut(key.as_str())?,
            Segment::Index(at) => yaml.get_mut(*at)?,
        };
    }
    Some(yaml)
}

fn put(yaml: &mut Yaml, route: &[Segment], value: Yaml) -> Option<()> {
    *yaml_at(yaml, route)? = value;
    Some(())
}

fn yaml_of(content: &Content) -> Yaml {
    match content {
        Content::Word(text) => serde_yaml::from_str(text).expect("a word"),
        Content::Text(text) => Yaml::String(text.clone()),
        Content::List(items) => Yaml::Sequence(items.iter().map(yaml_of).collect()),
        Content::Fields(fields) => {
            Yaml::Mapping(fields.iter().map(|(name, value)| (Yaml::String(name.clone()), yaml_of(value))).collect())
        }
    }
}

fn content(dice: &mut Dice) -> Content {
    let text =
        ["Win", "a: b # c", "it's", "- x", "true", "7", "two\nlines: #\n", "{a", "日本 👩‍🚀", "", "x, y]", "\u{202e}"];
    match dice.below(5) {
        0 => Content::word(dice.pick(&["42", "-0.5", "tom", "2026-11-21", "a, b"])),
        1 => Content::List(vec![Content::text(dice.pick(&text)), Content::word("7")]),
        2 => Content::Fields(vec![
            ("date".into(), Content::word("2026-11-21")),
            ("text".into(), Content::text(dice.pick(&text).repeat(1 + 40 * dice.below(2)))),
        ]),
        _ => Content::text(dice.pick(&text)),
    }
}

/// What is expected of an edit.
pub(super) struct Expected {
    pub(super) edit: Edit,
    /// The part of the old text that may change; none where something is added between what is there.
    pub(super) own: Option<Span>,
    /// What the page means then to another reader.
    pub(super) meaning: Option<Yaml>,
    /// An edit that gives the page its old meaning, and whether it must give it the old bytes too.
    pub(super) back: Option<(Edit, bool)>,
}

/// Writes the value that a route has over another: the same bytes where both are single values on one line each, and it
/// was plain, or a block, in which a number has no place.
fn set_back(root: &Node, route: &str, other: &Content) -> Option<(Edit, bool)> {
    let scalar = locate(root, route).node.as_scalar().filter(|it| !it.is_null())?;
    let to = if scalar.is_plain() { Content::word(&scalar.text) } else { Content::text(&*scalar.text) };
    let alike = match (scalar.style, other) {
        (QuoteStyle::Plain, other) => other.is_single(),
        (QuoteStyle::Block, Content::Text(other)) => fits_block(other, true) && !scalar.text.contains('\n'),
        _ => false,
    };
    Some((Edit::Set { route: route.to_owned(), to, order: ORDER }, alike))
}

/// The bytes that belong to a place: behind its colon or dash, to its end.
fn own_bytes(text: &str, root: &Node, route: &str) -> Span {
    let place = locate(root, route);
    let from = match place.key {
        Some(key) => key.end as usize + text[key.end as usize..].find(':').expect("a colon behind a name") + 1,
        None => text[..place.node.span.start as usize].rfind(['-', '[', ',', '|', '>']).map_or(0, |at| {
            if text[at..].starts_with(['|', '>']) { text[..at].rfind('-').expect("a dash") + 1 } else { at + 1 }
        }),
    };
    Span::new(from, (place.node.span.end as usize).max(from))
}

/// The whole lines around a span.
fn lines_of(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
    Span::new(start.saturating_sub(if end == text.len() { 2 } else { 0 }), end)
}

/// A part in brackets with the commas and spaces around it.
fn with_comma(text: &str, span: Span) -> Span {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let trimmed = before.trim_end();
    let start = if trimmed.ends_with(',') { trimmed.len() - 1 } else { before.len() };
    let rest = after.trim_start().trim_start_matches(',').trim_start();
    Span::new(start, text.len() - rest.len())
}

/// A block's part with its lines, its dash, and at the end of a file the line break before it.
fn with_lines(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].trim_end_matches([' ', '\t']);
    let before = before.strip_suffix('-').unwrap_or(before).trim_end_matches(' ');
    let end = lines_of(text, span).end as usize;
    // What stands first behind a dash leaves its place to the next.
    let end = if text[..span.start as usize].trim_end_matches(' ').ends_with('-') {
        text.len() - text[end..].trim_start_matches(' ').len()
    } else {
        end
    };
    let kept = if end == text.len() && !text.ends_with('\n') { before.trim_end_matches(['\n', '\r']) } else { before };
    Span::new(kept.len(), end)
}

/// An edit of a page, of any kind, anywhere.
pub(super) fn edit(text: &str, tree: &Tree, dice: &mut Dice) -> Expected {
    let root = tree.root.as_ref().expect("a tree");
    let places = places(tree);
    let (route, node) = &places[1 + dice.below(places.len() - 1)];
    if route.contains(' ') {
        // No field of a goal: a comma that was plain text behind a name and cut it short between braces.
        return edit(text, tree, dice);
    }
    let steps = parse_route(route);
    let (last, above) = steps.split_last().expect("below the top");
    let old = read(text).expect("YAML");
    let changed = |change: &dyn Fn(&mut Yaml) -> Option<()>| {
        let mut yaml = old.clone();
        change(&mut yaml).map(|()| yaml)
    };
    match dice.below(8) {
        0 if node.as_scalar().is_some() => {
            let to = dice.pick(&["42", "tom", "2026-11-21", "a: b"]);
            let new = serde_yaml::from_str::<Yaml>(to).ok().filter(|it| !it.is_mapping());
            let new = new.unwrap_or_else(|| Yaml::String(to.to_owned()));
            let meaning = changed(&|yaml| put(yaml, &steps, new.clone()));
            let edit = Edit::SetScalar { route: route.clone(), to: Content::word(to) };
            Expected {
                edit,
                own: Some(own_bytes(text, root, route)),
                meaning,
                back: set_back(root, route, &Content::word(to)),
            }
        }
        0..=2 => {
            let to = content(dice);
            let meaning = changed(&|yaml| put(yaml, &steps, yaml_of(&to)));
            let own = own_bytes(text, root, route);
            // A value in lines of its own goes below its name's comment.
            let own = if node.as_scalar().is_some() && !node.span.is_empty() { own } else { lines_of(text, own) };
            let back = set_back(root, route, &to);
            Expected { edit: Edit::Set { route: route.clone(), to, order: ORDER }, own: Some(own), meaning, back }
        }
        3 => {
            let mappings: Vec<_> = places.iter().filter(|(_, node)| node.as_mapping().is_some()).collect();
            let (at, _) = dice.pick(&mappings);
            let name = dice.pick(&["current", "owner", "zeta", "kind of"]);
            let to = content(dice);
            let new = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
            let known = locate(root, &new).whole;
            let meaning = changed(&|yaml| {
                yaml_at(yaml, &parse_route(at))?.as_mapping_mut()?.insert(Yaml::String(name.to_owned()), yaml_of(&to));
                Some(())
            });
            let own = if known { Some(lines_of(text, own_bytes(text, root, &new))) } else { None };
            let back =
                if known { set_back(root, &new, &to) } else { Some((Edit::Remove { route: new.clone() }, true)) };
            Expected { edit: Edit::Set { route: new, to, order: ORDER }, own, meaning, back }
        }
        4 => {
            let mut lists: Vec<_> = places
                .iter()
                .filter(|(_, node)| node.as_sequence().is_some())
                .map(|(route, _)| route.as_str())
                .collect();
            lists.extend(["log", "supports"].iter().filter(|name| !locate(root, name).whole));
            if lists.is_empty() {
                return edit(text, tree, dice);
            }
            let route = dice.pick(&lists);
            let (end, item) = (dice.pick(&[End::First, End::Last]), content(dice));
            let meaning = changed(&|yaml| {
                if yaml.get(route).is_none() && !route.contains(['.', '[']) {
                    yaml.as_mapping_mut()?.insert(Yaml::String(route.to_owned()), Yaml::Sequence(vec![]));
                }
                let items = yaml_at(yaml, &parse_route(route))?.as_sequence_mut()?;
                items.insert(if end == End::First { 0 } else { items.len() }, yaml_of(&item));
                Some(())
            });
            let place = locate(root, route);
            let empty = place.whole && place.node.as_sequence().is_some_and(|it| it.items.is_empty());
            let own = if empty { Some(lines_of(text, own_bytes(text, root, route))) } else { None };
            let count = place.node.as_sequence().map_or(0, |it| it.items.len());
            let item_route = format!("{route}[{}]", if end == End::First { 0 } else { count });
            let back = Edit::Remove { route: if place.whole { item_route } else { route.to_owned() } };
            // What is left empty is `[]`, however it was written before.
            let alike = !empty || &text[place.node.span.range()] == "[]";
            Expected {
                edit: Edit::Add { route: route.to_owned(), item, end, order: ORDER },
                own,
                meaning,
                back: Some((back, alike)),
            }
        }
        5 => {
            let meaning = changed(&|yaml| {
                match (yaml_at(yaml, above)?, last) {
                    (Yaml::Mapping(it), Segment::Key(key)) => drop(it.remove(key.as_str())),
                    (Yaml::Sequence(it), Segment::Index(at)) => drop(it.remove(*at)),
                    _ => return None,
                }
                Some(())
            });
            // The last one of its holder leaves `[]` or `{}` behind the holder's name.
            let holder = locate(root, &route_text(above));
            let alone = match &holder.node.value {
                Value::Mapping(it) => it.entries.len() == 1,
                Value::Sequence(it) => it.items.len() == 1,
                Value::Scalar(_) => false,
            };
            let this = locate(root, route);
            let from = this.key.map_or(this.node.span, |key| key.to(this.node.span));
            let from = if alone { holder.key.unwrap_or(from).to(from) } else { from };
            let flow = match &holder.node.value {
                Value::Mapping(it) => it.flow && !alone,
                Value::Sequence(it) => it.flow && !alone,
                Value::Scalar(_) => false,
            };
            let own = if flow { with_comma(text, from) } else { with_lines(text, from) };
            Expected { edit: Edit::Remove { route: route.clone() }, own: Some(own), meaning, back: None }
        }
        6 if !tree.comments.is_empty() => {
            let span = dice.pick(&tree.comments).span;
            let own = lines_of(text, span);
            let own = Span::new(text[..own.start as usize].trim_end_matches(['\n', '\r']).len(), own.end as usize);
            Expected { edit: Edit::RemoveComment { span }, own: Some(own), meaning: Some(old), back: None }
        }
        7 if node.as_scalar().is_some_and(|it| it.style != QuoteStyle::Block) && !node.span.is_empty() => {
            let meaning = changed(&|yaml| {
                let place = yaml_at(yaml, &steps)?;
                *place = Yaml::Sequence(vec![place.clone()]);
                Some(())
            });
            Expected { edit: Edit::Bracket { route: route.clone() }, own: Some(node.span), meaning, back: None }
        }
        _ if matches!(last, Segment::Key(_)) => {
            let key = locate(root, route).key.expect("a name");
            let meaning = changed(&|yaml| {
                let (Yaml::Mapping(it), Segment::Key(name)) = (yaml_at(yaml, above)?, last) else { return None };
                let renamed = |(key, value)| {
                    (if key == Yaml::String(name.clone()) { Yaml::String("other".into()) } else { key }, value)
                };
                *it = std::mem::take(it).into_iter().map(renamed).collect();
                Some(())
            });
            Expected {
                edit: Edit::RenameKey { route: route.clone(), to: "other".to_owned() },
                own: Some(key),
                meaning,
                back: None,
            }
        }
        _ => edit(text, tree, dice),
    }
}
