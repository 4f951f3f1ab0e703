//! Links that are older than a change of the goal above: found without a mark in the files, told alike by `check`, `plan`,
//! `align`, `show`, `agenda` and `diff`, and cleared by either owner.

use serde_json::{Value, json as value};

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: shop, level: company, lead: ines}, {id: oven, level: department, parent: shop}, \
                   {id: till, level: department, parent: shop}]\n\
                   people:\n\
                   - {id: ines, name: Ines, team: shop, email: [ines@northwind.example]}\n\
                   - {id: ana, name: Ana, team: oven, email: [ana@northwind.example]}\n\
                   - {id: ben, name: Ben, team: till, email: [ben@northwind.example]}\n\
                   - {id: eva, name: Eva, team: till, email: [eva@northwind.example]}\n";

/// The key result `loaves` of the objective `bread`, and two goals of others that support it.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "levels: [company, department]\nrules: {suspect-link: warn}\n");
    repo.write("org.yaml", ORG);
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n");
    repo.write(
        "bread.yaml",
        "kind: objective\nid: bread\ntitle: Bake the best bread in town\nowner: ana\nteam: oven\nlevel: company\n\
         supports: [m]\nperiod: 2026\n",
    );
    repo.write("loaves.yaml", &loaves("100"));
    repo.write("flour.yaml", &supporter("flour", "ben", "[loaves]"));
    repo.write("queue.yaml", &supporter("queue", "eva", "[loaves]"));
    repo.commit("ines", "2026-10-01T08:00:00Z", "Set the goals");
    repo
}

fn loaves(target: &str) -> String {
    format!(
        "kind: key_result\nid: loaves\ntitle: Sell more loaves\nmeasures: bread\nperiod: 2026-Q4\nmetric:\n  \
         name: loaves\n  unit: x\n  baseline: 0\n  target: {target}\n"
    )
}

fn supporter(id: &str, owner: &str, supports: &str) -> String {
    format!(
        "kind: objective\nid: {id}\ntitle: Care about {id}\nowner: {owner}\nteam: till\nperiod: 2026-Q4\nsupports: {supports}\n"
    )
}

fn lower(repo: &Repo) {
    repo.write("loaves.yaml", &loaves("80"));
    repo.commit("ana", "2026-11-05T08:00:00Z", "Lower the target");
}

/// The suspect links of `align`, as `PARENT < CHILD CHILD: FIELD FIELD`.
fn suspect(repo: &Repo) -> Vec<String> {
    let view = json(repo.path(), &["-q", "align"]);
    entries(&view["suspect_links"])
}

fn entries(list: &Value) -> Vec<String> {
    let texts = |list: &Value, key: &str| -> Vec<String> {
        let all = list.as_array().expect("a list").iter();
        all.map(|it| it[key].as_str().expect("a text").to_owned()).collect()
    };
    let entry = |it: &Value| {
        let (links, fields) = (texts(&it["links"], "goal").join(" "), texts(&it["changes"], "field").join(" "));
        format!("{} < {links}: {fields}", it["goal"].as_str().expect("an id"))
    };
    list.as_array().unwrap_or_else(|| panic!("a list: {list}")).iter().map(entry).collect()
}

/// The findings of `suspect-link`, by goal.
fn found(repo: &Repo) -> Vec<String> {
    let answer = goalpost(repo.path(), &["check", "-q", "--rule", "suspect-link", "--format", "json"]);
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
    let findings = view["findings"].as_array().expect("findings").iter();
    findings
        .map(|it| format!("{} {}", it["goal"].as_str().unwrap_or("–"), it["field"].as_str().unwrap_or("–")))
        .collect()
}

const BOTH: &str = "loaves < flour queue: metric.target";

