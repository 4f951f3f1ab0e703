//! Frequently discussed, ambitious, specific, transparent.
