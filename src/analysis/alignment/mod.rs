//! Alignment indicators of the goals of a period, one file each. Every indicator lists the goals behind its number.

mod allocation;
mod balance;
mod collaboration;
mod direction;
mod discipline;
mod level_use;
mod lost_lines;
mod map;
mod participation;
mod population;
mod proposals;
mod reach;
mod share;
mod support;
mod understanding;

pub use allocation::{Inflow, allocation, own_effort};
pub use balance::{Portion, balance};
pub use collaboration::collaboration;
pub use direction::{LinkDirection, direction};
pub use discipline::discipline;
pub use level_use::LevelUse;
pub use lost_lines::{LostLine, WhyLost, lost_lines};
pub use map::{AlignmentMap, MapRow, is_strategic, supporters_among};
pub use participation::{Participation, participation};
pub use population::Population;
pub use proposals::{Gap, GapKind, gaps, themes};
pub use reach::reach;
pub use share::{Share, ratio};
pub use support::{coverage, linked_individuals, support};
pub use understanding::understanding;
