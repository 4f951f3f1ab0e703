//! "Did you mean": the nearest of the words that would be right.

/// The nearest of some words, if one is near enough to have been meant and no other is as near.
///
/// Near enough is one slip in three letters, at most three slips; swapped neighbours count as one slip.
#[must_use]
pub fn closest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in words {
        if candidate == word || candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let slips = strsim::osa_distance(word, candidate);
        if slips > limit {
            continue;
        }
        match best {
            Some((least, _)) if slips > least => {}
            Some((least, other)) if slips == least => tied |= other != candidate,
            _ => {
                best = Some((slips, candidate));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, word)| word)
}

/// Words in backticks, joined as a sentence joins them: `a`, `b` or `c`.
#[must_use]
pub fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let fields = ["priority", "period", "perspective", "owner"];
        assert_eq!(closest("pirority", fields), Some("priority"));
        assert_eq!(closest("onwer", fields), Some("owner"));
        assert_eq!(closest("budget", fields), None);
        assert_eq!(closest("b", ["a", "c"]), None, "two as near are no suggestion");
    }
}
