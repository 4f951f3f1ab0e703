//! Goals taken in: ids, links, tables, and what cannot be taken.

use super::*;
use crate::render::export::{ExportTable, table};
use crate::render::written_text;
use crate::view::export::ExportView;

/// The day on which tables are read.
const TODAY: Day = Day::constant(2026, 11, 21);

fn workspace(files: &[(&str, &str)]) -> Workspace {
    Workspace::read(SourceSet::from_texts(files.iter().map(|(path, text)| (*path, *text))))
}

fn taken(text: &str, map: &ColumnMap) -> Import {
    import(&workspace(&[("goalpost.yaml", "")]), text, map, TODAY).expect("a table or lines")
}

#[test]
fn ids_are_made_safe_and_links_follow() {
    let lines = "{\"kind\":\"objective\",\"id\":\"../Évil Id\",\"title\":\"One\",\"path\":\"../../etc/x.yaml\"}\n\
        {\"kind\":\"key_result\",\"id\":\"kr/1\",\"title\":\"Two: \\\"#\\\"\\n- x\",\"measures\":\"../Évil Id\",\"metric\":{\"target\":5}}\n";
    let import = taken(lines, &ColumnMap::default());
    assert_eq!(import.refused, []);
    let paths: Vec<_> = import.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["evil-id.yaml", "kr-1.yaml"]);
    assert!(import.files[1].text.contains("measures: evil-id\n"), "{}", import.files[1].text);
    let read = workspace(&[("a.yaml", &import.files[1].text)]);
    assert_eq!(read.goals[0].title, "Two: \"#\"\n- x");
}

#[test]
fn nothing_is_written_over() {
    let here = workspace(&[("a.yaml", "kind: objective\nid: a\ntitle: A\n"), ("org.yaml", "teams: []\n")]);
    let lines = "{\"file\":\"org.yaml\",\"text\":\"people: []\\n\"}\n{\"kind\":\"objective\",\"id\":\"a\",\"title\":\"Another\"}\n\
        {\"kind\":\"objective\",\"id\":\"b\",\"title\":\"B\",\"path\":\"A.yaml\"}\n{\"kind\":\"objective\",\"id\":\"b\",\"title\":\"B again\"}\nnonsense\n";
    let import = import(&here, lines, &ColumnMap::default(), TODAY).expect("lines");
    let refused: Vec<_> = import.refused.iter().map(|row| row.line).collect();
    assert_eq!(refused, [1, 2, 4, 5]);
    assert_eq!(import.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["A-2.yaml"]);
}

#[test]
fn a_table_of_viva_goals() {
    let map = ColumnMap::shipped("viva-goals").expect("shipped");
    let table = "OKR ID,Type,Title,Owner Email,Time Period,Parent ID,Start Value,Target Value,Current Value,Last Check-in Date,Status,Mood\n\
        101,Objective,\"Win, then rest\",maria@northwind.example,Q4 2026,,,,,,On Track,\n\
        102,Key Result,Raise uptime,tom@northwind.example,Q4 2026,101,99.5%,99.95%,99.7%,11/14/2026,At Risk,ok\n\
        103,Key Result,Sell,,Q4 2026,\"Win, then rest\",\"1,300\",x,,,On Track,\n\
        104,Wish,Fly,,Q9 2026,,,,,,,\n";
    let import = taken(table, &map);
    let why: Vec<_> = import.refused.iter().map(|row| (row.line, row.column, row.reason.as_str())).collect();
    assert_eq!(
        why[..2],
        [(4, Some("target"), "`target`: `x` is not a number"), (5, Some("period"), "`Q9 2026` is no period")]
    );
    assert!(why[2].0 == 5 && why[2].1.is_none(), "{:?}", why[2]);
    assert!(import.files[2].text.contains("  baseline: 1300\n") && !import.files[2].text.contains("target"));
    assert_eq!(
        import.files[1].text,
        "kind: key_result\nid: raise-uptime\ntitle: Raise uptime\nowner: tom\nperiod: 2026-Q4\nmeasures: win-then-rest\nmetric:\n  unit: \"%\"\n  baseline: 99.5\n  target: 99.95\n  current: 99.7\n  as_of: 2026-11-14\n"
    );
    let percent = "numbers with a percent sign on line 3: the unit is %";
    assert_eq!(notes_of(&import)[..2], ["ignored columns: Mood", percent]);
}

