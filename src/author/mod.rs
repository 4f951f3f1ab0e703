//! Creates and edits goal files. Only this layer writes files of the user.
//!
//! Every writing command works the same: it takes the [`Lock`], reads the goals, collects its edits in a [`Change`],
//! and writes all of it or nothing.

pub mod demo;
pub mod import;
pub mod merge;

mod attributes;
mod carried_value;
mod carry_answer;
mod carry_over;
mod change;
mod checkin;
mod close;
mod decision;
mod diff;
mod disk;
mod folders;
mod init;
mod journal;
mod link;
mod lock;
mod log;
mod milestones;
mod misfit;
mod named_milestone;
mod need;
mod no_value;
mod number;
mod owning_command;
mod place;
mod prepared;
mod pull;
mod reassign;
mod recorded;
mod relative;
mod rename;
mod reopen;
mod replace;
mod rollback;
mod rows;
mod scaffold;
mod set;
mod source_folder;
mod stale_words;
mod temporary;
mod unfit;
mod write_error;

pub use crate::syntax::decode;
pub use carry_answer::{CarryField, answer_carried};
pub use carry_over::{CarriedGoal, carry_over, is_unclosed, select_carried};
pub use change::{Change, Draft, WrittenChange};
pub use checkin::{CheckIn, Confidence, check_in, late_grade_help, read_confidence};
pub use close::{Closed, Closing, close};
pub use decision::Decision;
pub use diff::{count_lines, unified};
pub use folders::Folders;
pub use init::{
    ATTRIBUTES, MERGE_DRIVER, NewKeyResult, NewObjective, NewPerson, NewRepository, Pipeline, PipelineFile,
    editor_files, editor_setting, first_goals, hook, pre_commit_entry, settings_files, staged_check,
};
pub use journal::{Journal, Recovery};
pub use link::{LinkDetails, agree, link, unlink};
pub use lock::{Lock, PATIENCE};
pub use log::{NewLogEntry, open_obstacles, resolve_obstacle};
pub use milestones::{add_milestones, remove_milestones};
pub use misfit::{ensure_title, ensure_unit};
pub use need::{NeedRequest, answer_need, ask_need, find_need};
pub use number::{read_new_number, read_share, read_weight};
pub use owning_command::written_elsewhere;
pub use place::{PlaceContext, choose_path};
pub use pull::{PullOutcome, done_edit, judge_pulled};
pub use reassign::{HandoverSource, reassign};
pub use recorded::{is_before_the_file, is_recorded};
pub use relative::change_in;
pub use rename::rename;
pub use reopen::reopen;
pub use replace::{create_program, fill, overwrite, replace_bytes};
pub use rollback::{RollbackOutcome, RollbackReport};
pub use rows::{CheckInRow, read_rows};
pub use scaffold::Scaffold;
pub use set::{NewValue, explain_change, set_field};
pub use source_folder::SourceFolder;
pub use stale_words::stale_words;
pub use unfit::Unfit;
pub use write_error::WriteError;

#[cfg(test)]
pub(crate) use disk::faults;
