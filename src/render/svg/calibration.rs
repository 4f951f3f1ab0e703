//! A picture of calibration: what was stated across, and how often it was achieved up; on the line both are equal.

use crate::view::calibrate::ConfidenceGroup;

/// The size and margins of the drawing, in units. It is shown at half size.
const SIZE: i64 = 320;
const LEFT: f64 = 56.0;
const WIDE: f64 = 240.0;
const BOTTOM: f64 = 264.0;

/// Draws a circle for each stated confidence, the larger the more goals; empty without any.
pub(in crate::render) fn calibration(called: &[ConfidenceGroup]) -> String {
    if called.is_empty() {
        return String::new();
    }
    let (right, top) = (LEFT + WIDE, BOTTOM - WIDE);
    let mut text = format!(
        "<svg class=\"course calibration\" viewBox=\"0 0 {SIZE} {SIZE}\" aria-hidden=\"true\">\
         <path class=\"g\" d=\"M{LEFT} {top}V{BOTTOM}H{right}\"/><path class=\"p\" d=\"M{LEFT} {BOTTOM}L{right} {top}\"/>"
    );
    for it in called.iter().filter(|it| it.goals > 0) {
        #[expect(clippy::cast_precision_loss, reason = "a number of goals")]
        let (goals, achieved) = (it.goals as f64, it.achieved as f64);
        let x = LEFT + f64::from(it.tenths) / 10.0 * WIDE;
        let y = BOTTOM - achieved / goals * WIDE;
        let radius = (4.0 + 2.0 * goals.sqrt()).min(20.0).round();
        text.push_str(&format!("<circle cx=\"{x}\" cy=\"{}\" r=\"{radius}\"/>", y.round()));
    }
    let labels = [
        (LEFT - 8.0, BOTTOM, "end", "0"),
        (LEFT - 8.0, top + 16.0, "end", "1"),
        (right, BOTTOM + 40.0, "end", "stated"),
        (LEFT + 8.0, top - 6.0, "start", "achieved"),
    ];
    for (x, y, anchor, words) in labels {
        text.push_str(&format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>"));
    }
    text.push_str("</svg>");
    text
}