#[test]
fn the_import_template_of_viva_goals_as_it_is_documented() {
    let map = ColumnMap::shipped("viva-goals").expect("shipped");
    let table = "Row ID,Title,Parent,Entity,Owner Email,Time Period,Start Date\n\
        1,Win the checkout,,\"Payments\nBilling\",\"maria@northwind.example\ntom@northwind.example\",Q4 2026,10/01/2026\n\
        2,Be first in support,,Individual,lea@northwind.example,Q4 2026,10/01/2026\n\
        3,Answer within a day,\"1\n2\",Individual,lea@northwind.example,Q4 2026,10/01/2026\n";
    let import = taken(table, &map);
    assert_eq!(import.refused, []);
    let texts: Vec<&str> = import.files.iter().map(|file| file.text.as_str()).collect();
    assert!(texts[0].contains("owner: maria\nteam: payments\ncontributors: [billing]\n"), "{}", texts[0]);
    assert!(!texts[1].contains("team:") && texts[1].contains("owner: lea\n"), "{}", texts[1]);
    assert!(texts[2].contains("supports: [win-the-checkout, be-first-in-support]\n"), "{}", texts[2]);
    assert_eq!(
        [&import.notes[0], &import.notes[2], &import.notes[3]],
        [
            "no `kind` on lines 2, 5, 6: read as `objective`",
            "line 2: using maria@northwind.example as the only owner, ignoring tom@northwind.example",
            "line 2: using Payments as the team; contributors: Billing",
        ]
    );
}

#[test]
fn a_slip_in_a_head_is_reported_and_so_is_a_table_of_something_else() {
    let wrong =
        |text: &str| import(&workspace(&[]), text, &ColumnMap::default(), TODAY).expect_err("not a table of goals");
    assert_eq!(wrong("title,ownr\nA,tom\n").help, "did you mean `owner`?");
    assert!(wrong("a,b\n1,2\n").message.starts_with("no `title` column"));
    assert_eq!(ColumnMap::parse("columns: {titel: X}").expect_err("a slip").help, "did you mean `title`?");
}

/// A field was named in fifteen files, and one that was forgotten got lost on the way; later only texts were safe.
#[test]
fn a_field_of_the_table_alone_is_known_everywhere() {
    use crate::analysis::versions::value_of;
    use serde_json::json;
    let text = "kind: objective\nid: a\ntitle: A\ntea: green\ncakes: [plum; warm, nut]\nsugar: 2.5\nbrewed: 2026-11-01\niced: false\n";
    let here = workspace(&[("goalpost.yaml", ""), ("a.yaml", text)]);
    assert!(here.documents.iter().all(|document| document.faults.is_empty()), "lowering");
    let goal = &here.goals[0];
    let schema = crate::model::schema::goal().to_value();
    let answer = crate::model::schema::answered::<ExportView>().to_value();
    for (name, value) in [
        ("tea", json!("green")),
        ("cakes", json!(["plum; warm", "nut"])),
        ("sugar", json!(2.5)),
        ("brewed", json!("2026-11-01")),
        ("iced", json!(false)),
    ] {
        assert_eq!(value_of(goal, name), value);
        assert!(schema["definitions"]["goal"]["properties"][name]["description"].is_string(), "{name}");
        assert!(schema["definitions"]["objective"]["properties"][name].is_object(), "{name}");
        assert!(schema["definitions"]["kpi"]["properties"][name].is_null(), "{name}");
        assert!(answer["definitions"]["ExportedGoal"]["properties"][name]["description"].is_string(), "{name}");
        assert!(columns::all_columns().any(|column| column == name), "{name}");
        assert!(ExportTable::Goals.columns().contains(&name), "{name}");
        assert!(crate::model::ROUTES.iter().any(|route| route == name), "{name}: completions");
    }
    let view = ExportView::new(&here);
    let back = taken(&written_text(|to| table(&view, ExportTable::Goals, to)), &ColumnMap::default());
    assert_eq!(back.files[0].text, text);
    let lines = written_text(|to| crate::render::jsonl::export(&view, to));
    let tail = r#""tea":"green","cakes":["plum; warm","nut"],"sugar":2.5,"brewed":"2026-11-01","iced":false"#;
    assert!(lines.contains(tail), "{lines}");
    assert_eq!(taken(&lines, &ColumnMap::default()).files[0].text, text);
    let wrong =
        workspace(&[("a.yaml", "kind: kpi\nid: a\ntitle: A\nsugar: two\nbrewed: soon\niced: perhaps\nmetric: {}\n")]);
    let found: Vec<_> = wrong.documents[0].faults.iter().map(|fault| fault.help.clone().unwrap_or_default()).collect();
    assert!(found.contains(&"`sugar` belongs to `objective`".to_owned()), "{found:?}");
    let wrong = workspace(&[("a.yaml", "kind: objective\nid: a\ntitle: A\nsuger: 2\nbrewed: soon\niced: perhaps\n")]);
    let found: Vec<_> = wrong.documents[0].faults.iter().map(|fault| fault.route.as_str()).collect();
    assert_eq!(found, ["brewed", "iced", "suger"]);
    assert_eq!(wrong.documents[0].faults[2].help.as_deref(), Some("did you mean `sugar`?"));
}

