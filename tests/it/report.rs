//! `goalpost report`: what it tells, what it keeps to itself, and that no text of a goal can be more than text.

use std::fs;

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use goalpost::render::svg;
use goalpost::view::brief::Relation;
use goalpost::view::graph::{EdgeView, GraphView, NodeView};

use crate::support::brief::brief;
use crate::support::program::{folder, goalpost, json, northwind, says};
use crate::support::report::{demo, hostile_goals};
use crate::support::repository::Repo;

#[test]
fn json_tells_everything_of_a_period() {
    let report = json(demo(), &["report"]);
    assert_eq!(report["command"], "report");
    assert_eq!(report["organization"], "Lanterna");
    assert!(report["heading"].as_str().is_some_and(|it| it.starts_with("2026-Q4, week 8 of 13")));
    let rollup = json(demo(), &["rollup"]);
    let ids = |goals: &serde_json::Value| -> Vec<String> {
        goals.as_array().expect("goals").iter().map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&report["goals"]), ids(&rollup["goals"]));

    // How many stand how is what the rollup says of objectives, key results and growth goals.
    let work = |goal: &&serde_json::Value| {
        ["objective", "key_result", "development"].contains(&goal["kind"].as_str().unwrap_or(""))
    };
    let standing = |health: &str| {
        rollup["goals"].as_array().expect("goals").iter().filter(work).filter(|goal| goal["health"] == health).count()
    };
    for it in report["summary"]["health"].as_array().expect("healths") {
        assert_eq!(it["goals"], standing(it["health"].as_str().expect("a word")), "{it}");
    }
    assert_eq!(
        report["summary"]["headline"],
        "Of 46 goals under way: 26 on track, 14 at risk, 5 off track, 1 without a value; 2 values older than their cadence. Closed: 2 dropped."
    );

    // The move that lost 21 points of progress, with its price, wherever it is told.
    let moved = report["moved"].as_array().expect("moves");
    let target = moved.iter().find(|it| it["goal"]["id"] == "searches-to-book" || it["words"] == "target 70 → 66 %");
    let target = target.expect("the target that moved");
    assert_eq!((&target["explained"], &target["day"]), (&false.into(), &"2026-11-03".into()));
    assert!((target["price"]["against_original"].as_f64().expect("a price") - 0.4166).abs() < 0.001, "{target}");
    let id = target["goal"]["id"].as_str().expect("an id");
    let goal = report["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect("the goal");
    assert_eq!(goal["course"]["original_target"], 70.0);
    assert!((goal["course"]["original"].as_f64().expect("a height") - 12.0 / 8.0).abs() < 1e-9);
    let points = goal["course"]["points"].as_array().expect("points");
    assert!(points.len() > 4 && points.windows(2).all(|pair| pair[0]["day"].as_str() < pair[1]["day"].as_str()));

    // A department's goals: each serves a strategic goal, or none.
    for row in report["map"]["rows"].as_array().expect("rows") {
        let served = row["serving"].as_array().expect("numbers").iter().filter_map(serde_json::Value::as_u64).max();
        let goals = row["goals"].as_u64().expect("a number");
        assert!(served.unwrap_or(0) + row["none"].as_u64().expect("a number") <= goals, "{row}");
    }
    assert_eq!(report["align"]["conflicts"][0]["goals"], serde_json::json!(["lean-stock", "titles-kept"]));
    assert_eq!(report["obstacles"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["obstacles"][0]["days"], 32);
    assert_eq!(report["needs"][0]["trouble"], "due since 13 November");
    assert_eq!(report["lessons"][0]["goal"]["health"], "missed");
}

#[test]
fn what_is_due_and_what_happened() {
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", "teams: [{id: t, name: T, level: company}]\npeople: [{id: ann, team: t}]\n"),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nteam: t\nperiod: 2026-Q4\n"),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {name: n, unit: s, baseline: 0, target: 10, current: 4, as_of: 2026-11-01}\n\
             milestones:\n  - {title: first, due: 2026-10-15, value: 3}\n  - {title: second, due: 2026-11-15, value: 5}\n  - {title: third, due: 2026-12-05, value: 7}\n  - {title: last, due: 2026-12-06, value: 8}\n\
             needs: [{from: t, what: hands, by: 2026-11-25, state: agreed}, {from: t, what: done, by: 2026-11-25, state: met}]\n\
             log:\n  - {date: 2026-11-15, kind: recognition, text: well done}\n  - {date: 2026-11-14, kind: decision, text: too long ago}\n  - {date: 2026-11-20, kind: feedback, text: between us}\n  - {date: 2026-10-01, kind: obstacle, text: gone, resolved: 2026-11-21}\n",
        ),
    ]);
    let report = json(goals.path(), &["report", "-q"]);
    let due: Vec<_> = report["due"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (&it["day"], &it["kind"], &it["text"], &it["late"]))
        .collect();
    let expected = serde_json::json!([
        ["2026-11-08", "check-in", null, 13],
        ["2026-11-15", "milestone", "second", 6],
        ["2026-11-25", "need", "hands", -4],
        ["2026-12-05", "milestone", "third", -14],
    ]);
    assert_eq!(serde_json::json!(due), expected);
    let happened: Vec<_> = report["happened"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (&it["day"], &it["kind"], &it["text"]))
        .collect();
    assert_eq!(
        serde_json::json!(happened),
        serde_json::json!([["2026-11-21", "resolved", "gone"], ["2026-11-15", "recognition", "well done"]])
    );
}

