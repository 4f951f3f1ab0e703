//! `goalpost export` and `goalpost import`: goals go out and come back as they were.

use std::fs;
use std::path::Path;

use goalpost::model::{DocIx, FIELDS, Form, Goal, Kind, Org, Settings};
use goalpost::project::Project;

use crate::support::program::{folder, goalpost, json, northwind, project, says};
use crate::support::repository::northwind_in_git;

/// What a root means, wherever its files lie.
fn model(root: &Path) -> (Vec<Goal>, Option<Org>, Settings) {
    let workspace = Project::open(root).expect("a root").workspace;
    let mut goals: Vec<Goal> = workspace.goals.iter().map(|goal| goal.as_ref().clone()).collect();
    for goal in &mut goals {
        goal.document = DocIx(0);
    }
    goals.sort_by(|a, b| a.id.cmp(&b.id));
    // What git remembers of an earlier org.yaml is no part of what is written.
    let org = workspace.org.map(|org| Org::new(org.teams, org.people, org.bots));
    (goals, org, workspace.settings)
}

/// Everything of a root, taken into an empty folder.
fn moved(from: &Path) -> tempfile::TempDir {
    let to = folder(&[]);
    let lines = says(from, &["-q", "export"]);
    fs::write(to.path().join("all.jsonl"), lines).expect("written");
    says(to.path(), &["-q", "--root", ".", "import", "all.jsonl"]);
    to
}

#[test]
fn what_is_exported_and_imported_means_the_same() {
    for place in ["examples/northwind", "examples/minimal", "tests/fixtures/complete", "tests/fixtures/world"] {
        let from = project(place);
        let to = moved(&from);
        assert_eq!(model(&from), model(to.path()), "{place}");
        assert_eq!(says(&from, &["-q", "export"]), says(to.path(), &["-q", "export"]), "{place}");
    }
}

#[test]
fn texts_that_look_like_something_else_come_back_as_they_were() {
    let titles =
        ["42", "true", "~", "a: b # c", "- x", "'\"\\", "{x}", "@y", "日本 🎯", "2026-11-21", " lead", "1e400"];
    let goal = |at: usize, title: &str| {
        let quoted = serde_json::Value::from(title);
        format!(
            "kind: objective\nid: g{at}\ntitle: {quoted}\nwhy: {quoted}\nlabels: [{quoted}]\nlog:\n  - {{date: 2026-11-01, kind: note, text: {quoted}, to: [{quoted}]}}\nneeds:\n  - {{from: x, what: {quoted}, effort: 1.5}}\n"
        )
    };
    let files: Vec<(String, String)> =
        titles.iter().enumerate().map(|(at, title)| (format!("g{at}.yaml"), goal(at, title))).collect();
    let from = folder(&[("goalpost.yaml", "")]);
    for (path, text) in &files {
        fs::write(from.path().join(path), text).expect("written");
    }
    let to = moved(from.path());
    assert_eq!(model(from.path()), model(to.path()));
    assert_eq!(model(to.path()).0.len(), titles.len());
}

#[test]
fn a_table_brings_its_columns() {
    let table = says(&northwind(), &["-q", "export", "--format", "csv"]);
    let to = folder(&[]);
    for file in ["goalpost.yaml", "org.yaml"] {
        fs::copy(northwind().join(file), to.path().join(file)).expect("copied");
    }
    fs::write(to.path().join("goals.csv"), table).expect("written");
    says(to.path(), &["-q", "import", "goals.csv"]);
    let (before, ..) = model(&northwind());
    let (after, ..) = model(to.path());
    let told = |goals: &[Goal]| -> Vec<_> {
        goals
            .iter()
            .map(|goal| {
                (
                    goal.id.clone(),
                    goal.kind,
                    goal.title.clone(),
                    goal.owner.clone(),
                    goal.period.clone(),
                    goal.metric.clone(),
                    goal.measures.clone(),
                    goal.state,
                )
            })
            .collect()
    };
    assert_eq!(told(&before), told(&after));
}

