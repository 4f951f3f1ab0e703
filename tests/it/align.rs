//! `goalpost align`: every indicator against numbers worked out by hand, and what does not pull together.

mod hand;
mod people;
mod tensions;

use crate::support::program::{goalpost, json, northwind, says};

#[test]
fn the_example_company_for_people() {
    let text = says(&northwind(), &["align"]);
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_example_company_as_markdown() {
    insta::assert_snapshot!(says(&northwind(), &["align", "--format", "markdown"]));
}

#[test]
fn filters_choose_whose_indicators_they_are() {
    let of = |args: &[&str]| json(&northwind(), &[&["align"], args].concat());
    let all = of(&[]);
    let payments = of(&["--team", "payments"]);
    assert!(payments["goals"].as_u64() < all["goals"].as_u64() && payments["goals"].as_u64() > Some(0), "{payments}");
    let teams = payments["indicators"]["capacity"].as_array().expect("teams");
    assert_eq!(teams.iter().map(|team| team["team"].as_str()).collect::<Vec<_>>(), [Some("payments")]);
    assert_eq!(
        of(&["--level", "company"])["indicators"]["reach"]["levels"].as_object().map(serde_json::Map::len),
        Some(1)
    );
    assert_eq!(of(&["--period", "2031"])["goals"], 0);
    assert_eq!(of(&["--period", "2031"])["indicators"]["reach"]["value"], serde_json::Value::Null);
    assert!(says(&northwind(), &["align", "--period", "2031"]).starts_with("no goals here to align\n"));
    let drafts = of(&["--period", "2027-Q1", "--drafts"])["goals"].as_u64();
    assert!(drafts > of(&["--period", "2027-Q1"])["goals"].as_u64(), "drafts count where they are asked for");
}

#[test]
fn a_period_or_a_revision_that_is_none_says_what_to_write() {
    let answer = goalpost(&northwind(), &["align", "--compare", "2026Q3"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("2026-Q3") && answer.stdout.is_empty(), "{}", answer.stderr);
}