/// The parts of mappings were listed in seven places apart from the table of fields.
#[test]
fn a_part_of_a_mapping_of_the_table_alone_is_known_everywhere() {
    use crate::analysis::versions::value_of;
    use crate::syntax::{Content, Edit, apply};
    let result = "kind: key_result\nid: a\ntitle: A\nmeasures: o\nmetric:\n  target: 5\n  milk: green\n";
    let needs = "needs:\n  - {from: t, what: w, milk: black}\n";
    let text = format!("{result}{needs}");
    let here = workspace(&[("goalpost.yaml", ""), ("a.yaml", &text)]);
    assert!(here.documents.iter().all(|document| document.faults.is_empty()), "lowering");
    assert_eq!(value_of(&here.goals[0], "metric.milk"), "green");
    assert_eq!(value_of(&here.goals[0], "needs")[0]["milk"], "black");
    let schema = crate::model::schema::goal().to_value();
    let need = &schema["definitions"]["goal"]["properties"]["needs"]["items"]["properties"]["milk"];
    let metric = &schema["definitions"]["metric_to_reach"]["properties"]["milk"];
    let answer = crate::model::schema::answered::<ExportView>().to_value();
    for milk in [need, metric, &answer["definitions"]["Need"]["properties"]["milk"]] {
        assert!(milk["description"].is_string(), "{milk}");
    }
    for route in ["metric.milk", "needs.milk"] {
        assert!(crate::model::ROUTES.iter().any(|it| it == route), "{route}: completions");
    }
    assert_eq!(columns::all_columns().filter(|column| *column == "milk").count(), 1);
    assert!(ExportTable::Needs.columns().contains(&"milk"));
    let view = ExportView::new(&here);
    let out = |it: ExportTable| written_text(|to| table(&view, it, to));
    assert_eq!(out(ExportTable::Needs), "goal,from,what,by,state,effort,in_goal,milk\na,t,w,,asked,,,black\n");
    assert_eq!(taken(&out(ExportTable::Goals), &ColumnMap::default()).files[0].text, result);
    let back = taken(&written_text(|to| crate::render::jsonl::export(&view, to)), &ColumnMap::default());
    assert_eq!(workspace(&[("a.yaml", &back.files[0].text)]).goals[0].needs, here.goals[0].needs);
    // New fields go where the table has them.
    let set = |route: &str| Edit::Set { route: route.to_owned(), to: Content::word("9"), order: crate::model::ORDER };
    let edited = apply("a.yaml", &text, &[set("metric.unit"), set("needs[0].by")]).expect("fields");
    assert!(edited.contains("  unit: 9\n  target: 5\n  milk: green\n"), "{edited}");
    assert!(edited.contains("{from: t, what: w, by: 9, milk: black}"), "{edited}");
    let wrong = workspace(&[("a.yaml", &text.replace("milk:", "milc:"))]);
    let found: Vec<_> = wrong.documents[0].faults.iter().filter_map(|fault| fault.help.as_deref()).collect();
    assert_eq!(found, ["did you mean `milk`?", "did you mean `milk`?"]);
}

