//! Runs of digits with separators: where they end, and what the separators can mean.

/// Whether a text consists of digits alone.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a character is a space that can separate groups of digits: U+0020, or the no-break, thin and figure spaces that
/// spreadsheets and typesetting systems write.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// Whether a character can only separate groups and never be a decimal separator: a space, an apostrophe as in
/// Switzerland, or `_`.
fn is_group_separator(c: char) -> bool {
    is_space(c) || matches!(c, '\'' | '\u{2019}' | '_')
}

/// The end of a number's digits and separators, and the start of its exponent if it has one. Both are byte offsets.
pub(super) fn run_of_digits(text: &str) -> (usize, Option<usize>) {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    while let Some(c) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        let follows = digits(next);
        // After a group separator only three digits continue the number: they do in `5 000 m`, but not in `3 4`.
        let goes_on = matches!(c, '.' | ',') || is_group_separator(c) && follows == 3;
        if !goes_on || follows == 0 {
            // YAML's core schema accepts `1.` as a number.
            if c == '.' && next == text.len() && end == digits(0) {
                return (next, None);
            }
            return exponent(text, end).map_or((end, None), |after| (after, Some(end)));
        }
        end = next + follows;
    }
    (end, None)
}

/// The end of the exponent that starts at an offset; none if there is none.
fn exponent(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(['e', 'E'])?;
    let digits = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    (count > 0).then(|| text.len() - digits.len() + count)
}

/// The ambiguous separator of a run of digits, the number if it is the decimal separator, and the number if it separates
/// groups. None if the run is no number either way.
pub(super) fn readings(run: &str) -> Option<(char, Option<String>, Option<String>)> {
    // Most numbers have no separator.
    if run.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((' ', Some(run.to_owned()), None));
    }
    let whole = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let fraction = |at: usize| {
        let (begin, end) = (whole(&run[..at]), whole(&run[at + 1..]));
        let begin = if begin.is_empty() { "0".to_owned() } else { begin };
        if end.is_empty() { begin } else { format!("{begin}.{end}") }
    };
    let count = |sign: char| run.matches(sign).count();
    let last = run.rfind(['.', ',']);
    let sign = last.and_then(|at| run[at..].chars().next()).unwrap_or(' ');
    let other = if sign == '.' { ',' } else { '.' };
    let has_separator = run.contains(is_group_separator);
    match (last, count('.') + count(',')) {
        (None, _) => is_grouped(run).then(|| (sign, Some(whole(run)), None)),
        (Some(at), 1) => {
            if has_separator && !is_grouped(&run[..at]) || run[at + 1..].contains(is_group_separator) {
                return None;
            }
            // `0,125` is a fraction: no thousands start with a zero.
            let groups = !has_separator && is_grouped(run) && !run.starts_with('0');
            Some((sign, Some(fraction(at)), groups.then(|| whole(run))))
        }
        // `1.234,5` and `1,234.5`: the last one is the decimal separator, the others separate groups.
        (Some(at), _) if count(sign) == 1 && count(other) > 0 => {
            (!has_separator && is_grouped(&run[..at])).then(|| (sign, Some(fraction(at)), None))
        }
        (Some(_), _) => {
            (count(other) == 0 && !has_separator && is_grouped(run)).then(|| (sign, None, Some(whole(run))))
        }
    }
}

/// Whether the digits have no separator or are grouped as thousands: in threes, or as in India in twos before a last group
/// of three.
fn is_grouped(run: &str) -> bool {
    let sign = run.chars().find(|c| !c.is_ascii_digit());
    let Some(sign) = sign else { return true };
    let groups: Vec<&str> = run.split(sign).collect();
    let (first, rest) = (groups[0], &groups[1..]);
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let middle = &rest[..rest.len() - 1];
    let even = |length: usize| middle.iter().all(|group| group.len() == length) && (1..=length).contains(&first.len());
    all_digits && rest[rest.len() - 1].len() == 3 && (even(3) || !middle.is_empty() && even(2))
}

/// A number in decimal digits with a decimal point and without an exponent; none if it is not finite.
pub(super) fn plain(number: f64) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}

/// Multiplies a decimal number by a power of ten exactly, by moving the decimal point to the right.
pub(super) fn shifted(number: &str, places: usize) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let moved: String = part.chars().chain(std::iter::repeat('0')).take(places).collect();
    let all = format!("{whole}{moved}");
    let all = all.trim_start_matches('0');
    let rest = part.get(places..).unwrap_or_default().trim_end_matches('0');
    let all = if all.is_empty() { "0" } else { all };
    if rest.is_empty() { format!("{sign}{all}") } else { format!("{sign}{all}.{rest}") }
}

/// A number without trailing zeros in its fraction: `1.5` for `1.500`, which could be read as grouped thousands again.
pub(super) fn without_trailing_zeros(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, part)) if part.trim_end_matches('0').is_empty() => whole.to_owned(),
        Some((whole, part)) => format!("{whole}.{}", part.trim_end_matches('0')),
        None => number.to_owned(),
    }
}
