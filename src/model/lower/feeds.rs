//! Lowers the sources of values in `goalpost.yaml`, and what goals ask them.

use std::collections::BTreeMap;

use super::scalar::texts;
use crate::model::feed::{Feed, FeedKind, QUERY, has_query_in_host, is_address};
use crate::model::secret::{is_secret_name, secret_in};
use crate::syntax::{Decoder, Fault, FaultKind, Fields, Node, Value, closest};

/// The most decimals to which a value can be rounded: doubles have 15 digits.
const MOST_DECIMALS: u32 = 12;

/// The longest that a source may take to answer, in seconds.
const LONGEST: f64 = 3600.0;

/// The sources, by name.
pub(super) fn feeds(decoder: &mut Decoder, node: &Node) -> Option<BTreeMap<String, Feed>> {
    let Value::Mapping(mapping) = &node.value else {
        decoder.wrong_type(node, "sources by name, written as `metrics: {prometheus: …}` lines");
        return None;
    };
    let mut feeds = BTreeMap::new();
    for entry in &mapping.entries {
        if let Some(feed) = decoder.within_entry(entry, |decoder| feed(decoder, &entry.value)) {
            feeds.insert(entry.key.text.as_ref().to_owned(), feed);
        }
    }
    Some(feeds)
}

fn feed(decoder: &mut Decoder, node: &Node) -> Option<Feed> {
    let what = "a source";
    let mut fields = decoder.fields(node, what)?;
    let Some(word) = Feed::KINDS.into_iter().find(|kind| fields.has(kind)) else {
        let (last, first) = Feed::KINDS.split_last()?;
        let help = match misspelt_kind(node) {
            Some((name, kind)) => format!("did you mean `{kind}` by `{name}`?"),
            None => format!("write one of `{}` or `{last}`", first.join("`, `")),
        };
        let fault =
            Fault::new(FaultKind::MissingField, decoder.place(node), "a source needs to say what it is", "this one");
        decoder.fault(fault.help(help));
        return None;
    };
    let kind = kind(decoder, &mut fields, word);
    let mut of_kind = KindFields { word, decoder, fields: &mut fields };
    let [token, ca] = [of_kind.read("token", token), of_kind.read("ca", Decoder::text)];
    let timeout = of_kind.read("timeout", seconds).unwrap_or(Feed::TIMEOUT);
    let limit = of_kind.read("limit", limit).unwrap_or(Feed::LIMIT);
    let env = of_kind.read("env", names).unwrap_or_default();
    let files = of_kind.read("files", texts).unwrap_or_default();
    fields.finish(decoder, what, |name| match name {
        "password" | "secret" | "api_key" | "bearer" | "authorization" => {
            Some("a secret is the name of an environment variable: `token: $NAME`".to_owned())
        }
        "args" | "arguments" => Some("arguments are items of `command`, behind the program".to_owned()),
        name if Feed::KINDS.contains(&name) => Some(format!("a source is one thing, and this one is `{word}`")),
        _ => None,
    });
    Some(Feed { kind: kind?, token, timeout, limit, ca, env, files })
}

/// Reads the fields that sources of one kind have; others are unknown.
struct KindFields<'d, 'f, 't> {
    word: &'static str,
    decoder: &'d mut Decoder,
    fields: &'f mut Fields<'t>,
}

impl<'t> KindFields<'_, '_, 't> {
    fn read<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>) -> Option<T> {
        let fits = Feed::fields_of(self.word).contains(&name);
        fits.then(|| self.fields.optional(self.decoder, name, read)).flatten()
    }
}

/// A field that was meant to be that of a kind of source.
fn misspelt_kind(node: &Node) -> Option<(&str, &'static str)> {
    let entries = &node.as_mapping()?.entries;
    entries.iter().find_map(|entry| Some((&*entry.key.text, closest(&entry.key.text, Feed::KINDS)?)))
}

/// What a source is.
fn kind(decoder: &mut Decoder, fields: &mut Fields<'_>, word: &str) -> Option<FeedKind> {
    Some(match word {
        "prometheus" => FeedKind::Prometheus { url: fields.optional(decoder, "prometheus", address)? },
        "http" => FeedKind::Http { url: fields.optional(decoder, "http", address_with_query)? },
        "command" => FeedKind::Command { program: fields.optional(decoder, "command", program)? },
        "csv" => {
            let place = fields.optional(decoder, "csv", open_text);
            let [key, value, date] =
                ["key", "value", "date"].map(|column| fields.optional(decoder, column, Decoder::text));
            let (key, value) = (key.unwrap_or_else(|| "goal".to_owned()), value.unwrap_or_else(|| "value".to_owned()));
            FeedKind::Csv { place: place?, key, value, date }
        }
        "github" => {
            let repo = fields.optional(decoder, "github", repository);
            let url = fields.optional(decoder, "url", address);
            FeedKind::Github { repo: repo?, url }
        }
        "gitlab" => {
            let project = fields.optional(decoder, "gitlab", open_text);
            let url = fields.optional(decoder, "url", address);
            FeedKind::Gitlab { project: project?, url }
        }
        "jira" => FeedKind::Jira { url: fields.optional(decoder, "jira", address)? },
        _ => FeedKind::Git { path: fields.optional(decoder, "git", Decoder::text)? },
    })
}

/// A text in which no secret stands.
pub(in crate::model) fn open_text(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = decoder.text(node)?;
    let Some(found) = secret_in(&text) else { return Some(text) };
    let route = decoder.route();
    // The message does not repeat the text: it would show the secret in logs.
    let message = format!("`{route}` contains {found}, which everyone who can read the repository can read");
    let fault = Fault::new(FaultKind::WrongType, node.span, message, "looks like a secret");
    decoder.fault(fault.help(
        "withdraw it where it was issued, keep the new one in an environment variable, and write `token: $NAME` here",
    ));
    None
}