/// A survey went out as a table without what it is about, and did not come back.
#[test]
fn the_scores_of_a_survey_survive_a_table() {
    let text =
        "kind: survey\nid: s\nteam: t\ndate: 2026-11-01\nrespondents: 9\nscores: {knows-goals: 4.2, \"a; b: c\": 3}\n";
    let here = workspace(&[("goalpost.yaml", ""), ("s.yaml", text)]);
    let out = written_text(|to| table(&ExportView::new(&here), ExportTable::Goals, to));
    assert!(out.contains("\"knows-goals: 4.2; \"\"a; b: c: 3\"\"\""), "{out}");
    let back = taken(&out, &ColumnMap::default());
    assert_eq!(back.refused, []);
    assert_eq!(workspace(&[("s.yaml", &back.files[0].text)]).goals[0].survey, here.goals[0].survey);
    let wrong = taken(&out.replace("knows-goals: 4.2", "4.2"), &ColumnMap::default());
    assert_eq!(wrong.refused[0].reason, "`scores`: `4.2` has no name and number");
}

/// The notes on what the table says, without the one on what is still to be added.
fn notes_of(import: &Import) -> Vec<&str> {
    import.notes.iter().map(String::as_str).filter(|note| !note.contains(" required fields")).collect()
}

fn map(text: &str) -> ColumnMap {
    ColumnMap::parse(text).unwrap_or_else(|wrong| panic!("{wrong}: {}", wrong.help))
}

/// The second of two columns for one field was dropped without a word.
#[test]
fn two_headings_for_one_field_are_named_where_they_differ() {
    let columns = map("columns: {title: Name, kind: Type, target: [Goal value, Target]}");
    let table =
        "Name,Type,Target,Goal value\nWin,objective,,\nSell,key_result,5,7\nBuy,key_result,4,4\nRest,key_result,3,\n";
    let import = taken(table, &columns);
    assert!(import.files[1].text.contains("target: 7\n"), "the map names it first: {}", import.files[1].text);
    assert!(import.files[3].text.contains("target: 3\n"), "{}", import.files[3].text);
    assert_eq!(
        notes_of(&import),
        ["1 row has different values for `target` in Goal value, Target; left out: `5` (line 3)"]
    );
}

/// Every goal was there twice, with `-2` at the end of its id.
#[test]
fn a_table_that_is_imported_again_doubles_nothing() {
    let columns = map("columns: {title: Name, kind: Type, parent: Parent, period: When}");
    let table = "Name,Type,When,Parent\nWin,objective,2026-Q4,\nSell,key_result,2026-Q4,Win\n";
    let first = taken(table, &columns);
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    files.extend(first.files.iter().map(|file| (file.path.clone(), file.text.clone())));
    let here = Workspace::read(SourceSet::from_texts(files));
    let again = "Name,Type,When,Parent\nwin,objective,Q4 2026,\nSell,key_result,2026-Q4,Win\nSell,key_result,2027-Q1,Win\n\
                 Rest,key_result,2026-Q4,Win\n";
    let second = import(&here, again, &columns, TODAY).expect("a table");
    let reasons: Vec<_> = second.refused.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (2, "`win` is already here: 2026-Q4/win.yaml has the same title, kind and period"),
            (3, "`Sell` is already here: 2026-Q4/sell.yaml has the same title and objective"),
        ]
    );
    // What is new finds the goals that are there.
    let texts: Vec<_> = second.files.iter().map(|file| file.text.as_str()).collect();
    assert!(texts.len() == 2 && texts.iter().all(|text| text.contains("measures: win\n")), "{texts:?}");
}

/// The score that a service shows of a running quarter became a grade.
#[test]
fn the_score_of_an_open_goal_is_no_grade() {
    let columns =
        map("columns: {title: Name, score: Score, state: Status}\nvalues: {state: {On track: ~, Done: achieved}}");
    let import = taken("Name,Score,Status\nWin,0.4,On track\nRest,70,Done\nSell,0.5,\n", &columns);
    let graded: Vec<bool> = import.files.iter().map(|file| file.text.contains("grade:")).collect();
    assert_eq!(graded, [false, true, false]);
    assert!(import.files[1].text.contains("grade: {score: 0.7}\n"), "{}", import.files[1].text);
    assert!(notes_of(&import).last().is_some_and(|it| it.contains("open goals on lines 2, 4 left out")));
}

