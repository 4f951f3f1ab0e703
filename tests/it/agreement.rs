//! One question asked of every command has one answer: who changed a goal, when, and how much it came to. Over histories
//! with squashed pull requests, `.mailmap`, bots, merges and renames.

use serde_json::{Value, json as value};

use crate::support::program::{json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: shop, level: company}, {id: oven, level: department, parent: shop}, \
                   {id: till, level: department, parent: shop}]\n\
                   people:\n\
                   - {id: ana, name: Ana Ost, team: oven, email: [ana@northwind.example]}\n\
                   - {id: ben, name: Ben Beck, team: till, email: [ben@northwind.example], github: ben-b}\n\
                   - {id: eva, name: Eva Ek, team: till, email: [eva@northwind.example]}\n\
                   bots: [bot@northwind.example]\n";

/// A shop whose key result `a` belongs to ana.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\nlevels: [company, department]\n");
    repo.write("org.yaml", ORG);
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n");
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: Bake better bread\nowner: ana\nteam: oven\nsupports: [m]\nperiod: 2026-Q4\n",
    );
    repo.write("a.yaml", &key_result(100, 10, "2026-10-01"));
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set the goals");
    repo
}

fn key_result(target: u32, current: u32, as_of: &str) -> String {
    format!(
        "kind: key_result\nid: a\ntitle: Sell a hundred loaves\nmeasures: o\nowner: ana\nmetric:\n  name: loaves\n  \
         unit: x\n  baseline: 0\n  target: {target}\n  current: {current}\n  as_of: {as_of}\n"
    )
}

/// Commits everything with an author and a committer, `Name <address>` each.
fn commit_as(repo: &Repo, author: &str, committer: &str, when: &str, message: &str) {
    repo.git(&["add", "-A"]);
    let part = |it: &str| it.trim_end_matches('>').split_once(" <").map(|(a, b)| (a.to_owned(), b.to_owned()));
    let ((author, email), (committer, address)) = part(author).zip(part(committer)).expect("names and addresses");
    repo.write(".git/message", message);
    repo.shell(&format!(
        "GIT_AUTHOR_NAME='{author}' GIT_AUTHOR_EMAIL='{email}' GIT_AUTHOR_DATE={when} GIT_COMMITTER_NAME='{committer}' \
         GIT_COMMITTER_EMAIL='{address}' GIT_COMMITTER_DATE={when} git commit -q -F .git/message"
    ));
}

const GITHUB: &str = "GitHub <noreply@github.com>";

/// Who set the target of `a`, by everything that says so for people.
fn who(repo: &Repo) -> [String; 4] {
    let root = repo.path();
    let row = |text: &str, word: &str| {
        let row = text.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{word} in {text}"));
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let named = |text: String, word: &str| {
        let row = row(&text, word);
        let found = ["ana", "ben", "eva", "Ana Ost", "Ben Beck", "Eva Ek"].iter().find(|name| row.contains(*name));
        found.map_or(row.clone(), |name| name.split(' ').next().unwrap_or("").to_lowercase())
    };
    let report = json(root, &["report", "--period", "2026-Q4"]);
    let goals = report["goals"].as_array().expect("goals").iter().find(|it| it["id"] == "a").expect("a").clone();
    let digest = json(root, &["digest", "--since", "60d"]);
    let first = |it: &Value| it.as_str().unwrap_or("nobody").split(' ').next().unwrap_or("").to_lowercase();
    [
        named(says(root, &["blame", "a"]), "target"),
        named(says(root, &["history", "a"]), "update the target"),
        first(&goals["moves"][0]["by"]),
        first(&digest["moved"][0]["author"]),
    ]
}

#[test]
fn everybody_knows_whose_commit_it_is() {
    let moved = |author: &str, committer: &str, message: &str| {
        let repo = shop();
        repo.write(".mailmap", "Ana Ost <ana@northwind.example> <ana@home.example>\n");
        repo.write("a.yaml", &key_result(80, 10, "2026-10-01"));
        commit_as(&repo, author, committer, "2026-11-10T08:00:00Z", message);
        repo
    };
    let bot = "Bot <bot@northwind.example>";
    let eva = "update the target\n\nCo-authored-by: Eva <eva@northwind.example>\n";
    for (author, committer, message, person) in [
        ("Ana at home <ana@home.example>", GITHUB, "update the target\n", "ana"),
        ("ben-b <7+ben-b@users.noreply.github.com>", GITHUB, "update the target (#7)\n", "ben"),
        (bot, bot, eva, "eva"),
        ("Ben <ben@northwind.example>", bot, eva, "ben"),
    ] {
        let repo = moved(author, committer, message);
        assert_eq!(who(&repo), [person; 4], "{author}: {message}");
        // Whoever wrote the change need not be asked to look at it.
        let reviewers = json(repo.path(), &["diff", "HEAD~1..HEAD"])["reviewers"].clone();
        let asked = reviewers.as_array().expect("reviewers").iter().any(|it| it["person"] == "ana");
        assert_eq!(asked, person != "ana", "{author}: {reviewers}");
    }
}

#[test]
fn whoever_signs_in_a_squashed_message_took_part_in_every_answer() {
    let repo = shop();
    let squashed =
        "Set goals (#8)\n\n* Draft\n\nSigned-off-by: Eva <eva@northwind.example>\nGoal: o\n\n* Mend\n\nMore words.\n";
    repo.write(
        "b.yaml",
        "kind: objective\nid: b\ntitle: Shorten the queue\nowner: eva\nteam: till\nsupports: [m]\nperiod: 2026-Q4\n",
    );
    repo.write("queue.rs", "fn main() {}");
    commit_as(&repo, "ben-b <7+ben-b@users.noreply.github.com>", GITHUB, "2026-10-02T08:00:00Z", squashed);
    let participation = json(repo.path(), &["align"])["indicators"]["participation"].clone();
    assert_eq!(participation["missing"], value!([]), "{participation}");
    assert!(!says(repo.path(), &["check", "--rule", "unsigned-goal"]).contains("unsigned-goal"), "eva signed it");
    let work = json(repo.path(), &["work", "--since", "2026-10-01"]);
    assert_eq!(work["goals"][0]["goal"], "o", "{work}");
}