#[test]
fn html_is_one_file_that_names_every_goal_and_fetches_nothing() {
    let page = says(demo(), &["report"]);
    let report = json(demo(), &["report"]);
    for goal in report["goals"].as_array().expect("goals") {
        let anchor = format!("id=\"g-{}\"", goal["id"].as_str().expect("an id"));
        assert_eq!(page.matches(&anchor).count(), 1, "{anchor}");
    }
    for loading in ["src=", "url(", "@import", "<link", "<iframe", "<object", "fetch(", "XMLHttpRequest", "import("] {
        assert!(!page.contains(loading), "{loading}");
    }
    assert!(page.contains("default-src 'none'"));
    // The one script is the one that the page's policy names.
    let script = page.split("<script>").nth(1).and_then(|it| it.split("</script>").next()).expect("a script");
    let hash = base64(&Sha256::digest(script.as_bytes()));
    assert!(
        page.contains(&format!("script-src 'sha256-{hash}'")),
        "write sha256-{hash} into SCRIPT_HASH of src/render/html/assets.rs"
    );
    // A flag where a goalpost moved, and the original target.
    assert!(page.contains("class=\"m\"") && page.contains(">was 70</text>"));
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = char::from(SIGNS[number >> (18 - 6 * place) & 63]);
            text.push(if place <= chunk.len() { sign } else { '=' });
        }
    }
    text
}

#[test]
fn markdown_is_for_a_wiki() {
    insta::assert_snapshot!("report_markdown", says(demo(), &["report", "--format", "markdown"]));
    let hostile = hostile_goals();
    let text = says(hostile.path(), &["report", "-q", "--format", "markdown"]);
    assert!(text.chars().count() < 65_536);
    for live in ["<script", "<img", "<svg", "](", "@everyone", "http:", "javascript:", "<!--", "\u{202e}"] {
        assert!(!text.contains(live), "{live}");
    }
}

