//! Goals for reports: hostile ones, and many.

use std::path::Path;

use super::program::{folder, says};

/// The bookshop of `goalpost demo`, with its history.
pub(crate) fn demo() -> &'static Path {
    static DEMO: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    let demo = DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        says(folder.path(), &["demo", "."]);
        folder
    });
    demo.path()
}

/// Text that has done harm elsewhere: markup, ends of sections, scripts, templates, directions, and very much of it.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "]]><script>alert(3)</script>",
    "<img src=x onerror=alert(4)>",
    "\\\"><svg onload=alert(5)>",
    "{{ 7*7 }} {% include 'x' %}",
    "</style></svg></title><b>x",
    "'-alert(6)-' & &lt; &amp;amp;",
    "\u{202e}evil\u{2066}\u{200f}",
    "<!-- --> --!> <![CDATA[",
    "![x](javascript:alert(7)) [y](http://evil.example/z) @everyone #1",
    "日本語のとても長い題名 👩‍👩‍👧‍👦 ",
];

/// Goals whose every text is hostile, with one title of 10,000 characters.
pub(crate) fn hostile_goals() -> tempfile::TempDir {
    let quoted = |text: &str| format!("\"{text}\"");
    let mut files = vec![
        (
            "goalpost.yaml".to_owned(),
            format!("organization: {}\nareas: [{}]\n", quoted(HOSTILE[1]), quoted(HOSTILE[3])),
        ),
        (
            "org.yaml".to_owned(),
            format!(
                "teams:\n  - {{id: top, name: {}, level: company}}\n  - {{id: dep, name: {}, level: department, parent: top}}\n  \
                 - {{id: other, name: {}, level: department, parent: top}}\npeople:\n  - {{id: ann, name: {}, team: dep}}\n",
                quoted(HOSTILE[0]),
                quoted(HOSTILE[4]),
                quoted(HOSTILE[8]),
                quoted(HOSTILE[3])
            ),
        ),
        (
            "m.yaml".to_owned(),
            format!("kind: mission\nid: m\ntitle: {}\nstatement: {}\n", quoted(HOSTILE[1]), quoted(HOSTILE[2])),
        ),
        (
            "top.yaml".to_owned(),
            format!(
                "kind: objective\nid: top\ntitle: {}\nteam: top\nowner: ann\nperiod: 2026-Q4\nsupports: [m]\n",
                quoted(HOSTILE[5])
            ),
        ),
    ];
    for (at, text) in HOSTILE.iter().enumerate() {
        let team = if at % 2 == 0 { "dep" } else { "other" };
        files.push((
            format!("o{at}.yaml"),
            format!(
                "kind: objective\nid: o{at}\ntitle: {}\nteam: {team}\nowner: ann\nperiod: 2026-Q4\nsupports: [top]\nwhy: {}\nneeds: \
                 [{{from: other, what: {}, by: 2026-11-20}}]\nlog:\n  - {{date: 2026-11-20, kind: obstacle, text: {}}}\n  - \
                 {{date: 2026-11-20, kind: recognition, to: [ann], text: {}}}\n",
                quoted(text),
                quoted(text),
                quoted(text),
                quoted(text),
                quoted(text)
            ),
        ));
        files.push((
            format!("k{at}.yaml"),
            format!(
                "kind: key_result\nid: k{at}\ntitle: {}\nmeasures: o{at}\nmetric: {{name: {}, unit: {}, baseline: 0, target: 9, \
                 current: 1, as_of: 2026-11-01, source: \"javascript:alert({at})\"}}\n",
                quoted(text),
                quoted(text),
                quoted(text)
            ),
        ));
    }
    files.push((
        "long.yaml".to_owned(),
        format!("kind: objective\nid: long\ntitle: {}\nperiod: 2026-Q4\nsupports: [top]\n", "W".repeat(10_000)),
    ));
    files.push((
        "lesson.yaml".to_owned(),
        format!(
            "kind: objective\nid: lesson\ntitle: {}\nperiod: 2026-Q3\nstate: missed\nclosed: 2026-09-30\nretrospective: {}\n",
            quoted(HOSTILE[0]),
            quoted(HOSTILE[1])
        ),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}

/// So many goals of ten departments: an objective in four, the rest its key results, with titles of a usual length.
pub(crate) fn many_goals(count: usize) -> tempfile::TempDir {
    let mut files = vec![
        ("goalpost.yaml".to_owned(), "organization: Many\n".to_owned()),
        ("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: Everything for everyone\nstatement: S\n".to_owned()),
    ];
    let mut org = String::from("teams:\n  - {id: top, name: Top, level: company}\n");
    for team in 0..40 {
        org.push_str(&format!("  - {{id: t{team}, name: Team {team}, level: department, parent: top}}\n"));
    }
    org.push_str("people:\n");
    for person in 0..400 {
        org.push_str(&format!("  - {{id: p{person}, name: Person {person}, team: t{}}}\n", person % 40));
    }
    files.push(("org.yaml".to_owned(), org));
    for top in 0..4 {
        files.push((
            format!("top{top}.yaml"),
            format!(
                "kind: objective\nid: top{top}\ntitle: Strategic goal {top}\nteam: top\nperiod: 2026\nsupports: [m]\n"
            ),
        ));
    }
    for at in 6..count {
        let (team, person) = (at / 4 % 40, at % 400);
        let text = if at % 4 == 2 {
            format!(
                "kind: objective\nid: goal-{at}\ntitle: Make the everyday of customers number {at} easier\nteam: t{team}\nowner: \
                 p{person}\nperiod: 2026-Q4\nsupports: [top{}]\nwhy: it is what they name first\n",
                at % 3
            )
        } else {
            format!(
                "kind: key_result\nid: goal-{at}\ntitle: Cut the time that goal {at} takes from 90 to 30 minutes\nmeasures: \
                 goal-{}\nowner: p{person}\nmetric: {{name: time {at}, unit: minutes, baseline: 90, target: 30, current: {}, \
                 as_of: 2026-11-{:02}, source: \"https://numbers.example/{at}\"}}\nconfidence: 0.5\n",
                if at % 4 == 3 { at - 1 } else { (at - at % 4).saturating_sub(2).max(6) },
                40 + at % 50,
                1 + at % 20
            )
        };
        files.push((format!("q/{at}.yaml"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}

/// A line of goals a dozen deep, of teams and people with long words for names: what a narrow page has least room for.
pub(crate) fn deep_goals() -> tempfile::TempDir {
    let long = "Unternehmensentwicklungsabteilung";
    let mut files = vec![
        ("goalpost.yaml".to_owned(), format!("areas: [{long}]\n")),
        (
            "org.yaml".to_owned(),
            format!(
                "teams:\n  - {{id: top, name: Top, level: company}}\n  - {{id: t, name: {long}, level: department, parent: top, capacity: \
                 123456.75}}\npeople:\n  - {{id: ann, name: Annegret {long}, team: t}}\n"
            ),
        ),
        ("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: Everything for everyone\nstatement: S\n".to_owned()),
    ];
    for at in 0..12 {
        let (team, above) = if at == 0 { ("top", "m".to_owned()) } else { ("t", format!("o{}", at - 1)) };
        files.push((
            format!("o{at}.yaml"),
            format!(
                "kind: objective\nid: o{at}\ntitle: Make the {long} understand step {at}\nteam: {team}\nowner: ann\nperiod: 2026-Q4\n\
                 supports: [{above}]\neffort: 12345.5\nperspective: learning-and-growth\narea: {long}\n"
            ),
        ));
    }
    files.push((
        "k.yaml".to_owned(),
        "kind: key_result\nid: k\ntitle: Reach the very end\nmeasures: o11\nmetric: {name: ends, unit: percent, baseline: 0, target: \
         9, current: 9, as_of: 2026-11-01}\n"
            .to_owned(),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}