/// What a table had no column for was lost: a vision, earlier ids, what an objective rolls up.
#[test]
fn every_field_that_is_a_single_value_or_a_list_of_texts_survives_a_table() {
    let from = project("tests/fixtures/complete");
    let table = says(&from, &["-q", "export", "--format", "csv"]);
    assert!(table.starts_with("id,kind,title,"), "{table}");
    let to = folder(&[]);
    for file in ["goalpost.yaml", "org.yaml"] {
        fs::copy(from.join(file), to.path().join(file)).expect("copied");
    }
    fs::write(to.path().join("goals.csv"), table).expect("written");
    says(to.path(), &["-q", "import", "goals.csv"]);
    let (before, after) = (model(&from).0, model(to.path()).0);
    for goal in before.iter().filter(|goal| goal.kind != Kind::Survey) {
        let taken = after.iter().find(|it| it.id == goal.id).expect("every goal is taken in");
        for field in FIELDS.iter().filter(|it| it.form.is_single() || matches!(it.form, Form::Texts | Form::Ids)) {
            assert_eq!(field.value(goal), field.value(taken), "{} of {}", field.name, goal.id);
        }
    }
}

#[test]
fn nothing_is_written_over_and_bad_rows_do_not_stop_good_ones() {
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("a.yaml", "kind: objective\nid: a\ntitle: mine\n"),
        ("rows.csv", "id,title,period,target\na,theirs,,\n../../b,B,2026-Q4,\nc,C,2026-Q9,\n-d,D,,1.5.2\ne,E,,\n"),
    ]);
    let answer = json_of(here.path(), &["import", "rows.csv", "--dry-run"], 1);
    let lines: Vec<_> = answer["rejected"].as_array().expect("rows").iter().map(|row| row["line"].as_u64()).collect();
    assert_eq!(lines, [Some(2), Some(4), Some(5)]);
    // A cell that cannot be read costs the cell, not the row.
    let columns: Vec<_> =
        answer["rejected"].as_array().expect("rows").iter().map(|row| row["column"].as_str()).collect();
    assert_eq!(columns, [None, Some("period"), Some("target")]);
    assert!(!here.path().join("e.yaml").exists(), "a dry run writes nothing");
    let answer = goalpost(here.path(), &["-q", "import", "rows.csv"]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    assert_eq!(fs::read_to_string(here.path().join("a.yaml")).expect("read"), "kind: objective\nid: a\ntitle: mine\n");
    let goals = model(here.path()).0;
    assert_eq!(goals.iter().map(|goal| goal.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
}

fn json_of(folder: &Path, args: &[&str], code: i32) -> serde_json::Value {
    let answer = goalpost(folder, &[args, &["--format", "json"]].concat());
    assert_eq!(answer.code, code, "{}", answer.stderr);
    serde_json::from_str(&answer.stdout).expect("JSON")
}

#[test]
fn what_cannot_be_taken_in_says_why() {
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("a.csv", "x,y\n1,2\n"),
        ("m.yaml", "columns: {titel: x}\n"),
        ("b.csv", "a\u{0}b"),
    ]);
    for args in [
        &["import", "nothing.csv"][..],
        &["import", "a.csv"],
        &["import", "a.csv", "--map", "m.yaml"],
        &["import", "a.csv", "--map", "nothing"],
        &["import", "b.csv"],
    ] {
        let answer = goalpost(here.path(), args);
        assert_eq!(answer.code, 2, "{args:?}: {}", answer.stdout);
        assert!(answer.stderr.contains("help: "), "{args:?}: {}", answer.stderr);
    }
}

