//! The engine that runs rules: what a rule is, what it reports, what silences it, how it is fixed. It knows no rule.

mod allow;
mod finding;
mod fix;
mod group;
mod known;
mod rule;
mod run;
mod sink;

pub use finding::{Finding, Fix, Level, Location, Related, Report, Subject};
pub use fix::{Fixed, Safety, fix_all};
pub use group::{Group, Identity, OptionKind, RuleOption};
pub use known::Known;
pub use rule::{Check, Rule};
pub use run::{Lint, Outcome, run};
pub use sink::Sink;
