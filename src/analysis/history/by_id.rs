//! What is known of goals by their ids: many rules ask for one goal, and few list all, in the order of ids.

use foldhash::fast::RandomState;
use indexmap::IndexMap;

/// What is known of goals. Whoever adds some puts them in the order of their ids.
pub(super) type ById<T> = IndexMap<String, T, RandomState>;