/// `bo, cy` became a person `bo-cy`, and a note asked to add people who were there.
#[test]
fn nobody_is_made_up_of_several_people() {
    let org = "people:\n  - {id: bo, name: Bo Li, email: bo@x.example, github: bo-li}\n  - {id: cy, name: Cy Ahn}\nteams:\n  - {id: web, name: Web Shop}\n";
    let here = workspace(&[("goalpost.yaml", ""), ("org.yaml", org)]);
    let owner = |cell: &str| {
        let table = format!("kind,title,owner\nobjective,Win,\"{cell}\"\n");
        let import = import(&here, &table, &ColumnMap::default(), TODAY).expect("a table");
        let line = import.files[0].text.lines().find(|line| line.starts_with("owner:")).unwrap_or_default();
        let notes: Vec<String> = notes_of(&import).into_iter().map(str::to_owned).collect();
        (line.trim_start_matches("owner: ").to_owned(), notes)
    };
    for cell in ["bo", "Bo Li", "Li, Bo", "bo@x.example", "@bo-li", "Bo.Li@x.example"] {
        let (id, notes) = owner(cell);
        if cell == "Bo.Li@x.example" {
            assert_eq!(notes, ["not in org.yaml, add them there: bo.li"]);
        } else {
            assert_eq!((id.as_str(), notes.len()), ("bo", 0), "{cell}: {notes:?}");
        }
    }
    for cell in ["bo, cy", "Bo Li & Cy Ahn", "bo@x.example, cy@x.example", "Bo Li and Cy Ahn", "bo\ncy"] {
        let (id, notes) = owner(cell);
        assert_eq!(id, "bo", "{cell}");
        assert!(notes.len() == 1 && notes[0].contains("as the only owner, ignoring"), "{cell}: {notes:?}");
    }
    let (id, notes) = owner("Doe, Jane");
    assert_eq!(id, "");
    assert!(notes[0].starts_with("line 2: `Doe, Jane` may be one person or several"), "{notes:?}");
    let split = map("columns: {title: title}\nsplit: \",\"");
    let import =
        import(&here, "title,owner,team\nWin,\"Doe, Jane\",\"Web Shop, Ops\"\n", &split, TODAY).expect("a table");
    assert!(import.files[0].text.contains("owner: doe\nteam: web\ncontributors: [ops]\n"), "{}", import.files[0].text);
}

/// A bound to keep came in as a target to reach.
#[test]
fn a_condition_says_how_a_target_is_meant() {
    let columns =
        map("columns: {title: Name, target: Target, condition: How}\nvalues: {condition: {Maintain over: at_least}}");
    let table = "Name,Target,How\nA,5,Stay above\nB,5,<=\nC,5,Maintain over\nD,5,Increase to\nE,5,Wobble\n";
    let import = taken(table, &columns);
    let lines: Vec<_> = import.files.iter().map(|file| file.text.lines().last().unwrap_or_default()).collect();
    assert_eq!(lines, ["  at_least: 5", "  at_most: 5", "  at_least: 5", "  target: 5", "  target: 5"]);
    let lost: Vec<_> = import.refused.iter().map(|row| (row.line, row.column)).collect();
    assert_eq!(lost, [(6, Some("condition"))]);
}

/// The usual sheet: an objective in merged cells, its key results beside it.
#[test]
fn merged_cells_and_repeated_columns_are_goals_of_their_own() {
    let merged = map(
        "title_of: {objective: Objective, key_result: Key Result}\ncolumns: {owner: Owner, baseline: Start, target: Target}\nignore: [Notes]\ndecimals: comma",
    );
    let table =
        "Objective;Owner;Key Result;Start;Target;Notes\nWin;bo;Sell;1.200;1.500,5;x\n;cy;Keep;0;9;\nRest;bo;;;;\n";
    let import = taken(table, &merged);
    let texts: Vec<_> = import.files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "kind: objective\nid: win\ntitle: Win\nowner: bo\n",
            "kind: key_result\nid: sell\ntitle: Sell\nmeasures: win\nmetric:\n  baseline: 1200\n  target: 1500.5\n",
            "kind: key_result\nid: keep\ntitle: Keep\nowner: cy\nmeasures: win\nmetric:\n  baseline: 0\n  target: 9\n",
            "kind: objective\nid: rest\ntitle: Rest\nowner: bo\n",
        ]
    );
    assert!(notes_of(&import).is_empty() && import.refused.is_empty(), "{:?}", import.notes);
    let repeated = map("repeat: \"Key Result {n} \"\ncolumns: {title: Objective, target: Target}");
    let table =
        "Objective,Key Result 1,Key Result 1 Target,Key Result 2,Key Result 2 Target\nWin,Sell,5,Keep,6\nRest,,,,\n";
    let import = taken(table, &repeated);
    let links: Vec<_> =
        import.files.iter().map(|file| (file.path.as_str(), file.text.contains("measures: win\n"))).collect();
    assert_eq!(links, [("win.yaml", false), ("sell.yaml", true), ("keep.yaml", true), ("rest.yaml", false)]);
}

