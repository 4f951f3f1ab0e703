//! The agenda: due dates, recent events, goals to close, and candidates for parents.

pub(super) mod checkin;
pub(super) mod closable;
mod closing_command;
pub(super) mod due;
pub(super) mod happened;
pub(super) mod late_arrival;
mod like_results;
mod numbering;
pub(super) mod owed;
pub(super) mod parents;
pub(super) mod typed_over;

pub use checkin::{
    CheckIns, check_ins_of, days_since_check_in, has_source, is_dated_ahead, is_never_checked_in, value_ahead,
    value_keeper,
};
pub use closable::{closing_due, key_results_closed};
pub use closing_command::{closing_command, last_value_command};
pub use due::{Due, DueKind, due_within};
pub use happened::{Happened, Happening, happened_within};
pub use late_arrival::{LateArrival, arrivals_ended, late_arrival};
pub use owed::owed_until;
pub use parents::{Candidate, Reason, parents_for};
pub use typed_over::{TypedOver, typed_over};
