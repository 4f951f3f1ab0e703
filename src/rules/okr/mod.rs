//! The habits of objectives and key results.
