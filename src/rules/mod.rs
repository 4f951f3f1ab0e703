//! THE list of rules. A rule is a file `<group>/<name>.rs` with its page `<name>.md`, and a line here.

mod alignment;
mod cascade;
mod document;
mod fast;
mod names;
mod okr;
mod people;
mod smart;
mod survey;

use crate::lint::Rule;

/// Every rule, by group and name.
pub static RULES: &[&Rule] = &[
    // document
    &document::unknown_field::RULE,
    // ---
    // cascade
    // ---
    // smart
    &smart::overloaded_owner::RULE,
    // ---
    // fast
    // ---
    // okr
    // ---
    // people
    &people::contended_team::RULE,
    &people::declined_need::RULE,
    &people::departed_owner::RULE,
    &people::dissolved_team::RULE,
    &people::late_need::RULE,
    &people::need_at_risk::RULE,
    &people::unanswered_need::RULE,
    // ---
    // alignment
    &alignment::conflicting_goals::RULE,
    &alignment::duplicate_goal::RULE,
    &alignment::guardrail_broken::RULE,
    &alignment::silo::RULE,
    &alignment::team_without_goals::RULE,
    &alignment::theory_gap::RULE,
    &alignment::unbalanced_scorecard::RULE,
    &alignment::weakest_link::RULE,
    // ---
    // survey
];

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
