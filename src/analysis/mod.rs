//! Analysis of goals: pure functions over workspace, graph and timeline. No findings, no output.
//!
//! One folder per subject. A folder uses only those on floors below its own:
//!
//! | floor | folders |
//! |---|---|
//! | 1 | `text`, `history`, `links`, `capacity` |
//! | 2 | `numbers` |
//! | 3 | `versions`; `altered.rs`; `snapshot.rs`: the data that was read |
//! | 4 | `goalposts`, `trends`, `people`, `tensions`, `agenda` |
//! | 5 | `facts.rs`: facts computed on demand; `diff`, `alignment`, `seals` |

pub mod agenda;
pub mod alignment;
pub mod altered;
pub mod capacity;
pub mod diff;
pub mod facts;
pub mod goalposts;
pub mod history;
pub mod links;
pub mod numbers;
pub mod people;
pub mod seals;
pub mod snapshot;
pub mod tensions;
pub mod text;
pub mod trends;
pub mod versions;
