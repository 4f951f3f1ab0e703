//! Goals taken in: ids, links, tables, and what cannot be taken.

use super::*;

fn workspace(files: &[(&str, &str)]) -> Workspace {
    Workspace::read(SourceSet::from_texts(files.iter().map(|(path, text)| (*path, *text))))
}

fn taken(text: &str, map: &ColumnMap) -> Import {
    import(&workspace(&[("goalpost.yaml", "")]), text, map).expect("a table or lines")
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
    let import = import(&here, lines, &ColumnMap::default()).expect("lines");
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
    let why: Vec<_> = import.refused.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(why, [(4, "`target`: `x` is not a number"), (5, "`Q9 2026` is no period")]);
    assert_eq!(
        import.files[1].text,
        "kind: key_result\nid: \"102\"\ntitle: Raise uptime\nowner: tom\nperiod: 2026-Q4\nmeasures: \"101\"\nmetric:\n  unit: \"%\"\n  baseline: 99.5\n  target: 99.95\n  current: 99.7\n  as_of: 2026-11-14\n"
    );
    assert_eq!(import.notes, ["ignored columns: Mood"]);
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
    assert!(texts[2].contains("supports: [\"1\", \"2\"]\n"), "{}", texts[2]);
    assert_eq!(
        import.notes,
        ["line 2: using maria@northwind.example as the only owner, ignoring tom@northwind.example"]
    );
}

#[test]
fn a_slip_in_a_head_is_reported_and_so_is_a_table_of_something_else() {
    let wrong = |text: &str| import(&workspace(&[]), text, &ColumnMap::default()).expect_err("not a table of goals");
    assert_eq!(wrong("title,ownr\nA,tom\n").help, "did you mean `owner`?");
    assert!(wrong("a,b\n1,2\n").message.starts_with("no `title` column"));
    assert_eq!(ColumnMap::parse("columns: {titel: X}").expect_err("a slip").help, "did you mean `title`?");
}

/// A field was named in fifteen files, and one that was forgotten got lost on the way; later only texts were safe.
#[test]
fn a_field_of_the_table_alone_is_known_everywhere() {
    use crate::analysis::versions::value_of;
    use crate::render::export::{ExportTable, table};
    use crate::view::export::ExportView;
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
    let back = taken(&table(&view, ExportTable::Goals), &ColumnMap::default());
    assert_eq!(back.files[0].text, text);
    let lines = crate::render::jsonl::export(&view);
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
    use crate::render::export::{ExportTable, table};
    use crate::syntax::{Content, Edit, apply};
    use crate::view::export::ExportView;
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
    assert_eq!(table(&view, ExportTable::Needs), "goal,from,what,by,state,effort,in_goal,milk\na,t,w,,asked,,,black\n");
    assert_eq!(taken(&table(&view, ExportTable::Goals), &ColumnMap::default()).files[0].text, result);
    let back = taken(&crate::render::jsonl::export(&view), &ColumnMap::default());
    assert_eq!(workspace(&[("a.yaml", &back.files[0].text)]).goals[0].needs, here.goals[0].needs);
    // New fields go where the table has them.
    let set = |route: &str| Edit::Set { route: route.to_owned(), to: Content::word("9"), order: crate::model::ORDER };
    let edited = apply(&text, &[set("metric.unit"), set("needs[0].by")]).expect("fields");
    assert!(edited.contains("  unit: 9\n  target: 5\n  milk: green\n"), "{edited}");
    assert!(edited.contains("{from: t, what: w, by: 9, milk: black}"), "{edited}");
    let wrong = workspace(&[("a.yaml", &text.replace("milk:", "milc:"))]);
    let found: Vec<_> = wrong.documents[0].faults.iter().filter_map(|fault| fault.help.as_deref()).collect();
    assert_eq!(found, ["did you mean `milk`?", "did you mean `milk`?"]);
}

/// A survey went out as a table without what it is about, and did not come back.
#[test]
fn the_scores_of_a_survey_survive_a_table() {
    use crate::render::export::{ExportTable, table};
    use crate::view::export::ExportView;
    let text =
        "kind: survey\nid: s\nteam: t\ndate: 2026-11-01\nrespondents: 9\nscores: {knows-goals: 4.2, \"a; b: c\": 3}\n";
    let here = workspace(&[("goalpost.yaml", ""), ("s.yaml", text)]);
    let out = table(&ExportView::new(&here), ExportTable::Goals);
    assert!(out.contains("\"knows-goals: 4.2; \"\"a; b: c: 3\"\"\""), "{out}");
    let back = taken(&out, &ColumnMap::default());
    assert_eq!(back.refused, []);
    assert_eq!(workspace(&[("s.yaml", &back.files[0].text)]).goals[0].survey, here.goals[0].survey);
    let wrong = taken(&out.replace("knows-goals: 4.2", "4.2"), &ColumnMap::default());
    assert_eq!(wrong.refused[0].reason, "`scores`: `4.2` has no name and number");
}