#[test]
fn a_link_is_suspect_once_the_goal_above_changed_and_every_answer_says_so() {
    let repo = shop();
    assert_eq!((suspect(&repo), found(&repo)), (vec![], vec![]));
    lower(&repo);
    assert_eq!(suspect(&repo), [BOTH]);
    assert_eq!(found(&repo), ["loaves metric.target"]);
    let root = repo.path();
    let plan = json(root, &["-q", "plan", "--period", "2026-Q4"]);
    assert_eq!(entries(&plan["suspect_links"]), [BOTH]);
    let entry = &plan["suspect_links"][0];
    let change = &entry["changes"][0];
    assert_eq!(
        (&change["before"], &change["after"], &change["day"], &change["by"], &change["explained"]),
        (&value!(100.0), &value!(80.0), &value!("2026-11-05"), &value!("Ana"), &value!(false))
    );
    assert_eq!(entry["command"], "goalpost ack loaves --links");
    let link = &entry["links"][0];
    assert_eq!(
        (&link["written"], &link["acknowledged"], &link["owner"], &link["command"]),
        (&value!("2026-10-01"), &Value::Null, &value!("ben"), &value!("goalpost ack flour --link loaves"))
    );
    for args in [["plan", "--period", "2026-Q4"], ["align", "--period", "2026-Q4"]] {
        for format in ["human", "markdown"] {
            let text = says(root, &[&["-q"][..], &args, &["--format", format]].concat());
            assert_eq!(text.replace("\\.", ".").matches("metric.target 100 → 80").count(), 1, "{text}");
            assert!(text.contains("goalpost ack loaves --links") && text.contains("flour"), "{text}");
        }
    }
    let show = json(root, &["-q", "show", "flour"]);
    assert_eq!(entries(&show["suspect_links"]), ["loaves < flour: metric.target"]);
    assert_eq!(show["suspect_below"], Value::Null);
    assert!(says(root, &["-q", "show", "flour"]).contains("goalpost ack flour --link loaves"));
    assert_eq!(entries(&value!([json(root, &["-q", "show", "loaves"])["suspect_below"]])), [BOTH]);
    let items = json(root, &["-q", "agenda", "--period", "all"])["items"].clone();
    let links = items.as_array().expect("items").iter().filter(|it| it["kind"] == "link");
    let links: Vec<(&str, &str)> = links
        .map(|it| (it["who"][0].as_str().expect("a person"), it["command"].as_str().expect("a command")))
        .collect();
    assert_eq!(
        links,
        [
            ("ben", "goalpost ack flour --link loaves"),
            ("ana", "goalpost ack loaves --links"),
            ("eva", "goalpost ack queue --link loaves")
        ]
    );
    let mine = json(root, &["-q", "agenda", "--owner", "eva"])["items"].clone();
    assert_eq!(mine.as_array().expect("items").iter().filter(|it| it["kind"] == "link").count(), 1);
    for (range, becomes) in [("HEAD~1..HEAD", vec![BOTH.to_owned()]), ("HEAD..HEAD", vec![])] {
        assert_eq!(entries(&json(root, &["-q", "diff", range])["suspect_links"]), becomes, "{range}");
    }
    assert!(says(root, &["-q", "diff", "HEAD~1..HEAD"]).contains("links to confirm"));
}

#[test]
fn either_owner_clears_a_link_and_anyone_else_does_not() {
    let repo = shop();
    lower(&repo);
    for (by, left) in
        [("ben", "loaves < queue: metric.target"), ("ana", "loaves < queue: metric.target"), ("ines", BOTH)]
    {
        let copy = repo.copy();
        says(copy.path(), &["-q", "ack", "flour", "--link", "loaves", "--by", by]);
        assert_eq!(suspect(&copy), [left], "{by}");
        copy.commit(by, "2026-11-21T08:00:00Z", "Agree");
        assert_eq!(suspect(&copy), [left], "{by}, committed");
    }
    // An agreement to the goal as a whole is one to its links; and whoever agrees to the goal above knows it as it is.
    for goal in ["flour", "loaves"] {
        let copy = repo.copy();
        says(copy.path(), &["-q", "ack", goal, "--by", "ben"]);
        assert_eq!(suspect(&copy), ["loaves < queue: metric.target"], "{goal}");
    }
}

/// Whoever had owned a goal at any time could confirm its links.
#[test]
fn who_handed_a_goal_over_confirms_its_links_no_more() {
    let hand_over = |repo: &Repo, hour: u8| {
        let text = repo.read("flour.yaml").replace("owner: ben", "owner: eva");
        repo.write("flour.yaml", &text);
        repo.commit("ben", &format!("2026-11-20T{hour:02}:00:00Z"), "Hand over");
    };
    let agree = |repo: &Repo, by: &str| {
        says(repo.path(), &["-q", "ack", "flour", "--link", "loaves", "--by", by, "--today", "2026-11-20"]);
        repo.commit(by, "2026-11-20T10:00:00Z", "Agree");
    };
    let queue = "loaves < queue: metric.target";
    for (by, left) in [("ben", BOTH), ("eva", queue)] {
        let repo = shop();
        lower(&repo);
        hand_over(&repo, 9);
        agree(&repo, by);
        assert_eq!(suspect(&repo), [left], "{by}");
    }
    let repo = shop();
    lower(&repo);
    agree(&repo, "ben");
    hand_over(&repo, 11);
    assert_eq!(suspect(&repo), [queue], "confirmed while it was ben's");
    // The objective's owner owns its key result.
    for (hour, left) in [(9, vec![BOTH]), (11, vec![queue])] {
        let repo = shop();
        lower(&repo);
        let of_bread = || {
            let text = repo.read("bread.yaml").replace("owner: ana", "owner: ines");
            repo.write("bread.yaml", &text);
            repo.commit("ana", &format!("2026-11-20T{hour:02}:00:00Z"), "Hand over");
        };
        if hour == 9 {
            of_bread();
        }
        agree(&repo, "ana");
        if hour == 11 {
            of_bread();
        }
        assert_eq!(suspect(&repo), left, "{hour}");
    }
}

