//! Shares in messages: as tables have them, so that a finding and a rollup say the same number.

/// A share as whole percent, rounded down so that 100 % is complete.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}