/// The name of an environment variable, written `$NAME`; returned without the `$`.
fn token(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = decoder.text(node)?;
    let name = text.strip_prefix('$');
    let name = name.map(|it| it.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(it));
    if let Some(name) = name.filter(|name| is_secret_name(name)) {
        return Some(name.to_owned());
    }
    let route = decoder.route();
    let message = format!("`{route}` must be the name of an environment variable such as $PROM_TOKEN");
    let fault = Fault::new(FaultKind::WrongType, node.span, message, "not a name");
    let help = if is_secret_name(&text) && text.len() < 24 && text.to_uppercase() == text {
        format!("write `${text}`")
    } else {
        "if this is a secret, withdraw it where it was issued: everyone who can read the repository has it".to_owned()
    };
    decoder.fault(fault.help(help));
    None
}

/// The names of environment variables, with or without `$`.
#[expect(clippy::unnecessary_wraps, reason = "readers of fields share one shape, whether they can fail or not")]
fn names(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    Some(decoder.list(node, |decoder, node| {
        let text = decoder.text(node)?;
        let name = text.strip_prefix('$').unwrap_or(&text);
        if !is_secret_name(name) {
            let message = format!("`{}` must be names of environment variables", decoder.route());
            let fault = Fault::new(FaultKind::WrongType, node.span, message, "not a name");
            decoder.fault(fault.help("write `env: [PGHOST, PGPASSWORD]`; their values come from where `pull` runs"));
            return None;
        }
        Some(name.to_owned())
    }))
}

/// An address on the web.
fn address(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = open_text(decoder, node)?;
    if is_address(&text) && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(text);
    }
    decoder.wrong_type(node, "an address such as https://prometheus.internal");
    None
}

/// An address that may have a place for the query, behind its host.
fn address_with_query(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = address(decoder, node)?;
    if !has_query_in_host(&text) {
        return Some(text);
    }
    let message = format!("`{}` has {QUERY} in its host: a goal would choose the server", decoder.route());
    let fault = Fault::new(FaultKind::WrongType, node.span, message, "in the host");
    decoder.fault(fault.help("write it in a path or a parameter: https://status.example/api?of={query}"));
    None
}

/// The owner and name of a repository.
fn repository(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = open_text(decoder, node)?;
    let is_name = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "/?#:".contains(c));
    if text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name)) {
        return Some(text);
    }
    decoder.wrong_type(node, "an owner and a repository such as northwind/shop");
    None
}

/// A program with its arguments.
fn program(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    let items = match &node.value {
        Value::Sequence(list) => list.items.len(),
        _ => 0,
    };
    if items == 0 {
        decoder.wrong_type(node, "a list of the program and its arguments: [\"./sources/sql\", \"{query}\"]");
        decoder.set_help("no shell runs it: write each argument as an item of its own");
        return None;
    }
    let program = decoder.list(node, open_text);
    if program.first().is_some_and(|program| program.contains(QUERY)) {
        let message = format!("`{}` has {QUERY} in its program: a goal would choose what runs", decoder.route());
        let fault = Fault::new(FaultKind::WrongType, node.span, message, "in the program");
        decoder.fault(fault.help("write it as an argument: [\"./sources/sql\", \"{query}\"]"));
        return None;
    }
    (program.len() == items).then_some(program)
}

/// A time in seconds, written `60s` or `2m`.
fn seconds(decoder: &mut Decoder, node: &Node) -> Option<u32> {
    let text = decoder.text(node)?;
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit.trim() {
        "" | "s" => Some(1.0),
        "m" | "min" => Some(60.0),
        _ => None,
    };
    let seconds = number.parse::<u32>().ok().zip(factor).map(|(number, factor)| f64::from(number) * factor);
    let Some(seconds) = seconds.filter(|seconds| (1.0..=LONGEST).contains(seconds)) else {
        decoder.wrong_type(node, "a time from 1s to 60m, such as 30s");
        return None;
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 3600, as just checked")]
    Some(seconds as u32)
}

fn limit(decoder: &mut Decoder, node: &Node) -> Option<usize> {
    let limit = decoder.count(node)?;
    if (1..=64).contains(&limit) {
        return usize::try_from(limit).ok();
    }
    let message = format!("`{}` must be from 1 to 64", decoder.route());
    let fault = Fault::new(FaultKind::NumberOutOfRange, node.span, message, "out of range");
    decoder.fault(fault.help("it is how many questions the source gets at once; 8 by default"));
    None
}

/// A factor: any number but 0, which would make every answer the same.
pub(in crate::model) fn factor(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    let factor = decoder.number(node, |_| None)?;
    if factor != 0.0 {
        return Some(factor);
    }
    let message = format!("`{}` must not be 0: every answer would be 0", decoder.route());
    decoder.fault(Fault::new(FaultKind::NumberOutOfRange, node.span, message, "0").help("leave the field out"));
    None
}

/// The number of decimals to which values are rounded.
pub(in crate::model) fn decimals(decoder: &mut Decoder, node: &Node) -> Option<u32> {
    let decimals = decoder.count(node)?;
    if decimals <= MOST_DECIMALS {
        return Some(decimals);
    }
    let message = format!("`{}` must be from 0 to {MOST_DECIMALS}", decoder.route());
    let fault = Fault::new(FaultKind::NumberOutOfRange, node.span, message, "out of range");
    decoder.fault(fault.help("it is the number of decimals"));
    None
}