#[test]
fn all_links_to_a_goal_are_confirmed_at_once() {
    let repo = shop();
    lower(&repo);
    let copy = repo.copy();
    let answer = goalpost(copy.path(), &["-q", "ack", "loaves", "--links", "--by", "ana"]);
    assert_eq!((answer.code, suspect(&copy)), (0, vec![]), "{}", answer.stderr);
    assert!(copy.read("queue.yaml").contains("supports: [{goal: loaves, agreed: [{by: ana, date: 2026-11-21}]}]"));
    assert!(
        says(copy.path(), &["-q", "ack", "loaves", "--links", "--by", "ana"]).contains("no link to loaves is older")
    );
    let text = says(copy.path(), &["-q", "ack", "queue", "--links"]);
    assert!(text.contains("nothing to confirm: no goal links to queue"), "{text}");
    // Who owns one of the goals below confirms that link alone; who owns none of them confirms nothing.
    let text = says(repo.path(), &["-q", "ack", "loaves", "--links", "--by", "eva"]);
    assert!(text.contains("eva confirms that queue still serves loaves") && text.contains("left to"), "{text}");
    assert_eq!(suspect(&repo), ["loaves < flour: metric.target"]);
    let answer = goalpost(repo.path(), &["-q", "ack", "loaves", "--links", "--by", "ines"]);
    assert!(answer.code == 2 && answer.stderr.contains("goalpost ack loaves --links --by ana"), "{}", answer.stderr);
}

#[test]
fn a_key_result_is_confirmed_by_an_agreement_to_it() {
    let repo = shop();
    repo.write(
        "bread.yaml",
        &repo.read("bread.yaml").replace("Bake the best bread in town", "Sell the finest cakes in town"),
    );
    repo.commit("ana", "2026-11-05T08:00:00Z", "Cakes");
    assert_eq!(suspect(&repo), ["bread < loaves: title"]);
    assert_eq!(json(repo.path(), &["-q", "align"])["suspect_links"][0]["links"][0]["command"], "goalpost ack loaves");
    says(repo.path(), &["-q", "ack", "bread", "--links", "--by", "ana"]);
    assert_eq!(suspect(&repo), [""; 0]);
    assert!(repo.read("loaves.yaml").contains("agreed:"));
}

#[test]
fn only_another_meaning_of_the_title_counts() {
    for (title, is_suspect) in [
        ("Bake the best bread in the town", false),
        ("In town: bake best bread", false),
        ("Bake the best braed in town", false),
        ("Bake 20 % of the best bread in all towns", false),
        ("Bake the best cakes in town", true),
        ("Bake bread", true),
    ] {
        let repo = shop();
        repo.write("bread.yaml", &repo.read("bread.yaml").replace("Bake the best bread in town", title));
        repo.commit("ana", "2026-11-05T08:00:00Z", "Another title");
        assert_eq!(!suspect(&repo).is_empty(), is_suspect, "{title}");
    }
}

#[test]
fn what_is_written_with_the_move_or_after_it_is_not_suspect() {
    // In the same commit.
    let repo = shop();
    repo.write("loaves.yaml", &loaves("80"));
    repo.write("flour.yaml", &supporter("flour", "ben", "[{goal: loaves, how: fresh flour}]"));
    repo.write("queue.yaml", &supporter("queue", "eva", "[{goal: loaves, weight: 2}]"));
    repo.commit("ana", "2026-11-05T08:00:00Z", "Lower the target, and say how");
    assert_eq!(suspect(&repo), [""; 0]);
    // Another title of the goal below, or another file, does not write the link.
    let repo = shop();
    lower(&repo);
    repo.git(&["mv", "flour.yaml", "mill.yaml"]);
    repo.write("mill.yaml", &repo.read("mill.yaml").replace("Care about flour", "Care for flour"));
    repo.write("queue.yaml", &supporter("queue", "eva", "[{goal: loaves, how: shorter queues}]"));
    repo.commit("ben", "2026-11-06T08:00:00Z", "Tidy up");
    assert_eq!(suspect(&repo), ["loaves < flour: metric.target"]);
    // A goal that is added later, and one that was there before its parent.
    repo.write("till.yaml", &supporter("till", "eva", "[loaves, late]"));
    repo.commit("eva", "2026-11-07T08:00:00Z", "One more");
    repo.write("late.yaml", &supporter("late", "eva", "[bread]"));
    repo.commit("eva", "2026-11-08T08:00:00Z", "Its parent");
    assert_eq!(suspect(&repo), ["loaves < flour: metric.target"]);
}

