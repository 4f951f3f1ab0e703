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

/// Merges a branch as ines, with a message.
fn merge_as(repo: &Repo, when: &str, message: &str, branch: &str) {
    repo.write(".git/message", message);
    repo.shell(&format!(
        "GIT_AUTHOR_DATE={when} GIT_COMMITTER_DATE={when} git merge -q --no-ff -F .git/message {branch}"
    ));
}

const GITHUB: &str = "GitHub <noreply@github.com>";

/// The moves of `a`, as `history` tells them.
fn moves(repo: &Repo) -> Vec<Value> {
    let goals = json(repo.path(), &["history", "a"])["goals"].clone();
    goals[0]["goalposts"].as_array().expect("goalposts").clone()
}

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

/// What is known of the one move of `a`, after a commit that made it.
fn alone(make: impl FnOnce(&Repo)) -> Value {
    let repo = shop();
    make(&repo);
    let moves = moves(&repo);
    assert_eq!(moves.len(), 1, "{moves:?}");
    for answer in [
        says(repo.path(), &["history", "a"]),
        says(repo.path(), &["diff", "HEAD~1..HEAD"]),
        says(repo.path(), &["show", "a"]),
        says(repo.path(), &["report", "--period", "2026-Q4", "--format", "markdown"]),
    ] {
        assert!(!answer.contains("alone"), "{answer}");
    }
    let html = says(repo.path(), &["report", "--period", "2026-Q4"]);
    assert!(!html.contains("Ost alone") && !html.contains(">alone<"), "{html}");
    moves[0]["by_owner_alone"].clone()
}

fn lower(repo: &Repo) {
    repo.write("a.yaml", &key_result(80, 10, "2026-10-01"));
}

#[test]
fn nobody_is_said_to_have_been_alone_where_git_cannot_know() {
    const ANA: &str = "Ana <ana@northwind.example>";
    const BEN: &str = "Ben <ben@northwind.example>";
    let day = "2026-11-10T08:00:00Z";
    let commit = |author: &'static str, committer: &'static str, message: &'static str| {
        alone(move |repo| {
            lower(repo);
            commit_as(repo, author, committer, day, message);
        })
    };
    assert_eq!(commit(ANA, ANA, "update the target"), true);
    assert_eq!(commit(ANA, GITHUB, "update the target"), Value::Null, "a service committed it");
    assert_eq!(commit(ANA, ANA, "update the target (#7)"), Value::Null, "a pull request was approved elsewhere");
    assert_eq!(commit(ANA, ANA, "update\n\nSee merge request shop/goals!7"), Value::Null);
    assert_eq!(commit(ANA, ANA, "Squashed commit of the following:\n\ncommit 8a1b2c3\n"), Value::Null);
    assert_eq!(commit("Ana <ana@elsewhere.example>", ANA, "update the target"), Value::Null, "nobody's address");
    assert_eq!(commit(BEN, GITHUB, "update the target (#7)"), false, "another person wrote it");
    assert_eq!(commit(ANA, BEN, "update the target"), false, "another person committed it");
    for key in ["Co-authored-by", "Reviewed-by", "Acked-by", "Signed-off-by"] {
        let message: &'static str = format!("update the target\n\n{key}: Eva <eva@northwind.example>").leak();
        assert_eq!(commit(ANA, ANA, message), false, "{key}");
    }
    let bot = "Bot <bot@northwind.example>";
    assert_eq!(commit(bot, bot, "update\n\nCo-authored-by: Ana <ana@northwind.example>"), Value::Null);
}

