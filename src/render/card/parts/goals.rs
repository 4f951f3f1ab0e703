//! The goals that a goal is linked to.

use super::part::{CardPart, Item};
use super::people::agreed;
use crate::render::number::tight_percent;
use crate::view::brief::Brief;
use crate::view::show::{LinkView, ShowView, SupporterView};

pub(super) fn goals(view: &ShowView) -> Vec<CardPart> {
    let mut parts = Vec::new();
    let mut goals = |label: &'static str, items: Vec<Item>| {
        if !items.is_empty() {
            parts.push(CardPart::Goals(label, items));
        }
    };
    goals("key results", view.key_results.iter().map(member).collect());
    goals("serves", view.links.iter().map(link).collect());
    goals("served by", view.supported_by.iter().map(member).collect());
    let plain = |goal: &Brief| Item { id: goal.id.clone(), facts: who(goal), goal: Some(goal.clone()), sentence: None };
    goals("metric of", view.metric_of.iter().map(plain).collect());
    parts
}

/// The owner of a goal, else its team.
pub(super) fn who(goal: &Brief) -> Vec<String> {
    goal.owner.iter().chain(&goal.team).take(1).cloned().collect()
}

fn member(member: &SupporterView) -> Item {
    Item {
        id: member.goal.id.clone(),
        facts: who(&member.goal).into_iter().chain(counts(member.terms.weight, member.terms.share)).collect(),
        goal: Some(member.goal.clone()),
        sentence: member.terms.how.clone().map(|how| ("how", how)),
    }
}

fn link(link: &LinkView) -> Item {
    let mut facts = link.goal.as_ref().map(who).unwrap_or_default();
    facts.extend(counts(link.terms.weight, link.terms.share));
    if link.goal.is_some() && !link.counts {
        facts.push("link does not count: see goalpost check".to_owned());
    }
    if !link.terms.agreed.is_empty() {
        facts.push(format!("agreed by {}", agreed(&link.terms.agreed).join(", ")));
    }
    let sentence = link.terms.how.clone().map(|how| ("how", how));
    Item { goal: link.goal.clone(), id: link.id.clone(), facts, sentence }
}

fn counts(weight: f64, share: Option<f64>) -> Vec<String> {
    #[expect(clippy::float_cmp, reason = "1 as written or by default")]
    let weight = (weight != 1.0).then(|| format!("weight {weight}"));
    weight.into_iter().chain(share.map(|share| format!("{} of its effort", tight_percent(share)))).collect()
}
