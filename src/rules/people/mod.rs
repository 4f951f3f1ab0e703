//! Owners, teams, and what they ask of each other.
