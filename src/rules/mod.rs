//! THE list of rules. A rule is a file `<group>/<name>.rs` with its page `<name>.md`, and a line here.

mod alignment;
mod cascade;
mod document;
mod fast;
mod okr;
mod people;
mod smart;
mod survey;

use crate::lint::Rule;

/// Every rule, by group and name.
pub static RULES: &[&Rule] = &[
    // document
    &document::duplicate_field::RULE,
    &document::duplicate_id::RULE,
    &document::invalid_date::RULE,
    &document::invalid_id::RULE,
    &document::invalid_period::RULE,
    &document::invalid_yaml::RULE,
    &document::missing_field::RULE,
    &document::mixed_milestones::RULE,
    &document::number_out_of_range::RULE,
    &document::personal_data_in_open_root::RULE,
    &document::several_documents::RULE,
    &document::too_large::RULE,
    &document::unknown_area::RULE,
    &document::unknown_field::RULE,
    &document::unknown_kind::RULE,
    &document::unknown_person::RULE,
    &document::unknown_rule::RULE,
    &document::unknown_team::RULE,
    &document::unused_allow::RULE,
    &document::wrong_type::RULE,
    // ---
    // cascade
    &cascade::cycle::RULE,
    &cascade::dangling_link::RULE,
    &cascade::deadline_outside_period::RULE,
    &cascade::duplicate_link::RULE,
    &cascade::invalid_weights::RULE,
    &cascade::link_to_closed_goal::RULE,
    &cascade::link_to_draft::RULE,
    &cascade::link_to_lower_level::RULE,
    &cascade::no_mission::RULE,
    &cascade::objective_without_key_results::RULE,
    &cascade::one_sided_link::RULE,
    &cascade::orphan_goal::RULE,
    &cascade::period_outside_parent::RULE,
    &cascade::redundant_link::RULE,
    &cascade::self_link::RULE,
    &cascade::skipped_level::RULE,
    &cascade::unlinked_person::RULE,
    &cascade::unsupported_goal::RULE,
    &cascade::wrong_kind::RULE,
    // ---
    // smart
    // ---
    // fast
    // ---
    // okr
    // ---
    // people
    // ---
    // alignment
    // ---
    // survey
    &survey::more_respondents_than_invited::RULE,
    &survey::small_sample::RULE,
];

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
