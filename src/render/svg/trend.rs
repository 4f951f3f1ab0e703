//! A trend as a small line: progress over the last cadences.

use super::scale::line;

/// The width and height of the drawing, in units.
const WIDTH: usize = 84;
const HEIGHT: f64 = 22.0;

/// Draws shares from 0 to 1, oldest first, as a line with a dot at the last one; empty for fewer than two.
pub(in crate::render) fn trend(shares: &[f64]) -> String {
    let (Some(last), true) = (shares.last(), shares.len() > 1) else { return String::new() };
    #[expect(clippy::cast_possible_truncation, reason = "a small field")]
    let height = |share: f64| (HEIGHT - 3.0 - share.clamp(0.0, 1.0) * (HEIGHT - 6.0)).round() as i64;
    let step = |at: usize| i64::try_from(3 + at * (WIDTH - 6) / (shares.len() - 1)).unwrap_or(0);
    let data = line(shares.iter().enumerate().map(|(at, share)| (step(at), height(*share))));
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\"><path class=\"g\" d=\"M0 {}H{WIDTH}\"/>\
         <path class=\"l\" d=\"{data}\"/><circle cx=\"{}\" cy=\"{}\" r=\"3\"/></svg>",
        height(0.0) + 2,
        step(shares.len() - 1),
        height(*last)
    )
}
