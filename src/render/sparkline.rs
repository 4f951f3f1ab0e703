//! Sparklines: shares as a line of block characters.

/// The characters, lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Shares from 0 to 1, oldest first, in a number of columns: the latest at the right edge, blank if unknown.
pub(super) fn sparkline(shares: &[f64], columns: usize) -> String {
    let shares = &shares[shares.len().saturating_sub(columns)..];
    let mut line = " ".repeat(columns - shares.len());
    line.extend(shares.iter().map(|share| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
        // Rounded down, so that only a share of 1 has the full height.
        let at = (share.clamp(0.0, 1.0) * 7.0 + 1e-9).floor() as usize;
        HEIGHTS[at.min(7)]
    }));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_height_and_today_is_at_the_right() {
        assert_eq!(sparkline(&[0.0, 0.5, 1.0], 8), "     ▁▄█");
        assert_eq!(sparkline(&[], 3), "   ");
        assert_eq!(sparkline(&[0.0, 0.2, 0.9, 1.0, f64::NAN], 3), "▇█▁");
    }
}
