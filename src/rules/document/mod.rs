//! Rules about the text of a file: syntax, fields, types and ids.

mod configuration;
mod faults;
mod misfits;
mod spelling;

pub(super) mod changed_id;
pub(super) mod duplicate_field;
pub(super) mod duplicate_id;
pub(super) mod hidden_character;
pub(super) mod invalid_date;
pub(super) mod invalid_id;
pub(super) mod invalid_period;
pub(super) mod invalid_yaml;
pub(super) mod missing_field;
pub(super) mod mixed_milestones;
pub(super) mod nested_root;
pub(super) mod number_out_of_range;
pub(super) mod personal_data_in_open_root;
pub(super) mod placeholder_text;
pub(super) mod refused_root;
pub(super) mod several_documents;
pub(super) mod too_large;
pub(super) mod truncated_text;
pub(super) mod unknown_area;
pub(super) mod unknown_field;
pub(super) mod unknown_folder;
pub(super) mod unknown_kind;
pub(super) mod unknown_person;
pub(super) mod unknown_rule;
pub(super) mod unknown_source;
pub(super) mod unknown_team;
pub(super) mod unknown_trunk;
pub(super) mod unused_allow;
pub(super) mod wrong_type;