#[test]
fn what_moved_back_is_no_change_and_what_is_not_committed_is_one() {
    let repo = shop();
    lower(&repo);
    repo.write("loaves.yaml", &loaves("100"));
    assert_eq!(suspect(&repo), [""; 0], "back, not committed");
    repo.commit("ana", "2026-11-06T08:00:00Z", "Back");
    assert_eq!(suspect(&repo), [""; 0]);
    repo.write("loaves.yaml", &loaves("70"));
    assert_eq!(suspect(&repo), [BOTH]);
    let change = json(repo.path(), &["-q", "align"])["suspect_links"][0]["changes"][0].clone();
    assert_eq!((&change["commit"], &change["day"]), (&Value::Null, &value!("2026-11-21")));
    assert_eq!(entries(&json(repo.path(), &["-q", "diff"])["suspect_links"]), [BOTH]);
    // What a pull request moved and put back is no change on the trunk; what it brings counts from its landing.
    let repo = shop();
    repo.branch("lower");
    lower(&repo);
    repo.checkout("main");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why not\nstatement: because\n");
    repo.commit("ines", "2026-11-06T08:00:00Z", "Elsewhere");
    says(repo.path(), &["-q", "ack", "flour", "--link", "loaves", "--by", "ben", "--today", "2026-11-07"]);
    repo.commit("ben", "2026-11-07T08:00:00Z", "Agree to what is there");
    repo.merge("ines", "2026-11-09T08:00:00Z", "lower");
    assert_eq!(suspect(&repo), [BOTH]);
}

#[test]
fn an_agreement_counts_for_its_own_day() {
    let repo = shop();
    lower(&repo);
    // Recorded afterwards for a day before the move.
    repo.write("flour.yaml", &supporter("flour", "ben", "[{goal: loaves, agreed: [{by: ben, date: 2026-11-01}]}]"));
    // Dated ahead: nobody agrees to what is still to come.
    repo.write("queue.yaml", &supporter("queue", "eva", "[{goal: loaves, agreed: [{by: eva, date: 2027-01-01}]}]"));
    repo.commit("ben", "2026-11-08T08:00:00Z", "Agree");
    assert_eq!(suspect(&repo), ["loaves < flour: metric.target"]);
    repo.write("loaves.yaml", &loaves("60"));
    repo.commit("ana", "2026-11-12T08:00:00Z", "Lower once more");
    assert_eq!(suspect(&repo), [BOTH]);
    // Without a day, the commit tells.
    repo.write("flour.yaml", &supporter("flour", "ben", "[{goal: loaves, agreed: [{by: ben}]}]"));
    repo.commit("ben", "2026-11-13T08:00:00Z", "Agree");
    assert_eq!(suspect(&repo), ["loaves < queue: metric.target"]);
}

#[test]
fn moves_with_one_explanation_ask_once() {
    let repo = shop();
    lower(&repo);
    says(repo.path(), &["-q", "ack", "flour", "--link", "loaves", "--by", "ben", "--today", "2026-11-06"]);
    repo.commit("ben", "2026-11-06T08:00:00Z", "Agree");
    repo.write("loaves.yaml", &loaves("70"));
    repo.commit("ana", "2026-11-10T08:00:00Z", "The second step");
    assert_eq!(suspect(&repo), [BOTH], "not explained");
    let decision =
        "log:\n- {date: 2026-11-12, by: ana, kind: decision, text: two ovens are broken, about: [metric.target]}\n";
    repo.write("loaves.yaml", &format!("{}{decision}", loaves("70")));
    repo.commit("ana", "2026-11-12T08:00:00Z", "Say why");
    assert_eq!(suspect(&repo), ["loaves < queue: metric.target"]);
    let change = json(repo.path(), &["-q", "align"])["suspect_links"][0]["changes"][0].clone();
    assert_eq!((&change["explained"], &change["reason"]), (&value!(true), &value!("two ovens are broken")));
}

