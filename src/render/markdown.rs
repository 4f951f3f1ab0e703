//! Views as GitHub Flavored Markdown for pull requests, wikis and issues. Text from goal files mentions nobody and is no markup.

mod align;
mod check;
mod diff;
mod explain;
mod groups;
mod plan;
mod report;
mod report_groups;
mod report_text;
mod rollup;
mod rules;
mod scorecard;
mod show;
mod summary;
mod suspect;
mod text;
mod why;

pub use align::align;
pub use check::check;
pub use diff::diff;
pub use explain::topics;
pub use groups::groups;
pub use plan::plan;
pub use report::{report, report_summary};
pub use rollup::rollup;
pub use rules::rules;
pub use scorecard::scorecard;
pub use show::show;
pub use summary::{goal_summary, person_summary, team_summary};
pub use text::{code, escape};
pub use why::why;