#[test]
fn whoever_merged_a_move_had_part_in_it() {
    let merged = |by: &'static str| {
        alone(move |repo| {
            repo.branch("lower");
            lower(repo);
            repo.commit("ana", "2026-11-10T08:00:00Z", "update the target");
            repo.checkout("main");
            repo.merge(by, "2026-11-12T08:00:00Z", "lower");
        })
    };
    assert_eq!(merged("ben"), false);
    assert_eq!(merged("ana"), true);
    assert_eq!(merged("stranger"), Value::Null);
    // A merge that `git pull` makes takes the trunk in: what stood there was not merged by whoever pulled.
    let pulled = alone(|repo| {
        repo.branch("here");
        repo.write("notes.yaml", "kind: objective\nid: n\ntitle: Note it\nsupports: [m]\n");
        repo.commit("ben", "2026-11-09T08:00:00Z", "not pushed yet");
        repo.checkout("main");
        lower(repo);
        repo.commit("ana", "2026-11-10T08:00:00Z", "update the target");
        repo.checkout("here");
        merge_as(repo, "2026-11-10T09:00:00Z", "Merge branch 'main' of host:goals", "main");
        repo.git(&["branch", "-f", "main", "here"]);
        repo.checkout("main");
    });
    assert_eq!(pulled, true);
}

#[test]
fn a_review_is_reported_where_it_is_known() {
    let repo = shop();
    lower(&repo);
    repo.commit("ana", "2026-11-10T08:00:00Z", "update the target\n\nReviewed-by: Eva <eva@northwind.example>");
    assert_eq!(moves(&repo)[0]["reviewed_by"], value!(["eva"]));
    let history = says(repo.path(), &["history", "a"]);
    assert!(history.contains("(no reason given, reviewed by eva)"), "{history}");
}

/// Adds to the file of `a`.
fn add(repo: &Repo, more: &str) {
    let text = repo.read("a.yaml");
    repo.write("a.yaml", &format!("{text}{more}"));
}

fn findings(repo: &Repo) -> usize {
    let answer =
        crate::support::program::goalpost(repo.path(), &["check", "--rule", "moved-target", "--format", "json"]);
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    view["findings"].as_array().expect("findings").len()
}

#[test]
fn a_reason_may_come_late_and_is_shown_everywhere() {
    let late = "log:\n  - {date: 2026-11-20, by: ana, kind: decision, text: the oven broke, about: [metric.target]}\n";
    for (added, text) in [(late, "the oven broke"), ("reason: the oven broke down\n", "the oven broke down")] {
        let repo = shop();
        lower(&repo);
        repo.commit("ana", "2026-11-08T08:00:00Z", "update the target");
        assert_eq!(findings(&repo), 1);
        assert_eq!((&moves(&repo)[0]["explained"], &moves(&repo)[0]["reason"]), (&value!(false), &Value::Null));
        add(&repo, added);
        repo.commit("ana", "2026-11-20T08:00:00Z", "say why");
        let it = moves(&repo)[0].clone();
        let told = [&it["explained"], &it["reason"], &it["explained_days_later"]];
        assert_eq!(told, [&value!(true), &value!(text), &value!(12)], "{it}");
        assert_eq!(findings(&repo), 0);
        let words = format!("explained 12 days later: “{text}”");
        let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for args in [
            &["history", "a"][..],
            &["show", "a"],
            &["diff", "HEAD~2..HEAD"],
            &["digest", "--since", "30d"],
            &["report", "--period", "2026-Q4", "--format", "markdown"],
            &["review", "--person", "ana"],
        ] {
            let answer = flat(says(repo.path(), args));
            assert!(answer.contains(&words), "{args:?}: {answer}");
        }
        let html = says(repo.path(), &["report", "--period", "2026-Q4"]);
        assert!(html.contains(&format!("explained 12 days later: {text}")), "{html}");
        assert_eq!(json(repo.path(), &["show", "a"])["moves"][0]["reason"], *text);
        assert_eq!(json(repo.path(), &["diff", "HEAD~2..HEAD"])["changes"][0]["moved"]["reason"], *text);
    }
}

