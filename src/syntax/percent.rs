//! Units of percentages, of a whole (`%`, `percent`) or of anything (`% of orders`, `share (%)`, `% per month`). Percentage
//! points are none: a value in points is a number of points.

/// Names of one percent. `per cent` is read as `percent`.
const NAMES: [&str; 8] = ["%", "percent", "percents", "percentage", "pct", "prozent", "procent", "pourcent"];

/// Names of percentage points.
const ALONE: [&str; 6] = ["pp", "pps", "ppt", "ppts", "prozentpunkt", "prozentpunkte"];

/// Names of points, which are percentage points beside a percent.
const POINTS: [&str; 8] = ["p", "pt", "pts", "point", "points", "punkt", "punkte", "punten"];

/// Whether a unit is that of percentages alone, as a sign or a word.
pub fn is_percent(unit: &str) -> bool {
    let unit = normal(unit);
    let bare = unit.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(&unit);
    NAMES.contains(&bare.strip_prefix("in ").unwrap_or(bare).trim())
}

/// Whether the values of a unit are percentages, of whatever, so that 0.55 may be a share by mistake.
pub fn is_in_percent(unit: &str) -> bool {
    words(unit).iter().any(|word| NAMES.contains(&&**word)) && !is_in_points(unit)
}

/// Whether the values of a unit are numbers of percentage points, or percentages in a time (`%/month`): beside them a
/// percentage may be something else.
pub fn is_beside_percent(unit: &str) -> bool {
    let is_rate = unit.contains('/') || words(unit).iter().any(|word| word == "per");
    is_in_points(unit) || is_rate && is_in_percent(unit)
}

/// Whether the values of a unit are numbers of percentage points.
pub fn is_in_points(unit: &str) -> bool {
    let words = words(unit);
    // `pp` and its like need no percent beside them; `points` alone may be those of a game.
    let has_percent = words.iter().any(|word| NAMES.contains(&&**word));
    words.iter().any(|word| ALONE.contains(&&**word) || has_percent && POINTS.contains(&&**word))
}

/// A unit in lower case, with `per cent` in one word.
fn normal(unit: &str) -> String {
    unit.trim().to_lowercase().replace("per cent", "percent")
}

/// The words of a unit, each sign of percent one of its own.
fn words(unit: &str) -> Vec<String> {
    let apart = normal(unit).replace('%', " % ");
    let words = apart.split(|c: char| !c.is_alphanumeric() && c != '%');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_told_from_points_and_from_other_units() {
        for unit in ["%", "percent", "Per cent", "pct", "percentage", "(%)", "in %"] {
            assert!(is_percent(unit) && is_in_percent(unit) && !is_beside_percent(unit), "{unit}");
        }
        for unit in ["% of orders", "percent of orders", "share (%)", "% growth", "rate in %", "%MoM"] {
            assert!(!is_percent(unit) && is_in_percent(unit) && !is_beside_percent(unit), "{unit}");
        }
        for unit in ["%/month", "% per month"] {
            assert!(is_in_percent(unit) && is_beside_percent(unit), "{unit}");
        }
        for unit in ["pp", "%-points", "%p", "percentage points", "Prozentpunkte", "pp/month"] {
            assert!(!is_in_percent(unit) && is_beside_percent(unit), "{unit}");
        }
        for unit in ["", "points", "orders", "percentile", "ppm", "orders per month", "share"] {
            assert!(!is_percent(unit) && !is_in_percent(unit) && !is_beside_percent(unit), "{unit}");
        }
    }
}