#[test]
fn code_owners_are_those_of_the_goals() {
    let text = says(&northwind_in_git(), &["export", "--format", "codeowners"]);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["/org.yaml", "@ines-almeida"]), "{text}");
    assert!(lines.contains(&vec!["/2026-Q4/payments/failed-payments.yaml", "lea@northwind.example"]), "{text}");
    let odd = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", "people:\n  - {id: ana, name: Ana, github: ana-p}\n"),
        ("a b/#x[1].yaml", "kind: objective\nid: a\ntitle: A\nowner: ana\n"),
    ]);
    let text = says(odd.path(), &["-q", "export", "--format", "codeowners"]);
    // Neither `!`, `[ ]` nor an escaped `#` mean themselves there.
    assert!(text.contains("/a\\ b/?x?1?.yaml  @ana-p\n"), "{text}");
}

#[test]
fn private_goals_are_not_given_away() {
    let here = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/a.yaml", "kind: objective\nid: a\ntitle: A\n"),
        ("people/b.yaml", "kind: development\nid: b\ntitle: Grow\nowner: ana\n"),
    ]);
    let text = says(&here.path().join("open"), &["-q", "export"]);
    assert!(text.contains("\"id\":\"a\"") && !text.contains("Grow"), "{text}");
    let view = json(&here.path().join("open"), &["-q", "export"]);
    assert_eq!(view["included"], 1);
}

#[test]
fn a_whole_export_makes_an_empty_folder_a_goals_repository() {
    let exported = says(&northwind(), &["export", "-q"]);
    for settings in [None, Some(""), Some("\n")] {
        let there = tempfile::tempdir().expect("a folder");
        fs::write(there.path().join("goals.jsonl"), &exported).expect("written");
        if let Some(text) = settings {
            fs::write(there.path().join("goalpost.yaml"), text).expect("written");
        }
        says(there.path(), &["import", "goals.jsonl"]);
        let (before, after) = (model(&northwind()), model(there.path()));
        assert_eq!(before.2, after.2, "{settings:?}");
        assert_eq!(before.0.len(), after.0.len(), "{settings:?}");
    }
    // A table alone is no repository.
    let there = folder(&[("goals.csv", "id,kind,title\na,objective,A\n")]);
    let refused = goalpost(there.path(), &["import", "goals.csv"]);
    assert!(refused.code == 2 && refused.stderr.contains("goalpost.yaml"), "{}", refused.stderr);
}

#[test]
fn what_a_goal_has_several_of_has_tables_of_its_own() {
    let goal = "kind: key_result\nid: wait\ntitle: Wait\nmeasures: queue\nmetric: {baseline: 9, target: 4}\nmilestones:\n  - {title: half way, due: 2026-11-01, value: 6.5}\nneeds:\n  - {from: platform, what: \"a \\\"second\\\" till\", by: 2026-11-15, goal: till, effort: 3, state: agreed}\nagreed: [{by: maria, date: 2026-10-02}]\nlog:\n  - {date: 2026-11-14, by: tom, kind: obstacle, text: \"=1+1\\nslipped\", scope: internal, to: [maria, oven], resolved: 2026-11-18}\n  - {date: 2026-11-15, kind: note, text: fine}\n";
    let queue = "kind: objective\nid: queue\ntitle: Queue\nsupports:\n  - {goal: love, weight: 2, share: 0.5, how: \"less waiting, more love\", agreed: [{by: ines, date: 2026-10-03}]}\n  - profit\n";
    let steps = "kind: key_result\nid: steps\ntitle: Steps\nmeasures: queue\nmilestones:\n  - {title: order, done: 2026-10-20, weight: 2}\n  - {title: bake, done: false}\n";
    let here = folder(&[("goalpost.yaml", ""), ("a.yaml", goal), ("b.yaml", queue), ("c.yaml", steps)]);
    let table = |what: &str| says(here.path(), &["-q", "export", "--format", "csv", "--what", what]);
    assert_eq!(
        table("log"),
        "goal,date,kind,by,text,to,about,scope,resolved,link\nwait,2026-11-14,obstacle,tom,\"'=1+1\nslipped\",maria; oven,,internal,2026-11-18,\nwait,2026-11-15,note,,fine,,,,,\n"
    );
    assert_eq!(
        table("milestones"),
        "goal,title,due,value,done,weight\nwait,half way,2026-11-01,6.5,,\nsteps,order,,,2026-10-20,2\nsteps,bake,,,false,\n"
    );
    assert_eq!(
        table("needs"),
        "goal,from,what,by,state,effort,in_goal\nwait,platform,\"a \"\"second\"\" till\",2026-11-15,agreed,3,till\n"
    );
    assert_eq!(table("agreements"), "goal,link,by,date\nwait,,maria,2026-10-02\nqueue,love,ines,2026-10-03\n");
    assert_eq!(
        table("links"),
        "goal,supports,weight,share,how\nqueue,love,2,0.5,\"less waiting, more love\"\nqueue,profit,,,\n"
    );
    assert_eq!(table("goals"), says(here.path(), &["-q", "export", "--format", "csv"]));
    let help = says(here.path(), &["export", "--help"]);
    for column in table("goals").lines().next().expect("a head").split(',') {
        assert!(help.contains(column), "{column} is not told: {help}");
    }
    for (args, said) in [
        (&["export", "--what", "log"][..], "add --format csv"),
        (&["export", "--format", "csv", "--what", "logs"], "a similar value exists: 'log'"),
    ] {
        let answer = goalpost(here.path(), args);
        assert!(answer.code == 2 && answer.stderr.contains(said), "{args:?}: {}", answer.stderr);
    }
}