#[test]
fn the_rule_rests_while_goalposts_settle_and_the_lists_do_not() {
    let repo = shop();
    repo.write("loaves.yaml", &loaves("80"));
    repo.commit("ana", "2026-10-06T08:00:00Z", "Settle on a target");
    assert_eq!((found(&repo), suspect(&repo)), (vec![], vec![BOTH.to_owned()]));
    let repo = shop();
    repo.write("flour.yaml", &format!("{}state: draft\n", supporter("flour", "ben", "[loaves]")));
    repo.write("queue.yaml", &format!("{}state: dropped\nreason: r\n", supporter("queue", "eva", "[loaves]")));
    repo.commit("ana", "2026-10-06T08:00:00Z", "Drafts");
    lower(&repo);
    assert_eq!((found(&repo), suspect(&repo)), (vec![], vec![]));
    let plan = json(repo.path(), &["-q", "plan", "--period", "2026-Q4"]);
    assert_eq!(entries(&plan["suspect_links"]), ["loaves < flour: metric.target"]);
}

#[test]
fn another_id_is_the_same_goal() {
    let repo = shop();
    says(repo.path(), &["-q", "rename", "loaves", "bread-sold"]);
    repo.commit("ana", "2026-11-04T08:00:00Z", "Another id");
    assert_eq!(suspect(&repo), [""; 0]);
    let renamed = repo.read("loaves.yaml").replace("target: 100", "target: 80");
    repo.write("loaves.yaml", &renamed);
    repo.commit("ana", "2026-11-05T08:00:00Z", "Lower the target");
    assert_eq!(suspect(&repo), ["bread-sold < flour queue: metric.target"]);
    // The link names the goal by its earlier id again.
    repo.write("flour.yaml", &supporter("flour", "ben", "[loaves]"));
    repo.commit("ben", "2026-11-06T08:00:00Z", "As before");
    assert_eq!(suspect(&repo), ["bread-sold < flour queue: metric.target"]);
}

#[test]
fn without_the_whole_history_it_is_unknown() {
    let repo = shop();
    lower(&repo);
    let clone = repo.shallow(1);
    for view in [json(clone.path(), &["-q", "align"]), json(clone.path(), &["-q", "plan", "--period", "2026-Q4"])] {
        assert_eq!(view["suspect_links"], Value::Null);
    }
    assert!(says(clone.path(), &["-q", "align"]).contains("not known without the whole git history"));
    let answer = goalpost(clone.path(), &["-q", "ack", "loaves", "--links", "--by", "ana"]);
    assert!(answer.code == 2 && answer.stderr.contains("git fetch --unshallow"), "{}", answer.stderr);
}

#[test]
fn private_goals_are_not_named_to_others() {
    let repo = shop();
    repo.write(
        "goalpost.yaml",
        "levels: [company, department]\nrules: {suspect-link: warn}\ninclude: [people]\nexclude: [people/**]\n",
    );
    repo.write("people/goalpost.yaml", "within: ..\n");
    repo.write("people/ana.yaml", &supporter("secret-plan", "ana", "[loaves]"));
    repo.commit("ines", "2026-10-02T08:00:00Z", "Private goals");
    lower(&repo);
    for args in [["align", "markdown"], ["align", "json"], ["plan", "json"], ["check", "sarif"], ["check", "json"]] {
        let answer = goalpost(repo.path(), &["-q", args[0], "--format", args[1]]);
        let text = answer.stdout;
        assert!(!text.contains("Care about secret-plan") || args[0] == "check", "{args:?}: {text}");
        let line = text.lines().find(|line| line.contains("suspect") && line.contains("secret"));
        assert_eq!(line, None, "{args:?}");
    }
}

#[test]
fn hostile_texts_are_cleaned() {
    let repo = shop();
    let title = "Bake \\u001b[31mcakes\\u202e @all <b>now</b>";
    repo.write("bread.yaml", &repo.read("bread.yaml").replace("Bake the best bread in town", &format!("\"{title}\"")));
    repo.commit("ana", "2026-11-05T08:00:00Z", "Cakes");
    assert_eq!(suspect(&repo), ["bread < loaves: title"]);
    for args in [
        &["align"][..],
        &["align", "--format", "markdown"],
        &["plan", "--period", "2026-Q4"],
        &["plan", "--period", "2026-Q4", "--format", "markdown"],
        &["show", "loaves"],
        &["show", "bread"],
        &["agenda", "--period", "all"],
        &["diff", "HEAD~1..HEAD"],
        &["diff", "HEAD~1..HEAD", "--format", "markdown"],
        &["check", "--rule", "suspect-link"],
    ] {
        let text = says(repo.path(), &[&["-q"], args].concat());
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{args:?}: {text}");
        let is_markdown = args.contains(&"markdown");
        assert!(!is_markdown || !(text.contains("<b>") || text.contains("@all")), "{args:?}: {text}");
    }
}