#[test]
fn the_answer_of_an_interface_is_a_table_of_paths() {
    let columns = map(
        "rows: data.items\ncolumns: {title: name, owner: owner.email, labels: tags.name, target: fields.Target.number, current: fields.1.number, period: time}\nignore: [gid]\ndays: day-first",
    );
    let json = r#"{"meta": {"n": 1}, "data": {"items": [
  {"gid": "1", "name": "Sell", "owner": {"email": "bo@x.example"}, "tags": [{"name": "a"}, {"name": "b"}], "mood": "ok",
   "fields": [{"name": "Target", "number": 9}, {"name": "Now", "number": 4}], "time": "1/Oct/26 - 31/Dec/26"},
  7
]}}"#;
    let import = taken(json, &columns);
    let text = &import.files[0].text;
    for part in ["labels: [a, b]\n", "owner: bo\n", "target: 9\n", "current: 4\n", "period: 2026-Q4\n"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(notes_of(&import).first(), Some(&"ignored columns: mood"));
    assert_eq!(import.refused.iter().map(|row| row.line).collect::<Vec<_>>(), [4]);
    let wrong = |map_text: &str, json: &str| import_error(json, &map(map_text));
    assert!(wrong("columns: {title: a}\nrows: x", "{\"y\": []}").contains("there is no `x`"));
    assert!(wrong("columns: {title: a}", "{\"y\": [], \"z\": []}").contains("several lists"));
    assert!(wrong("columns: {title: a}", "{\"y\": 1}").contains("no list"));
}

fn import_error(text: &str, map: &ColumnMap) -> String {
    import(&workspace(&[("goalpost.yaml", "")]), text, map, TODAY).expect_err("no table").message
}

#[test]
fn progress_is_a_metric_only_where_there_is_no_other() {
    let columns = map("columns: {title: Name, kind: Type, progress: Progress, target: Target}");
    let table =
        "Name,Type,Progress,Target\nA,key_result,45%,\nB,key_result,0.5,\nC,key_result,30,7\nD,objective,60%,\n";
    let import = taken(table, &columns);
    assert!(
        import.files[0].text.ends_with("  unit: \"%\"\n  baseline: 0\n  target: 100\n  current: 45\n"),
        "{}",
        import.files[0].text
    );
    assert!(import.files[1].text.ends_with("  current: 50\n"));
    assert!(import.files[2].text.ends_with("metric:\n  target: 7\n"));
    assert!(notes_of(&import).iter().any(|it| it.starts_with("progress on line 5 left out")));
}

#[test]
fn a_draft_of_a_map_can_be_read_as_one() {
    let table = "OKR,Type,Mood: now,Status,Target value\nWin,Objective,ok,On Track,\nSell,KR,bad,Weird,5\n";
    let draft = suggested_map(table).expect("a table");
    let read = map(&draft);
    assert_eq!((read.column("okr"), read.column("target value")), (Some("title"), Some("target")));
    assert!(read.ignores("mood now"), "{draft}");
    assert_eq!((read.value("kind", "KR").as_str(), read.value("state", "On Track").as_str()), ("key_result", ""));
    assert!(draft.contains("    Weird: ~   # nothing, or one of ours\n"), "{draft}");
    assert!(map(&suggested_map("a,b\n1,2\n").expect("a table")).ignores("b"));
}

/// `0,125` became 125 where a map says that the point is the decimal sign.
#[test]
fn no_group_follows_a_leading_zero() {
    let columns = map("columns: {title: Name, baseline: From, target: To}\ndecimals: point");
    let import = taken("Name,From,To\nA,\"1,250,000\",\"0,125\"\nB,\"-1,500.5\",\"12,345\"\n", &columns);
    assert!(import.files[0].text.contains("baseline: 1250000\n"), "{}", import.files[0].text);
    assert!(!import.files[0].text.contains("target: 125\n"), "{}", import.files[0].text);
    assert!(import.files[1].text.ends_with("  baseline: -1500.5\n  target: 12345\n"), "{}", import.files[1].text);
}