/// A document of several lines was an error on each of them.
#[test]
fn a_json_document_is_imported_like_json_lines() {
    let from = project("examples/northwind");
    let to = folder(&[]);
    let document = says(&from, &["-q", "export", "--format", "json"]);
    fs::write(to.path().join("all.json"), &document).expect("written");
    says(to.path(), &["-q", "--root", ".", "import", "all.json"]);
    assert_eq!(model(&from), model(to.path()));
    let import = |text: &str| {
        let to = folder(&[("goalpost.yaml", ""), ("in.json", text)]);
        goalpost(to.path(), &["import", "in.json"])
    };
    let goals = "[\n  {\"kind\": \"mission\", \"id\": \"m\", \"title\": \"Bread\", \"statement\": \"s\"},\n  7,\n  \
                 {\"kind\": \"objective\", \"id\": \"o\", \"title\": \"Bake\", \"owner\": null, \"period\": \"2026-Q9\"}\n]\n";
    let answer = import(goals);
    assert!(answer.code == 1 && answer.stdout.contains("1 goal imported, 2 rows rejected"), "{}", answer.stdout);
    assert!(answer.stdout.contains("line 4"), "{}", answer.stdout);
    assert!(
        import("{\n  \"kind\": \"mission\",\n  \"id\": \"m\",\n  \"title\": \"B\",\n  \"statement\": \"s\"\n}\n").code
            == 0
    );
    let broken = import("{\n  \"goals\": [\n    {\"kind\": \"mission\",\n  ]\n}\n");
    assert!(broken.code == 2 && broken.stderr.contains("neither JSON Lines nor a JSON document"), "{}", broken.stderr);
    assert_eq!(broken.stderr.matches("error:").count(), 1);
    let rollup = says(&northwind(), &["-q", "rollup", "--format", "json"]);
    let other = import(&rollup);
    assert!(other.stderr.contains("an answer of `goalpost rollup`, not an export"), "{}", other.stderr);
    // One broken line breaks no other.
    let lines = import(
        "{\"kind\": \"mission\",\n{\"kind\": \"mission\", \"id\": \"m\", \"title\": \"B\", \"statement\": \"s\"}\n",
    );
    assert!(lines.stdout.contains("1 goal imported, 1 row rejected"), "{}", lines.stdout);
}