#[test]
fn what_explains_a_move_and_what_does_not() {
    let explained = |make: &dyn Fn(&Repo)| {
        let repo = shop();
        make(&repo);
        let last = moves(&repo).pop().expect("a move");
        assert_eq!(last["explained"] == true, findings(&repo) == 0, "{last}");
        last["explained"] == true
    };
    let decision = "log:\n  - {date: 2026-11-12, by: ana, kind: decision, text: the oven broke";
    // What stood there before says nothing of a later move, whatever its day.
    assert!(!explained(&|repo| {
        add(repo, &format!("{decision}}}\nreason: it is what it is\n"));
        repo.commit("ana", "2026-11-09T08:00:00Z", "decide");
        let text = repo.read("a.yaml").replace("target: 100", "target: 80");
        repo.write("a.yaml", &text);
        repo.commit("ana", "2026-11-10T08:00:00Z", "because the oven broke");
    }));
    // A later decision that names no field is about the one move that is open.
    let moved = |repo: &Repo, more: &str| {
        lower(repo);
        repo.commit("ana", "2026-11-10T08:00:00Z", "update the target");
        if !more.is_empty() {
            let text = repo.read("a.yaml").replace("unit: x", "unit: loaves of bread");
            repo.write("a.yaml", &text);
            repo.commit("ana", "2026-11-11T08:00:00Z", "update the unit");
        }
    };
    assert!(explained(&|repo| {
        moved(repo, "");
        add(repo, &format!("{decision}}}\n"));
        repo.commit("ana", "2026-11-20T08:00:00Z", "decide");
    }));
    let repo = shop();
    moved(&repo, "another");
    add(&repo, &format!("{decision}}}\n"));
    repo.commit("ana", "2026-11-20T08:00:00Z", "decide");
    assert!(moves(&repo).iter().all(|it| it["explained"] == false), "which of the two is not said");
    // One that names another field is about that.
    let repo = shop();
    moved(&repo, "another");
    add(&repo, &format!("{decision}, about: [metric.unit]}}\n"));
    repo.commit("ana", "2026-11-20T08:00:00Z", "decide");
    let told: Vec<Value> = moves(&repo).iter().map(|it| it["explained"].clone()).collect();
    assert_eq!(told, [value!(false), value!(true)]);
    // A trailer counts with the move, in any commit of its pull request and in the merge, and not later.
    let branch = |repo: &Repo, also: &str, merge: &str| {
        repo.branch("lower");
        lower(repo);
        repo.commit("ana", "2026-11-10T08:00:00Z", "update the target");
        repo.write("o.yaml", &repo.read("o.yaml").replace("better", "much better"));
        repo.commit("ana", "2026-11-10T09:00:00Z", also);
        repo.checkout("main");
        repo.write("m.yaml", &repo.read("m.yaml").replace("because", "for bread"));
        repo.commit("ben", "2026-11-11T08:00:00Z", "meanwhile");
        merge_as(repo, "2026-11-12T08:00:00Z", merge, "lower");
    };
    assert!(explained(&|repo| branch(repo, "more\n\nGoal-Reason: the oven broke", "Merge lower")));
    assert!(explained(&|repo| branch(repo, "more", "Merge lower\n\nGoal-Reason: the oven broke")));
    assert!(!explained(&|repo| branch(repo, "more", "Merge lower")));
    assert!(!explained(&|repo| {
        moved(repo, "");
        repo.write("o.yaml", &repo.read("o.yaml").replace("better", "much better"));
        repo.commit("ana", "2026-11-11T08:00:00Z", "more\n\nGoal-Reason: the oven broke");
    }));
}

#[test]
fn the_help_names_a_command_that_explains_the_move() {
    let repo = shop();
    lower(&repo);
    repo.commit("ana", "2026-10-20T08:00:00Z", "update the target");
    let answer = says(repo.path(), &["check", "--rule", "moved-target"]);
    let flat = answer.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    assert!(flat.contains("goalpost note a \"…\" --kind decision --about metric.target"), "{answer}");
    says(
        repo.path(),
        &["note", "a", "the oven broke", "--kind", "decision", "--about", "metric.target", "--by", "ana"],
    );
    assert_eq!(findings(&repo), 0);
}

