//! The lint engine: rules, reports, findings, allow comments and fixes. It knows no particular rule.

mod allow;
mod altered;
mod batch;
mod finding;
mod fingerprint;
mod fix;
mod former;
mod group;
mod known;
mod levels;
mod rule;
mod run;
mod sink;

pub use altered::find_moved_settings;
pub use batch::{MOST_SINGLE, fold_batches};
pub use finding::{Finding, Fix, Level, Location, Report, Subject};
pub use fix::{Fixed, Safety, fix_all, replacement};
pub use former::current_name;
pub use group::{Group, Identity, OptionKind, RuleOption};
pub use known::KnownFindings;
pub use rule::{Check, Rule};
pub use run::{Lint, Outcome, run};
pub use sink::Sink;
