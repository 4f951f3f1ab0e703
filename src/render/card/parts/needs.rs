//! The needs of a goal, and the needs of others that it meets.

use super::goals::who;
use super::part::{CardPart, Item, person_weeks};
use crate::model::NeedState;
use crate::view::show::{IncomingNeed, NeedView, ShowView};

pub(super) fn needs(view: &ShowView) -> Vec<CardPart> {
    let mut parts = Vec::new();
    for need in &view.needs {
        let open = need.late || need.need.state == NeedState::Declined;
        let words = format!("from {}: {}", need.need.from, need_words(need));
        parts.push(if open { CardPart::Open("needs", words) } else { CardPart::Text("needs", words) });
    }
    if !view.asked.is_empty() {
        let item = |asked: &IncomingNeed| Item {
            id: asked.goal.id.clone(),
            facts: who(&asked.goal),
            goal: Some(asked.goal.clone()),
            sentence: Some(("needs", need_words(&asked.need))),
        };
        parts.push(CardPart::Goals("needed by", view.asked.iter().map(item).collect()));
    }
    parts
}

fn need_words(NeedView { need, late }: &NeedView) -> String {
    let state = match need.state {
        NeedState::Asked if *late => "asked, no answer yet, late",
        NeedState::Agreed if *late => "agreed, late",
        NeedState::Asked => "asked, no answer yet",
        state => state.word(),
    };
    let mut facts = vec![need.what.clone(), state.to_owned()];
    facts.extend(need.by.map(|day| format!("by {day}")));
    facts.extend(need.effort.map(person_weeks));
    facts.extend(need.goal.as_ref().map(|goal| format!("in {goal}")));
    facts.join(" · ")
}
