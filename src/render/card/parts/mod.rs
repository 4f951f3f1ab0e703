//! The content of a goal's card, before it is formatted as lines or Markdown. Text is not cleaned or escaped yet.

mod goals;
mod log;
mod measure;
mod needs;
mod part;
mod people;

use goals::goals;
use log::log;
use measure::measure;
use needs::needs;
pub(in crate::render) use part::{CardPart, Dated, Item};
use part::{list, person_weeks, text};
use people::people;

use serde_json::Value;

use crate::analysis::text::{grade_words, percent_pair};
use crate::model::{Day, FIELDS, Kind};
use crate::render::number::tight_percent;
use crate::view::brief::Relation;
use crate::view::moved::MoveView;
use crate::view::show::ShowView;

/// The kind of the goal, with what it belongs to.
pub(in crate::render) fn headline(view: &ShowView) -> Vec<String> {
    let goal = &view.goal;
    let mut facts: Vec<String> = (goal.id != goal.title).then(|| goal.id.clone()).into_iter().collect();
    let kind = match (goal.kind, view.links.first().filter(|link| link.via == Relation::Measures)) {
        (Kind::KeyResult, Some(link)) => format!("key result of {}", link.id),
        (kind, _) => kind_word(kind).to_owned(),
    };
    facts.extend((kind != goal.id).then_some(kind));
    facts.extend(goal.level.as_ref().filter(|_| goal.kind != Kind::KeyResult).map(|level| format!("{level} level")));
    facts.extend(view.period.clone().or_else(|| view.text_of("deadline").map(|day| format!("until {day}"))));
    facts
}

/// The name of a kind, without an article.
pub(in crate::render) fn kind_word(kind: Kind) -> &'static str {
    kind.in_words().split_once(' ').map_or("", |(_, word)| word)
}

/// Health and progress: `on track`, `60%`.
pub(in crate::render) fn standing(view: &ShowView) -> (String, Option<String>) {
    let goal = &view.goal;
    match goal.kind {
        Kind::Mission | Kind::Survey => (String::new(), None),
        Kind::Kpi => (goal.standing.clone(), None),
        _ => (goal.standing.clone(), goal.progress.map(tight_percent)),
    }
}

