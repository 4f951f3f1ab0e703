//! Many goals at once.
