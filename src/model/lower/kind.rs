//! Reading of a goal's kind and level, with the word that was probably meant.

use crate::model::kind::Kind;
use crate::model::settings::Settings;
use crate::syntax::{Decoder, Edit, Fault, FaultKind, Node, closest, quoted};

/// A kind of goal, or the fault with the kind that was probably meant.
pub(super) fn kind(decoder: &mut Decoder, node: &Node) -> Option<Kind> {
    let text = decoder.text(node)?;
    if let Some((_, kind)) = Kind::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(*kind);
    }
    let words = || Kind::WORDS.iter().map(|(word, _)| *word);
    let plain: String = text.to_lowercase().chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
    let meant =
        words().find(|word| *word == plain || word.replace('_', "") == plain).or_else(|| match plain.as_str() {
            "kr" | "keyresult" => Some("key_result"),
            "okr" | "goal" | "o" => Some("objective"),
            _ => closest(&plain, words()),
        });
    let fault = Fault::new(
        FaultKind::UnknownKind,
        node.span,
        format!("`{text}` is no kind of goal"),
        format!("must be {}", quoted(words())),
    );
    let certain = meant.filter(|_| !matches!(plain.as_str(), "okr" | "goal" | "o"));
    let fault = match meant {
        Some(word) => fault.help(format!("did you mean `{word}`?")),
        None => fault.help("see goalpost explain okr"),
    };
    decoder.fault(fault.fix(certain.map(|word| Edit::SetScalar { route: "kind".to_owned(), to: Content::text(word) })));
    None
}

/// A level, one of the settings'.
pub(super) fn level(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<String> {
    let text = decoder.text(node)?;
    if settings.rank(&text).is_some() {
        return Some(text);
    }
    let route = decoder.route();
    let words = || settings.levels.iter().map(String::as_str);
    let fault = Fault::new(
        FaultKind::WrongType,
        node.span,
        format!("`{route}` must be {}", quoted(words())),
        "not a level of this organisation",
    );
    let lower = text.to_lowercase();
    let near = words().find(|word| *word == lower).or_else(|| closest(&text, words()));
    let fault = match near {
        Some(word) => fault
            .help(format!("did you mean `{word}`?"))
            .fix(Some(Edit::SetScalar { route: route.clone(), to: Content::text(word) })),
        None => fault.help("`levels` in goalpost.yaml says which there are"),
    };
    decoder.fault(fault);
    None
}