/// The groups of a card in reading order, without empty ones. `all` includes the whole log.
pub(in crate::render) fn groups(view: &ShowView, today: Day, all: bool) -> Vec<Vec<CardPart>> {
    let groups = [
        meaning(view),
        measure(view, today),
        people(view),
        goals(view),
        needs(view),
        log(view, all),
        close(view),
        traits(view),
        goalposts(view, all),
    ];
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

fn meaning(view: &ShowView) -> Vec<CardPart> {
    let plain = FIELDS.iter().filter(|field| field.is_plain()).map(|field| field.name);
    let fields = ["statement", "vision", "why"].into_iter().chain(plain);
    fields.filter_map(|field| Some(CardPart::Text(field, view.text_of(field)?))).collect()
}

fn close(view: &ShowView) -> Vec<CardPart> {
    let mut parts = Vec::new();
    if let Some(grade) = &view.grade {
        let mut facts = vec![grade_words(grade.score)];
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        facts.extend(grade.computed.filter(|it| *it != grade.score).map(|it| format!("computed {}", grade_words(it))));
        facts.extend(view.goal.words.basis.clone());
        facts.extend(grade.by.as_ref().map(|by| format!("by {by}")));
        facts.extend(
            view.goal.self_assessed.then(|| "self-assessed: not acknowledged by the owner of a parent goal".to_owned()),
        );
        facts.extend(grade.why.clone());
        text(&mut parts, "grade", Some(facts.join(" · ")));
    }
    text(&mut parts, "reason", view.text_of("reason"));
    text(&mut parts, "learned", view.text_of("retrospective"));
    text(&mut parts, "continues", view.text_of("continues"));
    list(&mut parts, "continued by", &view.continued_by);
    text(&mut parts, "replaced by", view.text_of("replaced_by"));
    list(&mut parts, "replaces", &view.replaces);
    text(&mut parts, "formerly", view.text_of("formerly"));
    parts
}

fn traits(view: &ShowView) -> Vec<CardPart> {
    let mut parts = Vec::new();
    let mut facts: Vec<String> = Vec::new();
    facts.extend(view.text_of("commitment"));
    facts.extend(view.text_of("priority").map(|it| format!("priority {it}")));
    facts.extend(view.fields.get("effort").and_then(Value::as_f64).map(person_weeks));
    facts.extend(view.text_of("perspective").map(|it| format!("perspective {it}")));
    facts.extend(view.text_of("area").map(|it| format!("area {it}")));
    text(&mut parts, "planned as", (!facts.is_empty()).then(|| facts.join(" · ")));
    text(&mut parts, "skills", view.text_of("skills"));
    text(&mut parts, "labels", view.text_of("labels"));
    parts
}

/// The fields whose changes history shows. Milestones are listed in full above, so here they are only mentioned.
fn goalposts(view: &ShowView, all: bool) -> Vec<CardPart> {
    let mut facts: Vec<String> = Vec::new();
    let mut milestones = 0;
    for post in &view.goalposts {
        if post.field.starts_with("milestones") {
            milestones += 1;
            if milestones > 1 {
                continue;
            }
            facts.push("milestones as above".to_owned());
            continue;
        }
        let value = match &post.value {
            Value::Array(steps) => steps.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" → "),
            Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        facts.push(format!("{} {value}", post.field));
    }
    let mut parts = Vec::new();
    text(&mut parts, "goalposts", (!facts.is_empty()).then(|| facts.join(" · ")));
    parts.extend(moves(view, all));
    parts.extend(withdrawn(view, all));
    parts
}

/// The maximum number of moves on a card without `-v`, and of what was withdrawn.
const MOST_MOVES: usize = 5;

/// The moves of settled goalposts, newest first, with their effect on progress.
fn moves(view: &ShowView, all: bool) -> Vec<CardPart> {
    let settled: Vec<&MoveView> = view.moves.iter().rev().filter(|it| !it.settling).collect();
    if settled.is_empty() {
        return Vec::new();
    }
    let most = if all { usize::MAX } else { MOST_MOVES };
    let moved = |it: &&MoveView| Dated {
        day: Some(it.day),
        word: it.by_id.clone().unwrap_or_else(|| "–".to_owned()),
        open: it.is_quiet(),
        who: String::new(),
        text: format!("{}, {}", it.words, it.why_words()),
    };
    let mut parts = vec![CardPart::Dated("moved", settled.iter().take(most).map(moved).collect())];
    if settled.len() > most {
        text(&mut parts, "", Some(format!("{} older: goalpost history {}", settled.len() - most, view.goal.id)));
    }
    let price = view.price.and_then(|price| price.present.zip(price.against_original));
    let price = price.map(|(present, original)| percent_pair(present, original)).filter(|(now, then)| now != then);
    let words = price.map(|(now, then)| format!("progress is {now}; {then} against the original goalposts"));
    text(&mut parts, "price", words);
    parts
}

/// What was withdrawn, newest first.
fn withdrawn(view: &ShowView, all: bool) -> Option<CardPart> {
    let most = if all { usize::MAX } else { MOST_MOVES };
    let taken = view.withdrawn.iter().rev().filter(|it| !it.restored).take(most).map(|it| Dated {
        day: Some(it.withdrawn_on),
        word: it.by_id.clone().unwrap_or_else(|| "–".to_owned()),
        open: it.quiet,
        who: String::new(),
        text: [it.words.clone(), it.why_words()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
    });
    let taken: Vec<Dated> = taken.collect();
    (!taken.is_empty()).then_some(CardPart::Dated("withdrawn", taken))
}