#[test]
fn a_deleted_objective_is_reported_by_everything_that_says_what_happened() {
    for (message, why) in
        [("tidy up", "no reason given"), ("tidy\n\nGoal-Reason: the oven is sold", "the oven is sold")]
    {
        let repo = shop();
        repo.remove("o.yaml");
        repo.remove("a.yaml");
        repo.commit("ben", "2026-11-18T08:00:00Z", message);
        for args in [
            &["digest", "--since", "7d"][..],
            &["report", "--period", "2026-Q4", "--format", "markdown"],
            &["report", "--period", "2026-Q4"],
        ] {
            let answer = says(repo.path(), args).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(answer.contains("Bake better bread") && answer.contains("with 1 key result"), "{args:?}: {answer}");
            assert!(answer.contains(why) && answer.contains("Ben Beck"), "{args:?}: {answer}");
        }
        for args in [&["digest", "--since", "7d"][..], &["report", "--period", "2026-Q4"]] {
            let removed = json(repo.path(), args)["removed"].clone();
            assert_eq!((&removed[0]["goal"], &removed[0]["key_results"]), (&value!("o"), &value!(["a"])), "{removed}");
            assert_eq!(removed[0]["explained"], why != "no reason given", "{removed}");
        }
    }
}

/// How one repository is asked about the goal whose target was lowered from 100 to 80, when 40 loaves had been sold.
struct Asked<'a> {
    repo: &'a Repo,
    goal: &'a str,
    /// The first day after the check-in before the move, and the commits that moved the target: by whom, and when.
    before: &'a str,
    moves: &'a [(&'a str, &'a str)],
}

const NAMES: [(&str, &str); 3] = [("ana", "Ana Ost"), ("ben", "Ben Beck"), ("eva", "Eva Ek")];

/// Whether two numbers are one.
fn is_near(a: &Value, b: f64) -> bool {
    a.as_f64().is_some_and(|a| (a - b).abs() < 1e-9)
}

/// A goal's entry in a list of an answer.
fn entry<'v>(list: &'v Value, key: &str, goal: &str) -> &'v Value {
    let found = list.as_array().and_then(|list| list.iter().find(|it| it[key] == *goal));
    found.unwrap_or_else(|| panic!("{goal} in {list}"))
}

