//! THE list of rules. A rule is a file `<group>/<name>.rs` with its page `<name>.md`, and a line here.

mod alignment;
mod cascade;
mod document;
mod fast;
mod history;
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
    &smart::activity_not_outcome::RULE,
    &smart::business_as_usual::RULE,
    &smart::compound_title::RULE,
    &smart::current_outside_domain::RULE,
    &smart::implausible_pace::RULE,
    &smart::missing_baseline::RULE,
    &smart::missing_metric::RULE,
    &smart::missing_owner::RULE,
    &smart::missing_period::RULE,
    &smart::missing_reason_why::RULE,
    &smart::missing_unit::RULE,
    &smart::several_owners::RULE,
    &smart::target_equals_baseline::RULE,
    &smart::target_outside_domain::RULE,
    &smart::vague_title::RULE,
    // ---
    // fast
    &fast::missing_commitment::RULE,
    &fast::missing_milestones::RULE,
    &fast::missing_source::RULE,
    &fast::never_checked_in::RULE,
    &fast::optimism_gap::RULE,
    &fast::sandbagging::RULE,
    &fast::stale_check_in::RULE,
    &fast::unresolved_obstacle::RULE,
    // ---
    // okr
    &okr::all_key_results_done_objective_open::RULE,
    &okr::carried_again::RULE,
    &okr::children_of_dropped_goal::RULE,
    &okr::dropped_without_reason::RULE,
    &okr::grade_mismatch::RULE,
    &okr::missing_retrospective::RULE,
    &okr::open_after_period::RULE,
    &okr::priority_inversion::RULE,
    &okr::too_few_key_results::RULE,
    &okr::too_few_objectives::RULE,
    &okr::too_many_key_results::RULE,
    &okr::too_many_musts::RULE,
    &okr::too_many_objectives::RULE,
    // ---
    // people
    &people::lapsed_agreement::RULE,
    // ---
    // alignment
    // ---
    // history
    &history::backdated_check_in::RULE,
    &history::changed_metric::RULE,
    &history::deleted_goal::RULE,
    &history::edited_after_close::RULE,
    &history::future_check_in::RULE,
    &history::late_goal::RULE,
    &history::moved_baseline::RULE,
    &history::moved_deadline::RULE,
    &history::moved_target::RULE,
    &history::rescoped_objective::RULE,
    &history::reweighted::RULE,
    &history::rewritten_value::RULE,
    &history::softened_commitment::RULE,
    &history::unsigned_goal::RULE,
    // ---
    // survey
];

/// Rules that ask how a goal was set, however long ago: for them history is read to its beginning.
pub static LOOKING_FAR_BACK: &[&str] = &["lapsed-agreement", "unsigned-goal"];

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
