//! Links between goals.