impl Asked<'_> {
    /// Who moved the target, when and from what to what, oldest first, as a list of moves tells it; first and last value.
    fn moves_of(&self, moves: &Value) {
        let moves: Vec<&Value> =
            moves.as_array().expect("moves").iter().filter(|it| it["field"] == "metric.target").collect();
        let of: Vec<(&str, &str)> = moves
            .iter()
            .map(|it| {
                let by = it["by"].as_str().expect("a name");
                let id = NAMES.iter().find(|(_, name)| *name == by).map_or(by, |(id, _)| id);
                (id, it["day"].as_str().expect("a day"))
            })
            .collect();
        assert_eq!(of, self.moves, "{moves:?}");
        assert_eq!(
            (&moves[0]["before"], &moves[moves.len() - 1]["after"]),
            (&value!(100.0), &value!(80.0)),
            "{moves:?}"
        );
    }

    /// Asks everything that says who moved the target, when, and how much it came to.
    fn agrees(&self) {
        let (root, goal) = (self.repo.path(), self.goal);
        let history = json(root, &["history", goal])["goals"][0].clone();
        self.moves_of(&history["goalposts"]);
        self.moves_of(&json(root, &["show", goal])["moves"]);
        let report = json(root, &["report", "--period", "2026-Q4"]);
        self.moves_of(&entry(&report["goals"], "id", goal)["moves"]);
        let change = entry(&json(root, &["diff", self.before])["changes"], "goal", goal).clone();
        self.moves_of(&change["moved"]["moves"]);
        let target = entry(&change["fields"], "field", "metric.target");
        assert_eq!((&target["before"], &target["after"]), (&value!(100.0), &value!(80.0)));
        let digest = json(root, &["digest", "--since", self.before]);
        let moved = digest["moved"].as_array().expect("moves").iter().filter(|it| it["goal"] == *goal);
        let of: Vec<(String, &str)> = moved
            .clone()
            .map(|it| {
                let name = it["author"].as_str().expect("a name");
                let id = NAMES.iter().find(|(_, known)| *known == name).map_or(name, |(id, _)| id);
                (id.to_owned(), it["day"].as_str().expect("a day"))
            })
            .collect();
        let of: Vec<(&str, &str)> = of.iter().map(|(id, day)| (id.as_str(), *day)).collect();
        assert_eq!(of, self.moves, "digest");
        // What it came to: today's progress, and against the original.
        let rollup = json(root, &["rollup"]);
        assert!(is_near(&entry(&rollup["goals"], "id", goal)["progress"], 0.5), "{rollup}");
        assert!(is_near(&entry(&report["goals"], "id", goal)["progress"], 0.5));
        for price in [&history["price"], &change["moved"]["price"], &moved.clone().next().expect("a move").clone()] {
            assert!(is_near(&price["against_original"], 0.4) && is_near(&price["present"], 0.5), "{price}");
        }
        // And on the day before: 30 of 100.
        let then = entry(&digest["progress"], "goal", goal);
        assert!(is_near(&then["before"], 0.3) && is_near(&then["after"], 0.5), "{then}");
        let impact = json(root, &["diff", self.before])["impact"].clone();
        assert!(is_near(&entry(&impact, "goal", goal)["progress_before"], 0.3), "{impact}");
        let rollup = json(root, &["rollup", "--at", self.before, "--period", "all"]);
        let known = rollup["goals"].as_array().expect("goals").iter().find(|it| it["id"] == "a");
        assert!(is_near(&known.expect("the goal")["progress"], 0.3), "{rollup}");
        // The finding says the same numbers.
        let view = check(self.repo, "moved-target");
        let finding = entry(&view["findings"], "goal", goal);
        let message = finding["message"].as_str().expect("a message");
        assert!(
            message.contains("from 100 x to 80 x") && message.contains("50 %") && message.contains("40 %"),
            "{message}"
        );
        // Those who wrote it are in every sentence for people.
        let (last, _) = self.moves[self.moves.len() - 1];
        let name = NAMES.iter().find(|(id, _)| *id == last).expect("known").1;
        for (args, by) in [
            (&["blame", goal][..], last),
            (&["history", goal], last),
            (&["diff", self.before], last),
            (&["digest", "--since", self.before], name),
            (&["report", "--period", "2026-Q4", "--format", "markdown"], name),
        ] {
            let answer = says(root, args);
            assert!(answer.contains(by), "{args:?} names {by}: {answer}");
        }
        let blame = says(root, &["blame", goal]);
        let row = blame.lines().find(|line| line.starts_with("metric.target")).expect("the target");
        // `blame` names the commit and its own day, which a pull request's merge comes after.
        let history = json(root, &["history", goal])["goals"][0]["goalposts"].clone();
        let proposed = history.as_array().and_then(|moves| moves.last()).expect("a move")["proposed"]["day"].clone();
        assert!(row.contains(proposed.as_str().expect("a day")) && row.contains(last), "{row}");
        // Whose work it was shows among the departments of a goal: ana's oven and the till of the others.
        let collaboration = json(root, &["align"])["indicators"]["collaboration"]["worked"].clone();
        let across = !collaboration["missing"].as_array().expect("ids").iter().any(|it| *it == *goal);
        assert_eq!(across, self.moves.iter().any(|(id, _)| *id != "ana"), "{collaboration}");
    }
}

fn check(repo: &Repo, rule: &str) -> Value {
    let answer = crate::support::program::goalpost(repo.path(), &["check", "--rule", rule, "--format", "json"]);
    serde_json::from_str(&answer.stdout).expect("JSON")
}