#[test]
fn a_table_of_goals_names_what_it_leaves_out() {
    let goal = "kind: objective\nid: o\ntitle: Bake\nsupports: [m, {goal: q, share: 0.5}]\n\
                log: [{date: 2026-11-02, kind: note, text: x}, {date: 2026-11-03, kind: note, text: y}]\n";
    let steps = "kind: key_result\nid: k\ntitle: Open\nmeasures: o\nmilestones: [{title: a, done: false}]\n";
    let root = folder(&[("goalpost.yaml", ""), ("o.yaml", goal), ("k.yaml", steps)]);
    let told = goalpost(root.path(), &["export", "--format", "csv"]).stderr;
    let note = "CSV leaves out supports (1), milestones (1), log (2); to keep all: --format jsonl; as tables: --what links, \
                --what milestones, --what log";
    assert!(told.contains(note), "{told}");
    for args in [&["export"][..], &["export", "--format", "csv", "--what", "log"]] {
        assert!(!goalpost(root.path(), args).stderr.contains("leaves out"), "{args:?}");
    }
}

/// A plain table landed as goals without a word on what was made of its cells.
#[test]
fn what_an_import_assumes_or_leaves_out_is_said_in_a_line_each() {
    let org = "teams:\n- {id: ops, level: team}\n- {id: web, level: team}\npeople:\n- {id: bo, name: Bo, team: ops}\n";
    let noted = |table: &str| {
        let here = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("rows.csv", table)]);
        let answer = goalpost(here.path(), &["import", "rows.csv", "--dry-run"]);
        let notes = answer.stderr.lines().filter_map(|line| line.strip_prefix("note: ")).map(str::to_owned);
        notes.filter(|note| !note.contains("would be imported")).collect::<Vec<_>>()
    };
    assert_eq!(
        noted("title,owner,progress\nWin the morning,bo,50 %\n"),
        [
            "no `kind` on line 2: read as `objective`",
            "progress on line 2 left out: it is computed from key results, or from the metric where there is one",
            "1 goal has no period; to set one: --period PERIOD",
        ]
    );
    assert_eq!(
        noted(
            "kind,id,title,period,parent,progress\nobjective,win,Win,2026-Q4,,\nkey_result,a,A,,win;b,0.5\nobjective,b,B,2026-Q4,,\n"
        ),
        [
            "progress on line 3: read as the value of a metric from 0 to 100 %",
            "progress on line 3: read as shares of 1, so that 0.45 is 45 %",
            "values without a day (`as_of`) on line 3: they count from the day of their commit",
            "line 3: win is the objective that is measured, ignoring b",
        ]
    );
    assert_eq!(
        noted(
            "id,title,period,measures,baseline,target,current,as_of,score,state,team\n\
               win,Win,2026-Q4,,,,,,70,missed,ops;web\nk,K,,win,0 %,10 %,5 %,2026-10-02,,,\n"
        ),
        [
            "no `kind` on line 2: read as `objective`",
            "no `kind` on line 3: read as `key_result`, because there is a target",
            "numbers with a percent sign on line 3: the unit is %",
            "scores on line 2: read as percent, so that 70 is 0.7",
            "line 2: using ops as the team; contributors: web",
        ]
    );
}

/// With another id, as the help advised, a goal was imported a second time.
#[test]
fn a_goal_that_is_there_is_known_whatever_the_id_of_its_row() {
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("a.csv", "kind,id,title,period\nobjective,o-1,Win the morning,2026-Q4\n"),
        ("b.csv", "kind,id,title,period\nobjective,o-2,Win the morning,2026-Q4\n"),
    ]);
    says(here.path(), &["import", "a.csv", "-q"]);
    for table in ["a.csv", "b.csv"] {
        let answer = goalpost(here.path(), &["import", table, "-q"]);
        assert!(answer.code == 1 && answer.stdout.contains("is already here"), "{}", answer.stdout);
        assert!(answer.stdout.contains("goalpost set o-1 FIELD VALUE"), "{}", answer.stdout);
    }
    assert_eq!(model(here.path()).0.len(), 1);
}

