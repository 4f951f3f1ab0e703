//! Multiples by powers of ten, behind a number (`1.2M`, `€1.6m`) and in a unit (`k EUR`, `TEUR`, `EUR (thousands)`), and the
//! amounts of money that some of them need beside them.

/// Suffixes of numbers for powers of ten, each with its exponent. `m` is one only beside a currency, as it is also the unit
/// metre.
const SUFFIXES: [(&str, usize); 11] = [
    ("k", 3),
    ("K", 3),
    ("thousand", 3),
    ("M", 6),
    ("mn", 6),
    ("million", 6),
    ("Mio", 6),
    ("B", 9),
    ("bn", 9),
    ("billion", 9),
    ("Mrd", 9),
];

/// Multiples that a unit may name, such as `M EUR` or `thousand users`, in lower case, each with its power of ten.
const IN_UNITS: [(&str, i32); 18] = [
    ("k", 3),
    ("000", 3),
    ("000s", 3),
    ("thousand", 3),
    ("thousands", 3),
    ("tsd", 3),
    ("m", 6),
    ("mn", 6),
    ("mio", 6),
    ("million", 6),
    ("millions", 6),
    ("bn", 9),
    ("mrd", 9),
    ("billion", 9),
    ("billions", 9),
    ("lakh", 5),
    ("hundred", 2),
    ("hundreds", 2),
];

/// Codes of currencies (ISO 4217) that a multiple may stand before without a space: `kEUR`, `TEUR`. Any three capitals would
/// do it for `MTTR` too.
const CODES: [&str; 16] =
    ["EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD", "INR", "BRL", "CNY"];

/// Whether a character is the sign of a currency.
pub fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '\u{20a0}'..='\u{20c0}')
}

/// Whether a text is a currency: its sign, or three capitals.
pub fn is_money(text: &str) -> bool {
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code || text.chars().count() == 1 && text.contains(is_currency_sign)
}

/// The multiple at the start of what stands behind a number, as its length in bytes and its power of ten. `before` is what
/// stands before the number.
pub fn multiple_behind(before: &str, after: &str) -> Option<(usize, usize)> {
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if let Some((name, zeros)) = suffix(word) {
        return Some((name.len(), *zeros));
    }
    // A million of money, which is never measured in metres: `€1.6m`, `1.6m EUR`.
    (word == "m" && (is_money(before) || is_money(after[1..].trim()))).then_some((1, 6))
}

fn suffix(word: &str) -> Option<&'static (&'static str, usize)> {
    SUFFIXES.iter().find(|(name, _)| *name == word)
}

/// The power of ten of a letter before the code of a currency: 3 for `kEUR`, and for `TEUR`, which is a thousand in German.
fn glued(word: &str) -> Option<i32> {
    let (letter, code) = (word.chars().next()?, word.get(1..)?);
    let power = match letter {
        'k' | 'K' | 'T' | 't' => 3,
        'm' | 'M' => 6,
        _ => return None,
    };
    CODES.iter().any(|it| it.eq_ignore_ascii_case(code)).then_some(power)
}

/// The power of ten that a unit names: 6 for `M EUR`, 3 for `k€`, `TEUR`, `EUR (thousands)` and `thousand users`.
pub fn power_of(unit: &str) -> Option<i32> {
    let multiple = |text: &str| {
        let lower = text.to_lowercase();
        IN_UNITS.iter().find(|(name, _)| *name == lower).map(|(_, power)| *power)
    };
    let divided = unit.replace(['(', ')', '\'', '’', ','], " ");
    let words: Vec<&str> = divided.split_whitespace().collect();
    let has_money = words.iter().any(|word| is_money(word));
    words.iter().find_map(|word| {
        // `m` alone is the unit metre.
        let alone = multiple(word).filter(|_| *word != "m" || has_money);
        let before = || multiple(word.get(..1)?).filter(|_| word[1..].chars().count() == 1 && is_money(&word[1..]));
        let behind = || {
            let money = word.find(|c: char| c.is_lowercase() || c == 'M').filter(|at| is_money(&word[..*at]))?;
            multiple(&word[money..])
        };
        alone.or_else(before).or_else(|| glued(word)).or_else(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_of_ten_of_a_unit() {
        for (unit, power) in [
            ("k EUR", 3),
            ("k€", 3),
            ("€k", 3),
            ("EURk", 3),
            ("EURm", 6),
            ("kEUR", 3),
            ("TEUR", 3),
            ("MEUR", 6),
            ("mEUR", 6),
            ("M€", 6),
            ("m EUR", 6),
            ("EUR (thousands)", 3),
            ("EUR '000", 3),
            ("EUR'000", 3),
            ("thousands", 3),
            ("thousand users", 3),
            ("hundred shops", 2),
        ] {
            assert_eq!(power_of(unit), Some(power), "{unit}");
        }
        for unit in ["EUR", "€", "m", "km", "KPI", "MTTR", "MTBF", "KLOC", "ms", "users", "T", "1000 users", ""] {
            assert_eq!(power_of(unit), None, "{unit}");
        }
    }
}
