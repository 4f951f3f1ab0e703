//! The report in a real Chromium, offline: nothing is fetched, nothing fails, everyone can use it, and hostile text does
//! nothing. Skipped, and said so, where Chromium is not installed.

use std::fs;

use serde_json::{Value, json};

use crate::support::browser::look;
use crate::support::program::{folder, northwind, says};
use crate::support::report::{deep_goals, hostile_goals, many_goals};

/// What must not be found in any page.
fn assert_clean(found: &Value) {
    for wrong in ["requests", "errors", "violations", "sideways", "fallen", "invalid"] {
        assert_eq!(found[wrong], json!([]), "{wrong} in {}", found["file"]);
    }
}

#[test]
fn the_report_holds_in_a_browser() {
    let work = tempfile::tempdir().expect("a folder");
    let page = |name: &str| work.path().join(name).to_string_lossy().into_owned();
    says(work.path(), &["demo", "demo"]);
    let url = "https://git.example/edit/{path}#L{line}";
    says(&work.path().join("demo"), &["report", "--edit-url", url, "--output", &page("demo.html")]);
    says(&northwind(), &["report", "-q", "--period", "all", "--output", &page("northwind.html")]);
    let empty = folder(&[("goalpost.yaml", "")]);
    says(empty.path(), &["report", "-q", "--output", &page("empty.html")]);
    let hostile = hostile_goals();
    says(hostile.path(), &["report", "-q", "--output", &page("hostile.html")]);
    says(hostile.path(), &["graph", "-q", "--format", "svg", "--output", &page("hostile.svg")]);
    // The table of teams once scrolled the page sideways where fonts were a little wider.
    let deep = deep_goals();
    says(deep.path(), &["report", "-q", "--output", &page("deep.html")]);
    let many = many_goals(10_000);
    says(many.path(), &["report", "-q", "--output", &page("many.html")]);
    let size = fs::metadata(page("many.html")).expect("a page").len();
    assert!(size < 5_000_000, "10,000 goals take {size} bytes");

    // The summary alone, of goals with long and odd texts too, is one page in print.
    says(&work.path().join("demo"), &["report", "--summary", "--output", &page("demo-summary.html")]);
    says(hostile.path(), &["report", "-q", "--summary", "--output", &page("hostile-summary.html")]);

    let filters = json!([["q", "cut"], ["f-health", "off-track"]]);
    let Some(found) = look(&json!([
        {"file": page("demo.html"), "filters": filters, "click": "#summary .strategic a"},
        {"file": page("northwind.html")},
        {"file": page("empty.html")},
        {"file": page("hostile.html"), "filters": [["q", "script"]]},
        {"file": page("hostile.svg"), "quick": true},
        {"file": page("deep.html")},
        {"file": page("demo-summary.html")},
        {"file": page("hostile-summary.html")},
        {"file": page("many.html"), "quick": true, "filters": [["q", "e"], ["q", "goal 77"], ["f-health", "off-track"], ["f-team", "Team 3"]]},
    ])) else {
        return;
    };
    for found in &found {
        assert_clean(found);
    }

    // Filters find what the rollup says, and without scripts everything is there.
    let demo = &found[0];
    assert_eq!(demo["filters"]["f-health=off-track"]["rows"], 5, "{demo}");
    assert_eq!(demo["filters"]["q=cut"]["rows"], 11, "{demo}");
    assert!(demo["unscripted"].as_str().is_some_and(|text| text.contains("Cut the time to pick an order")), "{demo}");
    // A link in the summary leads to the goal, which is then seen and has the focus.
    assert_eq!(demo["clicked"]["seen"], true, "{demo}");
    assert!(demo["clicked"]["text"].as_str().is_some_and(|text| text.contains("Earn our independence")), "{demo}");

    // The summary is the first page that is printed, whole.
    for found in &found[..8] {
        let Some(print) = found.get("print").and_then(Value::as_object) else { continue };
        assert!(print["summary"].as_f64().is_some_and(|share| share <= 1.0), "{print:?} of {}", found["file"]);
        let pages = print["pages"].as_u64().unwrap_or_default();
        let alone = found["file"].as_str().is_some_and(|file| file.ends_with("-summary.html"));
        assert!(if alone { pages == 1 } else { pages >= 1 }, "{pages} pages of {}", found["file"]);
    }
    assert!(demo["print"]["pages"].as_u64().is_some_and(|pages| pages > 1), "{demo}");

    let many = found[8]["filters"].as_object().expect("filters");
    assert_eq!(many.len(), 4);
    for (filter, said) in many {
        // How long it takes is told and not judged here: a busy machine would fail what is sound.
        assert!(said["fastest"].as_f64().is_some_and(|took| took > 0.0), "{filter}: {said}");
        assert!(said["rows"].as_u64().is_some_and(|rows| rows > 0), "{filter} finds nothing: {said}");
    }
}
