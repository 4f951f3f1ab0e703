//! The list of all rules. A rule consists of a file `<group>/<name>.rs`, its page `<name>.md`, and a line here.

mod alignment;
mod by_goal;
mod cascade;
mod concepts;
mod document;
mod fast;
mod history;
mod names;
mod okr;
mod people;
mod scores;
mod smart;
mod smart_fast;
mod survey;

use crate::lint::Rule;

pub use concepts::{CONCEPTS, concept};
pub use scores::{CriterionResult, GoalScores, run_criteria};
pub use smart_fast::LETTERS;

/// Every rule, by group and name.
pub static RULES: &[&Rule] = &[
    // document
    &document::changed_id::RULE,
    &document::duplicate_field::RULE,
    &document::duplicate_id::RULE,
    &document::hidden_character::RULE,
    &document::invalid_date::RULE,
    &document::invalid_id::RULE,
    &document::invalid_period::RULE,
    &document::invalid_yaml::RULE,
    &document::missing_field::RULE,
    &document::mixed_milestones::RULE,
    &document::nested_root::RULE,
    &document::number_out_of_range::RULE,
    &document::personal_data_in_open_root::RULE,
    &document::placeholder_text::RULE,
    &document::refused_root::RULE,
    &document::several_documents::RULE,
    &document::too_large::RULE,
    &document::truncated_text::RULE,
    &document::unknown_area::RULE,
    &document::unknown_field::RULE,
    &document::unknown_folder::RULE,
    &document::unknown_kind::RULE,
    &document::unknown_person::RULE,
    &document::unknown_rule::RULE,
    &document::unknown_source::RULE,
    &document::unknown_team::RULE,
    &document::unknown_trunk::RULE,
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
    &smart::activity_not_outcome::RULE,
    &smart::business_as_usual::RULE,
    &smart::compound_title::RULE,
    &smart::current_outside_domain::RULE,
    &smart::implausible_pace::RULE,
    &smart::improbable_number::RULE,
    &smart::missing_baseline::RULE,
    &smart::missing_metric::RULE,
    &smart::missing_owner::RULE,
    &smart::missing_period::RULE,
    &smart::missing_reason_why::RULE,
    &smart::missing_unit::RULE,
    &smart::mixed_units::RULE,
    &smart::several_owners::RULE,
    &smart::target_equals_baseline::RULE,
    &smart::target_outside_domain::RULE,
    &smart::title_contradicts_metric::RULE,
    &smart::vague_title::RULE,
    &smart::overloaded_owner::RULE,
    // ---
    // fast
    &fast::always_met::RULE,
    &fast::missing_commitment::RULE,
    &fast::missing_milestones::RULE,
    &fast::missing_source::RULE,
    &fast::never_checked_in::RULE,
    &fast::optimism_gap::RULE,
    &fast::stale_check_in::RULE,
    &fast::typed_over_source::RULE,
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
    &people::contended_team::RULE,
    &people::declined_need::RULE,
    &people::departed_lead::RULE,
    &people::departed_owner::RULE,
    &people::dissolved_team::RULE,
    &people::lapsed_agreement::RULE,
    &people::late_need::RULE,
    &people::manager_cycle::RULE,
    &people::need_at_risk::RULE,
    &people::shared_address::RULE,
    &people::team_cycle::RULE,
    &people::unanswered_need::RULE,
    // ---
    // alignment
    &alignment::common_work::RULE,
    &alignment::conflicting_goals::RULE,
    &alignment::duplicate_goal::RULE,
    &alignment::guardrail_broken::RULE,
    &alignment::silo::RULE,
    &alignment::team_without_goals::RULE,
    &alignment::theory_gap::RULE,
    &alignment::unbalanced_scorecard::RULE,
    &alignment::weakest_link::RULE,
    // ---
    // history
    &history::agent_moved_goalpost::RULE,
    &history::backdated_check_in::RULE,
    &history::changed_metric::RULE,
    &history::changed_source::RULE,
    &history::deleted_goal::RULE,
    &history::edited_after_close::RULE,
    &history::future_check_in::RULE,
    &history::late_goal::RULE,
    &history::moved_baseline::RULE,
    &history::moved_deadline::RULE,
    &history::moved_settings::RULE,
    &history::moved_target::RULE,
    &history::raised_target::RULE,
    &history::rescoped_objective::RULE,
    &history::reweighted::RULE,
    &history::rewritten_value::RULE,
    &history::softened_commitment::RULE,
    &history::suspect_link::RULE,
    &history::unsigned_goal::RULE,
    &history::withdrawn_value::RULE,
    // ---
    // survey
    &survey::more_respondents_than_invited::RULE,
    &survey::small_sample::RULE,
];

/// Rules that need the setting of a goal, so history is read to its beginning for them.
pub static NEEDING_FULL_HISTORY: &[&str] = &["lapsed-agreement", "suspect-link", "unsigned-goal"];

/// Finds a rule by name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