/// A row that stood twice in a table became two goals, the second with a number in its id.
#[test]
fn a_row_that_is_there_twice_is_one_goal() {
    let table = "kind,title,period,owner\nobjective,Sell bread,2026-Q4,ana\nobjective,Bake bread,2026-Q4,ana\nobjective,Sell bread,2026-Q4,ana\nobjective,Sell bread,2026-Q4,bo\n";
    let here = folder(&[("goalpost.yaml", ""), ("t.csv", table)]);
    let answer = goalpost(here.path(), &["import", "t.csv"]);
    assert!(answer.stdout.contains("line 4: line 2 says the same goal"), "{}{}", answer.stdout, answer.stderr);
    let written = |path: &str| here.path().join("2026-Q4").join(path).is_file();
    assert!(written("sell-bread.yaml") && written("bake-bread.yaml"));
    assert!(written("sell-bread-2.yaml") && !written("sell-bread-3.yaml"), "another owner's is another goal");
}

/// `-`, `n/a` and `Unassigned` became people and teams, and `Bo Lind <bo@…>` a stranger beside Bo Lind.
#[test]
fn nobody_becomes_somebody_and_a_name_with_an_address_is_a_person() {
    let org = "teams: [{id: ops, name: Operations, level: team}]\npeople:\n- {id: bo, name: Bo Lind, team: ops, email: [bo@harbour.example]}\n";
    let objective = "kind: objective\nid: there\ntitle: Be there\nowner: BO\nteam: ops\nperiod: 2026-Q4\n";
    let here = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("there.yaml", objective)]);
    let mut table = "kind,id,title,owner,team\n".to_owned();
    let nobody = ["-", "–", "?", "N/A", "n.a.", "None", "Unassigned", "(not assigned)", "nobody", "TBD", "null", "—"];
    for (at, word) in nobody.iter().enumerate() {
        table += &format!("objective,goal-{at},Open yard number {at},{word},{word}\n");
    }
    table += "objective,known,Open the known yard,Bo Lind <bo@harbour.example>,ops\n";
    table += "objective,quoted,Open the quoted yard,\"\"\"Bo Lind\"\" <bo@elsewhere.example>\",ops\n";
    table += "objective,new,Open the new yard,Zoe Fox <zoe@harbour.example>,ops\n";
    fs::write(here.path().join("in.csv"), table).expect("written");
    let dry = goalpost(here.path(), &["import", "in.csv", "--period", "2026-Q4", "--dry-run"]).stderr;
    assert!(dry.contains("`Unassigned` is no person; the row has no owner now"), "{dry}");
    assert!(dry.contains("`N/A` is no team; the row has no team now"), "{dry}");
    assert!(dry.contains("not in org.yaml, add them there: zoe-fox"), "{dry}");
    says(here.path(), &["import", "in.csv", "--period", "2026-Q4", "-q"]);
    let (goals, ..) = model(here.path());
    for goal in goals.iter().filter(|goal| goal.id.starts_with("goal-")) {
        assert_eq!((&goal.owner, &goal.team), (&None, &None), "{}", goal.id);
    }
    let owner = |id: &str| goals.iter().find(|goal| goal.id == id).and_then(|goal| goal.owner.clone());
    assert_eq!(
        ["known", "quoted", "new"].map(|id| owner(id).unwrap_or_default()),
        ["bo", "bo", "zoe-fox"].map(str::to_owned)
    );
    // A goal file is told whom it means.
    for written in ["BO", "Bo Lind <bo@harbour.example>"] {
        fs::write(here.path().join("there.yaml"), objective.replace("owner: BO", &format!("owner: {written}")))
            .expect("written");
        let found = goalpost(here.path(), &["check", "-q", "there.yaml"]).stdout;
        assert!(found.contains("did you mean `bo`?"), "{written}: {found}");
    }
}
