//! The model of goal files: goals, their measures, links and people, the organisation and the settings. No input or
//! output.
//!
//! Trees are lowered to these types; a value that does not fit becomes a fault, and the rest is still read. The
//! [`Workspace`] contains all of it.

mod absence;
mod agreement;
mod assembly;
mod day;
mod document;
mod done;
mod exact_days;
mod feed;
mod field;
mod field_row;
mod form;
mod goal;
mod goal_field;
mod goalposts;
mod grade;
mod id;
mod inheritance;
mod inherited;
mod kind;
mod known_values;
mod link;
mod log;
mod lower;
mod metric;
mod milestone;
mod misfit;
mod naming;
mod need;
mod org;
mod origin;
mod page;
mod period;
mod placeholder;
mod plain_fields;
mod pulled;
mod rare_fields;
mod read_file;
mod reading;
mod replacement;
mod retraction;
mod roots;
mod salvage;
#[cfg(test)]
pub(crate) mod schema;
mod secret;
mod setting;
mod settings;
mod share;
mod significance;
mod survey;
mod unit;
mod unread_goalposts;
mod unread_number;
mod unread_org;
mod unreadable;
mod word_table;
mod words;
mod workspace;
mod written_day;

pub use absence::Presence;
pub use agreement::Agreement;
pub use day::{Day, Days, days_between, move_day, parse_day, parse_days, plus_days};
pub use document::{DocIx, Document, Role};
pub use done::Done;
pub use exact_days::ExactDays;
pub use feed::{Feed, FeedKind, QUERY, has_query_in_host, is_address, is_path};
pub use field::{FIELDS, ORDER, ROUTES, field, row, significance};
pub use field_row::FieldRow;
#[cfg(test)]
pub(crate) use field_row::answered_fields;
pub use form::Form;
pub use goal::{Goal, GoalIx};
pub use goal_field::Field;
pub use goalposts::{goalpost_fields, has_same_goalposts, is_goalpost_of};
pub use grade::Grade;
pub use id::{MAX_ID, free_id, id_problem, short_id, suggested_id, suggested_person_id};
pub use kind::{Commitment, Kind, Perspective, Priority, Rollup, State};
pub use known_values::{Doubt, KnownValues};
pub use link::Link;
pub use log::{LogEntry, LogKind, Scope};
pub use metric::{Metric, Shape};
pub use milestone::Milestone;
pub use misfit::{MisfitKind, is_number, since_day};
pub use naming::{NamedMember, named_at};
pub use need::{Need, NeedState};
pub use org::{Forge, Org, Person, Team, name_and_address, noreply_login};
pub use origin::{GitCount, Origin};
pub use page::Page;
pub use period::{Period, PeriodUnit};
pub use placeholder::{
    DROPPED_REASON, KEY_RESULT_TITLE, METRIC_NAME, METRIC_UNIT, MISSION_STATEMENT, OBJECTIVE_TITLE, PLACEHOLDERS,
};
pub use pulled::Pulled;
pub use reading::{goal_faults, goal_of, org_of, readable_org, readable_settings, settings_of};
pub use retraction::may_take_back;
pub use setting::Setting;
pub use settings::{RuleSetting, SettingChange, Settings, Statistics};
pub use share::{doubtful_percentage, meant_fraction, meant_share, parse_confidence, parse_part, parse_share};
pub use significance::Significance;
pub use survey::Survey;
pub use unit::{
    CONVERTIBLE, help_in_unit, is_measure, is_named, is_respelt, is_same_head, plain_unit, short_product, unit_factor,
};
pub(crate) use word_table::word_table;
pub use words::{
    MONTHS, abridged, brief, count_of, counted, day_and_month, exact, interval, magnitude, means_nothing,
    month_abbreviation, plural_form, quoted_title,
};
pub use workspace::{TakenId, UnlistedId, Workspace};
pub use written_day::{DayOrder, read_cell_day, read_day, read_named_day};
