//! Ids, by which goals are known across moves and renames of their files.

/// The longest id, in characters.
pub const MAX_ID: usize = 80;

/// The reason why a text is not a valid id; none if it is one.
///
/// An id has 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`, the first a letter or digit.
pub fn id_problem(text: &str) -> Option<String> {
    let first = text.chars().next();
    let Some(first) = first else { return Some("an id cannot be empty".to_owned()) };
    if !first.is_ascii_lowercase() && !first.is_ascii_digit() {
        return Some("an id begins with a lower-case letter or a digit".to_owned());
    }
    if let Some(wrong) = text.chars().find(|c| !c.is_ascii_lowercase() && !c.is_ascii_digit() && !".-_".contains(*c)) {
        return Some(format!("an id cannot hold `{}`", wrong.escape_debug()));
    }
    (text.len() > MAX_ID).then(|| format!("an id has at most {MAX_ID} characters, not {}", text.len()))
}

/// The id derived from a text: lower case, with `-` for other characters. Empty if nothing is left.
pub fn suggested_id(text: &str) -> String {
    let mut id = String::new();
    for character in text.to_lowercase().chars() {
        let plain = match character {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        };
        if plain.is_ascii_alphanumeric() || (".-_".contains(plain) && !id.is_empty()) {
            id.push(plain);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() == MAX_ID {
            break;
        }
    }
    id.trim_end_matches(['-', '.', '_']).to_owned()
}

/// Words that tell little in an id.
const SMALL: [&str; 24] = [
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "our", "per", "so",
    "than", "that", "the", "to", "we", "with",
];

/// The most words of an id that is derived from a title.
const MOST_WORDS: usize = 4;

/// The id derived from a title, of at most four words: small words and numbers are left out of a longer one.
pub fn short_id(title: &str) -> String {
    let id = suggested_id(title);
    let words: Vec<&str> = id.split('-').collect();
    if words.len() <= MOST_WORDS {
        return id;
    }
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || c == '.');
    let tells = |word: &&&str| !SMALL.contains(word) && !is_number(word);
    let telling: Vec<&str> = words.iter().filter(tells).take(MOST_WORDS).copied().collect();
    let chosen = if telling.is_empty() { words[..MOST_WORDS].to_vec() } else { telling };
    chosen.join("-").trim_end_matches(['-', '.', '_']).to_owned()
}

/// An id that nothing has yet: the wanted one, numbered from 2 if it is taken.
///
/// # Panics
/// Never: numbers do not run out.
pub fn free_id<T: AsRef<str>>(wanted: &str, taken: &[T]) -> String {
    let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
    let is_free = |id: &String| !taken.iter().any(|it| it.as_ref() == id);
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).expect("numbers do not run out")
}

/// The id suggested for a person: from the first name, else from the address; empty where neither has a letter of an id.
pub fn suggested_person_id(name: &str, email: Option<&str>) -> String {
    let of_name = name.split_whitespace().next().map(suggested_id).filter(|id| !id.is_empty());
    let of_email = || email.and_then(|it| it.split('@').next()).map(suggested_id);
    of_name.or_else(of_email).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_what_is_none() {
        for id in ["a", "9lives", "win-europe.2026_q4"] {
            assert_eq!(id_problem(id), None);
        }
        for text in ["", "-a", ".a", "A", "a b", "ä", "a/b", "a\u{202e}"] {
            assert!(id_problem(text).is_some(), "{text}");
        }
        assert!(id_problem(&"a".repeat(81)).is_some());
        assert_eq!(suggested_id("Reliable Checkout!"), "reliable-checkout");
        assert_eq!(suggested_id("../María"), "maria");
        assert_eq!(short_id("Win the checkout"), "win-the-checkout");
        assert_eq!(short_id("Cut failed payments from 3 % to 1 % of all"), "cut-failed-payments-all");
        assert_eq!(short_id("Raise it from 3 to 4 a day by 5"), "raise-day");
        assert_eq!(short_id("NPS from 30 to 50 by March"), "nps-march");
        assert_eq!(short_id("NPS from 30 to 50"), "nps");
        assert_eq!(short_id("1 2 3 4 5 6"), "1-2-3-4");
    }
}
