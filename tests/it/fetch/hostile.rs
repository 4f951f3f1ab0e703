//! 1,000 answers that nobody expects: nothing panics, nothing that is no number is taken for one, and what is said of it is
//! harmless.

use std::sync::{Arc, Mutex};

use goalpost::fetch::{Ask, Wanted};
use goalpost::model::{Feed, FeedKind, Origin};
use goalpost::source::is_hidden;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{World, feed, json_at, pointer, query, with_token};
use crate::support::server::{Answer, Server};

const TOKEN: &str = "tok-5ecret";

/// The number that a strict reader finds in an answer of JSON: itself, at `value` or at `v`, or in a text there. It knows
/// nothing of how goalpost reads.
pub(crate) fn numbers_in(body: &[u8]) -> Vec<f64> {
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open = vec![json];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Number(number) => found.extend(number.as_f64()),
            serde_json::Value::String(text) => found.extend(text.trim().parse::<f64>()),
            serde_json::Value::Array(values) => open.extend(values),
            serde_json::Value::Object(values) => open.extend(values.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}

pub(crate) fn answers() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        1 => Just("NaN".to_owned()),
        1 => Just("-Infinity".to_owned()),
        1 => Just("1e999".to_owned()),
        1 => Just("\"1e999\"".to_owned()),
        1 => Just("1,5".to_owned()),
        1 => Just("0x10".to_owned()),
        1 => Just("null".to_owned()),
        1 => Just("true".to_owned()),
        1 => Just("\u{1b}[2J\u{1b}[31m5\u{1b}[0m".to_owned()),
        1 => Just(format!("\"{TOKEN}\"")),
        1 => Just("\"2026-11-14\"".to_owned()),
        1 => Just("\u{202e}5\u{2066}".to_owned()),
        1 => any::<f64>().prop_map(|it| it.to_string()),
        24 => (-1000..1000i32).prop_map(|it| it.to_string()),
        1 => any::<i64>().prop_map(|it| it.to_string()),
        1 => "[ -~]{0,20}",
        1 => ".{0,20}",
    ];
    let shaped = (0..12usize, word.clone(), word).prop_map(|(shape, a, b)| match shape {
        0 => a,
        1 => format!("{{\"v\": {a}}}"),
        2 => format!("{{\"value\": {a}, \"as_of\": {b}}}"),
        3 => format!("{{\"status\": \"success\", \"data\": {{\"resultType\": \"vector\", \"result\": [{{\"value\": [1, {a}]}}]}}}}"),
        4 => format!("{{\"status\": \"success\", \"data\": {{\"resultType\": {a}, \"result\": [1, {b}]}}}}"),
        5 => format!("<html><body>{a}</body></html>"),
        6 => format!("kr,value,day\na,{a},{b}\n"),
        7 => format!("kr;value\na;{a}\na;{b}\n"),
        8 => format!("{{\"total_count\": {a}, \"incomplete_results\": {b}}}"),
        9 => format!("[{{\"title\": \"x\", \"state\": {a}, \"open_issues\": {a}, \"closed_issues\": {b}}}]"),
        10 => format!("{{\"state\": {a}, \"closed_at\": {b}}}"),
        _ => format!("{a}\n{b}"),
    });
    prop_oneof![3 => shaped.prop_map(String::into_bytes), 1 => proptest::collection::vec(any::<u8>(), 0..200)]
}

#[test]
fn random_answers_are_numbers_or_refused() {
    let body = Arc::new(Mutex::new((200, Vec::new())));
    let server = Server::plain({
        let body = Arc::clone(&body);
        move |_| {
            let (status, body) = body.lock().expect("an answer").clone();
            Answer::new(status, body)
        }
    });
    let url = server.url.clone();
    let github = FeedKind::Github { repo: "shop/web".to_owned(), url: Some(url.clone()) };
    let title = Origin { milestone: Some("x".to_owned()), ..Origin::default() };
    let issue = Origin { issue: Some("1".to_owned()), ..Origin::default() };
    let table = FeedKind::Csv {
        place: format!("{url}/b.csv"),
        key: "kr".to_owned(),
        value: "value".to_owned(),
        date: Some("day".to_owned()),
    };
    let sources: Vec<(Feed, Origin, Wanted)> = vec![
        (with_token(json_at(&url)), Origin::default(), Wanted::Number),
        (with_token(json_at(&url)), pointer("/v"), Wanted::Number),
        (with_token(json_at(&url)), Origin::default(), Wanted::Done),
        (with_token(FeedKind::Prometheus { url: url.clone() }), query("x"), Wanted::Number),
        (with_token(github.clone()), query("x"), Wanted::Number),
        (with_token(github.clone()), title, Wanted::Number),
        (with_token(github), issue, Wanted::Done),
        (feed(table), Origin { key: Some("a".to_owned()), ..Origin::default() }, Wanted::Number),
    ];
    let world = World::new().secret("THE_TOKEN", TOKEN);
    let asks: Vec<Ask<'_>> = sources
        .iter()
        .map(|(feed, origin, wanted)| Ask { name: "here", feed, origin, goal: "goal", wanted: *wanted })
        .collect();
    let config = Config { cases: 1000, failure_persistence: None, ..Config::default() };
    let accepted = std::cell::Cell::new(0);
    TestRunner::new(config)
        .run(&(answers(), prop_oneof![8 => Just(200u16), 1 => Just(500u16), 1 => Just(404u16)]), |(answer, status)| {
            *body.lock().expect("an answer") = (status, answer.clone());
            for (at, outcome) in world.all(&asks).into_iter().enumerate() {
                match outcome {
                    Ok(fetched) => {
                        let value = fetched.value;
                        prop_assert!(value.is_finite() && status == 200);
                        let is_flag = matches!(asks[at].wanted, Wanted::Done) && [0.0, 1.0].contains(&value);
                        // A table and a share are judged by their own tests; here a number must be in the answer.
                        let is_there = at == 5 || at == 7 || numbers_in(&answer).contains(&value);
                        prop_assert!(is_flag || is_there, "{at}: {value} of {:?}", String::from_utf8_lossy(&answer));
                        accepted.set(accepted.get() + 1);
                    }
                    Err(said) => {
                        prop_assert!(!said.chars().any(is_hidden), "{said:?}");
                        prop_assert!(!said.contains("5ecret") && said.chars().count() < 400, "{said}");
                    }
                }
            }
            Ok(())
        })
        .expect("nothing wrong is accepted");
    assert!(accepted.get() > 20, "the answers hold no numbers at all: {}", accepted.get());
}