#[test]
fn hostile_text_is_inert() {
    let hostile = hostile_goals();
    let page = says(hostile.path(), &["report", "-q"]);
    // One script, and no other element than the templates have.
    assert_eq!(page.matches("<script").count(), 1);
    for live in ["<img", "onerror=alert(4)>", "<b>", "href=\"javascript", "<![CDATA[", "\u{202e}", "\u{2066}", "49"] {
        assert!(!page.contains(live) || live == "49" && !page.contains("49 {%"), "{live}");
    }
    assert!(page.contains("{{ 7*7 }}"), "a title is no template");
    assert!(!page.contains(&"W".repeat(400)), "a long title is cut");
    let drawing = says(hostile.path(), &["graph", "-q", "--format", "svg"]);
    inert(&drawing).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn private_roots_stay_out() {
    let goals = folder(&[
        ("open/goalpost.yaml", "include: [\"../private\"]\n"),
        ("open/org.yaml", "teams: [{id: t, name: T}]\npeople: [{id: ann, team: t}]\n"),
        ("open/o.yaml", "kind: objective\nid: o\ntitle: Open goal\nteam: t\nperiod: 2026-Q4\n"),
        (
            "private/secret.yaml",
            "kind: development\nid: secret-aim\ntitle: Become the boss\nowner: ann\nperiod: 2026-Q4\nsupports: [o]\n\
             milestones: [{title: hush, done: true}]\nretrospective: nobody knows\nlog: [{date: 2026-11-20, kind: obstacle, text: muffled}]\n",
        ),
    ]);
    let root = goals.path().join("open");
    for format in ["html", "markdown", "json"] {
        let run = goalpost(&root, &["report", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for secret in ["secret-aim", "Become", "hush", "muffled", "nobody knows"] {
            assert!(!run.stdout.contains(secret), "{format} tells {secret}");
        }
        assert!(run.stderr.contains("left out the goals of private roots"), "{}", run.stderr);
    }
    let asked = says(&root, &["report", "-q", "--include", "../private"]);
    assert!(asked.contains("Become the boss"));
    let drawing = says(&root, &["graph", "-q", "--format", "svg"]);
    assert!(!drawing.contains("Become"), "a drawing is passed on too");
}

#[test]
fn goals_lead_to_where_they_are_edited() {
    let page = says(
        &northwind(),
        &[
            "report",
            "-q",
            "--edit-url",
            "https://git.example/edit/{path}#L{line}",
            "--check-in-url",
            "https://git.example/new?goal={id}",
        ],
    );
    let page = page.replace("&#x2f;", "/");
    let path = "2026-Q4/payments/";
    assert!(page.contains(&format!("href=\"https://git.example/edit/{path}")), "the file from the root");
    assert!(page.contains("href=\"https://git.example/new?goal=checkout-uptime\""));
    for (url, says) in [
        ("javascript:alert({id})", "is no web address"),
        ("https://git.example/edit", "names no goal"),
        ("https://git.example/{file}", "nothing is known for `{file}`"),
    ] {
        let run = goalpost(&northwind(), &["report", "--edit-url", url]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    let run = goalpost(&northwind(), &["report", "--format", "json", "--edit-url", "https://x/{id}"]);
    assert_eq!(run.code, 2, "JSON has no links");
}

#[test]
fn a_template_of_ones_own() {
    let work = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(work.path().join(name), text).expect("written");
        work.path().join(name).to_string_lossy().into_owned()
    };
    let own = write(
        "own.html",
        "<h1>{{ report.organization }}</h1>{% for g in report.goals[:1] %}<p>{{ g.id }} {{ g.progress | percent }}</p>{% endfor %}\n",
    );
    let page = says(&northwind(), &["report", "-q", "--template", &own]);
    assert!(page.starts_with("<h1>Northwind Bank</h1><p>"), "{page}");
    // One that extends ours changes what it names alone.
    let own = write("more.html", "{% extends \"report.html\" %}{% block footer %}<p>For the board</p>{% endblock %}");
    let page = says(&northwind(), &["report", "-q", "--template", &own]);
    assert!(page.contains("<p>For the board</p>") && page.contains("id=\"tree\""));
    // Text stays text in it.
    let hostile = hostile_goals();
    let own = write("raw.html", "{% for g in report.goals %}{{ g.title }}{% endfor %}");
    assert!(!says(hostile.path(), &["report", "-q", "--template", &own]).contains('<'));
    for (text, says) in [
        ("a\n{% for %}", ":2: syntax error"),
        ("{% include \"/etc/passwd\" %}", "names a template that is not there"),
        ("{{ report.goals | nofilter }}", "invalid template"),
        // What never ends, and what writes without end.
        (
            "{% macro f() %}{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}{% endmacro %}{{ f() }}",
            "does not come to an end",
        ),
        ("{% for a in range(9999) %}{{ 'x' * 100000 }}{% endfor %}", "makes too long texts or lists"),
        // Expressions are read by recursion, which ended the program.
        (&format!("{{{{ a{} }}}}", ".b".repeat(120_000)), "undefined value"),
        (&format!("{{{{ {} }}}}", "-".repeat(250_000)), "syntax error"),
        (&" ".repeat(300_000), "larger than 256 KiB"),
    ] {
        let own = write("wrong.html", text);
        let run = goalpost(&northwind(), &["report", "-q", "--template", &own]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    let run = goalpost(&northwind(), &["report", "-q", "--template", "/nowhere/x.html"]);
    assert!(run.code == 2 && run.stderr.contains("cannot read `/nowhere/x.html`"), "{}", run.stderr);
    // What fails at its end has written nothing, and takes nothing from what was there.
    let own = write("late.html", "{{ report.organization }}{{ 1 / 0 }}");
    let run = goalpost(&northwind(), &["report", "-q", "--template", &own]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    let there = write("there.html", "as it was");
    let run = goalpost(&northwind(), &["report", "-q", "--template", &own, "--output", &there]);
    assert_eq!((run.code, fs::read_to_string(&there).expect("read").as_str()), (2, "as it was"), "{}", run.stderr);
    assert_eq!(fs::read_dir(work.path()).expect("a folder").flatten().filter(|it| it.path() != there).count(), 5);
}

/// A template that asked for gigabytes at once got them, or ended the program for want of memory: its steps were counted, and
/// not what they made.
#[test]
fn a_template_that_asks_for_much_is_refused_before_it_gets_it() {
    let work = tempfile::tempdir().expect("a folder");
    let own = work.path().join("own.html").to_string_lossy().into_owned();
    let long = "makes too long texts or lists";
    for (text, says) in [
        ("{{ 'x' * 2000000000 }}", long),
        ("{{ range(100000) | join('x' * 100000) }}", long),
        ("{{ '%2000000000d' | format(1) }}", long),
        ("{{ '%.2000000000f' | format(1.5) }}", long),
        ("{% set ns = namespace(x='x') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", long),
        ("{% set ns = namespace(x='x') %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", long),
        ("{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('x' * 1000) }}", long),
        ("{% set x = 'x' * 90000000 %}{% set y = x ~ x ~ x %}{% set z = y ~ y ~ y %}", long),
        ("{{ ('x' * 1000000) | replace('x', 'y' * 10000) | length }}", long),
        ("{{ ('x\n' * 100000) | indent(100000) | length }}", long),
        ("{{ ([1] * 100000000) | list | length }}", long),
        ("{{ ([1] * 100000000) | sort | length }}", long),
        ("{{ ([1] * 100000000) | reverse | list | length }}", long),
        ("{{ ([1] * 100000000) | batch(2) | list | length }}", long),
        ("{{ [1] | batch(2000000000, 0) | list | length }}", long),
        ("{{ [1] | slice(2000000000) | list | length }}", long),
        ("{{ (['x' * 1000000] * 100000) | string | length }}", long),
        ("{{ (['x' * 1000000] * 100000) | pprint | length }}", long),
        ("{{ (['x' * 1000000] * 100000) ~ '' }}", long),
        ("{{ (['x' * 1000000] * 100000) | map('upper') | list | length }}", long),
        ("{{ (',' * 100000000) | split(',') | length }}", long),
        ("{{ ('\n' * 100000000) | lines | length }}", long),
        ("{{ ('x' * 90000000) | list | length }}", long),
        ("{% set x %}{% for i in range(100000) %}{{ 'x' * 100000 }}{% endfor %}{% endset %}", long),
        (
            "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = (ns.x + range(99999)) | list %}{% endfor %}",
            long,
        ),
        ("{{ ('<' * 90000000) | e | length }}", long),
        ("{{ ('x' * 100000) | anchor }}", "too long for this filter"),
        ("{{ ([1] * 1000000) | trend }}", "too long for this filter"),
        ("{{ ('x' * 90000000) - 1 }}", "invalid template"),
        ("{% include 'x' * 60000000 %}", "invalid template"),
        ("{{ (report.goals * 100000) | list | length }}", "needs more than"),
    ] {
        fs::write(&own, text).expect("written");
        let run = goalpost(&northwind(), &["report", "-q", "--template", &own]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}: {}", run.stderr);
        // What grows bit by bit may come to the limit of memory first.
        let is_said = run.stderr.contains(says) || says == long && run.stderr.contains("needs more than 256 MiB");
        assert!(is_said && run.stderr.len() < 2_000, "{text}: {}", run.stderr);
    }
}

#[test]
fn three_hundred_goals_with_their_history_stay_light() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Everything for everyone\nstatement: S\n");
    let write = |at: usize, week: usize| {
        let text = if at.is_multiple_of(4) {
            format!(
                "kind: objective\nid: goal-{at}\ntitle: Make the everyday of customers number {at} easier\nperiod: 2026-Q4\nsupports: [m]\n"
            )
        } else {
            let target = if week > 4 && at.is_multiple_of(7) { 40 } else { 30 };
            format!(
                "kind: key_result\nid: goal-{at}\ntitle: Cut the time that goal {at} takes from 90 to 30 minutes\nmeasures: goal-{}\n\
                 metric: {{name: time {at}, unit: minutes, baseline: 90, target: {target}, current: {}, source: \"https://numbers.example/{at}\"}}\n",
                at - at % 4,
                90 - week * (at % 9)
            )
        };
        repo.write(&format!("q/{at}.yaml"), &text);
    };
    for week in 0..8 {
        for at in 0..299 {
            write(at, week);
        }
        let day = format!("2026-{}-{:02}T09:00:00Z", 10 + (3 + 7 * week) / 31, 1 + (3 + 7 * week) % 31);
        repo.commit("ann", &day, "Check in");
    }
    let page = says(repo.path(), &["report", "-q"]);
    assert_eq!(page.matches("<svg class=\"course\"").count(), 299, "a chart for each");
    assert!(page.len() < 500_000, "{} bytes", page.len());
}

#[test]
fn odd_goals_make_a_report_too() {
    let empty = folder(&[("goalpost.yaml", "")]);
    for format in ["html", "markdown", "json"] {
        let run = goalpost(empty.path(), &["report", "-q", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
    }
    assert!(says(empty.path(), &["report", "-q"]).contains("There are no goals here."));
    // A line of 700 goals, two on a loop, an id that is none, and dates that end before they begin.
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    for at in 0..700 {
        let up = if at == 0 { String::new() } else { format!("supports: [c{}]\n", at - 1) };
        files.push((format!("c{at}.yaml"), format!("kind: objective\nid: c{at}\ntitle: C\n{up}")));
    }
    files.push(("a.yaml".to_owned(), "kind: objective\nid: a\ntitle: A\nsupports: [b]\n".to_owned()));
    files.push(("b.yaml".to_owned(), "kind: objective\nid: b\ntitle: ''\nsupports: [a]\n".to_owned()));
    files.push(("i.yaml".to_owned(), "kind: objective\nid: \"I <b>\\\"\"\ntitle: I\n".to_owned()));
    files.push(("d.yaml".to_owned(), "kind: key_result\nid: d\ntitle: D\nmeasures: a\nperiod: 2026-Q4\ndeadline: 2026-10-01\nmetric: {unit: s, baseline: 1e308, target: -1e308, current: 0}\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let goals = folder(&files);
    let page = says(goals.path(), &["report", "-q"]);
    assert_eq!(page.matches("<ul").count(), page.matches("</ul>").count());
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
    assert_eq!(page.matches("<li").count(), page.matches("</li>").count());
    inert(&says(goals.path(), &["graph", "-q", "--format", "svg"])).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// Whether a drawing has only the elements and attributes that are meant, and nothing in it that could do anything.
fn inert(drawing: &str) -> Result<(), String> {
    const ELEMENTS: [&str; 8] = ["svg", "title", "style", "rect", "text", "path", "g", "/"];
    if let Some(odd) =
        drawing.chars().find(|it| it.is_control() && *it != '\n' || matches!(it, '\u{202e}' | '\u{2066}' | '\u{ffff}'))
    {
        return Err(format!("{odd:?} is in it"));
    }
    let without_style =
        drawing.replace(drawing.split("<style>").nth(1).and_then(|it| it.split("</style>").next()).unwrap_or(""), "");
    for (at, piece) in without_style.split('<').enumerate() {
        let Some((tag, text)) = piece.split_once('>') else {
            if at == 0 && piece.is_empty() {
                continue;
            }
            return Err(format!("no tag: {piece}"));
        };
        let name: String = tag.chars().take_while(|it| it.is_ascii_alphabetic() || *it == '/').collect();
        if !ELEMENTS.contains(&name.trim_end_matches('/')) && !name.starts_with('/') {
            return Err(format!("an element that is not meant: {tag}"));
        }
        if tag.matches('"').count() % 2 != 0
            || tag.split_whitespace().any(|it| it.starts_with("on") && it.contains('='))
            || tag.contains("href")
        {
            return Err(format!("odd attributes: {tag}"));
        }
        let entities = text.split('&').skip(1);
        if text.contains('>')
            || entities
                .into_iter()
                .any(|it| !["amp;", "lt;", "gt;", "quot;", "#39;", "#35;"].iter().any(|known| it.starts_with(known)))
        {
            return Err(format!("text that is not escaped: {text}"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever a goal says, the drawing has no element or attribute that is not meant.
    #[test]
    fn no_title_breaks_a_drawing(title in prop_oneof!["\\PC{0,60}", "[<>&\"'\\]!\\[a-z /=]{0,40}", ".{0,40}", "#{1,9}", Just("<".repeat(10_000))]) {
        let node = |id: &str| NodeView {
            goal: brief(id, &title),
            team_name: Some(title.clone()),
        };
        let edge = EdgeView { from: title.clone(), to: title.clone(), relation: Relation::Supports, weight: Some(2.0), ends: (0, 1) };
        let view = GraphView { nodes: vec![node(&title), node("b")], edges: vec![edge], unreadable: Vec::new() };
        prop_assert_eq!(inert(&svg::graph(&view, &title)), Ok(()));
    }
}

#[test]
fn a_target_that_was_raised_needs_no_reason_in_the_headline_of_a_report() {
    let counted = |target: u32| {
        let repo = Repo::new();
        repo.write("goalpost.yaml", "");
        repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n");
        let key_result = |target: u32| {
            format!(
                "kind: key_result\nid: k\ntitle: Open shops\nmeasures: o\nowner: tom\nmetric: {{unit: shops, baseline: 0, target: {target}, current: 5, as_of: 2026-10-01}}\n"
            )
        };
        repo.write("k.yaml", &key_result(10));
        repo.commit("tom", "2026-10-01T08:00:00Z", "Set the goals");
        repo.write("k.yaml", &key_result(target));
        repo.commit("tom", "2026-11-03T08:00:00Z", "Another target");
        let report = json(repo.path(), &["report", "-q", "--today", "2026-11-21"]);
        let text = says(repo.path(), &["report", "-q", "--today", "2026-11-21", "--format", "markdown"]);
        let goals = json(repo.path(), &["rollup", "-q", "--today", "2026-11-21", "--by", "team"]);
        let said = text.contains("moved its goalposts without a reason");
        (report["summary"]["moved_quietly"].clone(), said, goals["groups"][0]["moved_quietly"].clone(), text)
    };
    let (lowered, said, of_group, _) = counted(8);
    assert!(lowered == 1 && said && of_group == 1, "{lowered} {of_group}");
    let (raised, said, of_group, text) = counted(12);
    assert!(raised == 0 && !said && of_group == 0, "{raised} {of_group}");
    assert!(text.contains("10 → 12 shops"), "the move itself is shown: {text}");
}

/// `rollup`, `digest` and the start screen counted a raised target among those that moved without a reason.
#[test]
fn every_command_counts_the_same_goalposts_as_moved_without_a_reason() {
    let key_result = |target: u32| {
        format!(
            "kind: key_result\nid: k\ntitle: Open shops\nmeasures: o\nowner: tom\nmetric: {{unit: shops, baseline: 0, target: {target}, current: 5, as_of: 2026-10-01}}\n"
        )
    };
    let said = |target: u32| {
        let repo = Repo::new();
        repo.write("goalpost.yaml", "");
        repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n");
        repo.write("k.yaml", &key_result(10));
        repo.commit("tom", "2026-10-01T08:00:00Z", "Set the goals");
        repo.write("k.yaml", &key_result(target));
        repo.commit("tom", "2026-11-03T08:00:00Z", "Another target");
        let commands: [&[&str]; 9] = [
            &[],
            &["rollup"],
            &["digest", "--since", "2026-11-01"],
            &["history", "k"],
            &["history", "--all"],
            &["show", "k"],
            &["diff", "HEAD~1"],
            &["report", "--format", "markdown"],
            &["report", "--format", "html"],
        ];
        commands.map(|args| (args, goalpost(repo.path(), &[args, &["-q", "--today", "2026-11-21"]].concat()).stdout))
    };
    let is_blamed = |text: &str| {
        let text = text.to_lowercase();
        let named = ["moved without a reason (1)", "goalpost moved without a reason", "1 without a reason"];
        named.iter().any(|it| text.contains(it))
            || text.contains("no reason given")
            || text.contains("target moved 2026-11-03")
    };
    for (args, text) in said(8) {
        assert!(is_blamed(&text), "{args:?}: {text}");
    }
    for (args, text) in said(12) {
        assert!(!is_blamed(&text), "{args:?}: {text}");
    }
}

/// Values worse than the baseline, and beyond the target, were drawn on it: the chart stood still.
#[test]
fn a_chart_shows_values_beyond_the_way_from_baseline_to_target() {
    let page = says(crate::support::report::demo(), &["report", "--format", "html"]);
    let goal = &page[page.find("id=\"g-lean-stock\"").expect("the goal")..];
    let chart = &goal[goal.find("<svg class=\"course\"").expect("a chart")..goal.find("</svg>").expect("its end")];
    let line = chart.split("class=\"l\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line");
    let places: Vec<&str> = line.split([' ', 'M', 'L']).filter(|it| !it.is_empty()).collect();
    let heights: std::collections::BTreeSet<&str> = places.chunks(2).filter_map(|it| it.get(1).copied()).collect();
    assert!(heights.len() > 3, "{line}");
}

/// `never checked in` stood beside `value 52 days old`.
#[test]
fn a_value_from_before_the_goal_began_is_a_check_in_of_another_time() {
    let repo = crate::support::repository::Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Bread for all\nstatement: x\n");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Sell more\nperiod: 2026-Q4\nsupports: [m]\n");
    repo.write(
        "k.yaml",
        "kind: key_result\nid: k\ntitle: Raise loaves\nmeasures: o\nmetric: {unit: loaves, baseline: 1, target: 9, current: 2, as_of: 2026-09-30}\n",
    );
    repo.commit("ana", "2026-10-01T10:00:00Z", "Begin");
    let text = says(repo.path(), &["report", "--format", "html"]);
    assert!(!text.contains("never checked in"), "{text}");
}