/// A shop where ana has checked in with 30 loaves.
fn checked_in() -> Repo {
    let repo = shop();
    repo.write("a.yaml", &key_result(100, 30, "2026-11-01"));
    repo.commit("ana", "2026-11-01T08:00:00Z", "check in");
    repo
}

#[test]
fn who_moved_a_target_when_and_how_much_is_one_answer_everywhere() {
    const ANA: &str = "Ana <ana@northwind.example>";
    const BOT: &str = "Bot <bot@northwind.example>";
    let day = "2026-11-10T08:00:00Z";
    let squashed = "update the target (#7)\n\n* lower\n\n* mend\n\nCo-authored-by: Eva <eva@northwind.example>\n";
    let by_bot = "update the target\n\nCo-authored-by: Eva <eva@northwind.example>\n";
    for (author, committer, message, person) in [
        (ANA, ANA, "update the target\n", "ana"),
        ("ben-b <7+ben-b@users.noreply.github.com>", GITHUB, squashed, "ben"),
        ("Ana at home <ana@home.example>", GITHUB, "update the target\n", "ana"),
        (BOT, BOT, by_bot, "eva"),
        ("Ben <ben@northwind.example>", BOT, "update the target\n", "ben"),
    ] {
        let repo = checked_in();
        repo.write(".mailmap", "Ana Ost <ana@northwind.example> <ana@home.example>\n");
        repo.write("a.yaml", &key_result(80, 40, "2026-11-10"));
        commit_as(&repo, author, committer, day, message);
        Asked { repo: &repo, goal: "a", before: "2026-11-05", moves: &[(person, "2026-11-10")] }.agrees();
    }
}

#[test]
fn a_merged_pull_request_and_a_renamed_file_are_one_answer_everywhere() {
    let repo = checked_in();
    repo.branch("lower");
    repo.write("a.yaml", &key_result(90, 40, "2026-11-06"));
    repo.commit("ana", "2026-11-06T08:00:00Z", "lower once");
    repo.write("a.yaml", &key_result(80, 40, "2026-11-06"));
    repo.commit("ben", "2026-11-07T08:00:00Z", "lower twice");
    repo.checkout("main");
    repo.write("m.yaml", &repo.read("m.yaml").replace("because", "for bread"));
    repo.commit("ben", "2026-11-08T08:00:00Z", "meanwhile");
    merge_as(&repo, "2026-11-10T08:00:00Z", "Merge pull request #3 from shop/lower", "lower");
    // One move, net, of the day on which it landed, by whoever proposed what it became.
    Asked { repo: &repo, goal: "a", before: "2026-11-05", moves: &[("ben", "2026-11-10")] }.agrees();

    let repo = checked_in();
    repo.remove("a.yaml");
    repo.write("2026-Q4/bread.yaml", &key_result(100, 30, "2026-11-01"));
    repo.commit("nobody known", "2026-11-08T08:00:00Z", "move the file");
    repo.write("2026-Q4/bread.yaml", &key_result(80, 40, "2026-11-10"));
    repo.commit("ana", "2026-11-10T08:00:00Z", "update the target");
    Asked { repo: &repo, goal: "a", before: "2026-11-05", moves: &[("ana", "2026-11-10")] }.agrees();
}

#[test]
fn a_goal_under_another_id_is_one_answer_everywhere() {
    let repo = checked_in();
    let renamed =
        |target, current, day| key_result(target, current, day).replace("id: a\n", "id: bread\n") + "formerly: [a]\n";
    repo.remove("a.yaml");
    repo.write("bread.yaml", &renamed(100, 30, "2026-11-01"));
    repo.commit("ana", "2026-11-08T08:00:00Z", "rename it");
    repo.write("bread.yaml", &renamed(80, 40, "2026-11-10"));
    commit_as(&repo, "ben-b <7+ben-b@users.noreply.github.com>", GITHUB, "2026-11-10T08:00:00Z", "update the target");
    Asked { repo: &repo, goal: "bread", before: "2026-11-05", moves: &[("ben", "2026-11-10")] }.agrees();
}
