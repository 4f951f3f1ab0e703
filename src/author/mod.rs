//! Goal files written and changed. Only this part writes files of the user's.
//!
//! Every command that writes does it in one way: it takes the [`Lock`], reads, puts its edits into a [`Change`], and
//! writes that whole.

pub mod demo;
pub mod import;
pub mod merge;

mod attributes;
mod beginning;
mod carry_over;
mod change;
mod checkin;
mod close;
mod diff;
mod link;
mod lock;
mod log;
mod number;
mod place;
mod reassign;
mod rename;
mod reopen;
mod replace;
mod rows;
mod scaffold;
mod stale_words;
mod table;
mod unfit;

pub use attributes::Obstacle;
pub use beginning::{
    ATTRIBUTES, Beginner, MERGE_DRIVER, Pipeline, editor_files, editor_setting, first_goals, frame, hook,
    pre_commit_entry, shell_word, staged_check, write_program,
};
pub use carry_over::{Carried, Decision, carried, carry_over, is_unclosed};
pub use change::{Change, Draft, Folders, Left, RefusedEdit, Remainder};
pub use checkin::{CheckIn, CheckInEdits, Confidence, check_in, confidence};
pub use close::{Closed, Closing, close};
pub use diff::{counts, unified};
pub use link::{LinkWords, agree, link, unlink};
pub use lock::Lock;
pub use log::{NewLogEntry, direction, open_obstacles, resolution};
pub use number::{GivenNumber, read_number};
pub use place::{Like, place_of};
pub use reassign::{From, Handover, reassign};
pub use rename::rename;
pub use reopen::reopen;
pub use replace::{WriteError, overwrite, replace_bytes};
pub use rows::{CheckInRow, CheckInRows, read_rows};
pub use scaffold::Scaffold;
pub use stale_words::{StaleWords, stale_words};
pub use table::decode;
pub use unfit::Unfit;
