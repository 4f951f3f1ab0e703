//! Alignment indicators of the goals of a period, one file each. Every indicator lists the goals behind its number.

mod allocation;
mod balance;
mod collaboration;
mod direction;
mod discipline;
mod lost_lines;
mod map;
mod participation;
mod population;
mod proposals;
mod reach;
mod share;
mod support;
mod understanding;

pub use allocation::{Allocation, Inflow, Received, allocation, own_effort};
pub use balance::{Balance, Portion, balance};
pub use collaboration::{Collaboration, Crossing, collaboration};
pub use direction::{DirectedLink, LinkDirection, direction};
pub use discipline::{CheckInCount, discipline};
pub use lost_lines::{LostLine, WhyLost, lost_lines};
pub use map::{AlignmentMap, MapRow, is_strategic};
pub use participation::{Participation, participation};
pub use population::Population;
pub use proposals::{Gap, GapKind, Theme, gaps, themes};
pub use reach::{Reach, reach};
pub use share::{Share, ratio};
pub use support::{coverage, linked_individuals, support, supporters_from_below};
pub use understanding::{Pulse, QUESTIONS, Understanding, understanding};
