//! People and teams: the roster, planned effort, agreements, needs, departments and commits.

pub(super) mod agreements;
pub(super) mod check_in_rights;
pub(super) mod claims;
pub(super) mod departments;
pub(super) mod load;
pub(super) mod needs;
pub(super) mod roster;
pub(super) mod work;

pub use agreements::{
    agreement_due, are_agreements_recorded, missing_agreement, missing_own_agreement, own_agreement_due,
};
pub use check_in_rights::may_check_in;
pub use claims::{Claim, Claims, Overload, overloads};
pub use departments::{Departments, silos, silos_among};
pub use load::Load;
pub use needs::{NeedTrouble, answer_due, lost_delivery, need_trouble, troubled_needs};
pub use roster::Roster;
pub use work::{GOAL_KEY, GoalCommits, GoalName, NamingCommit, goal_names};
