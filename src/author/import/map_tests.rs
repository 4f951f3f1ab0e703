//! Maps: what they give to rows, and drafts of them.

use super::*;

/// The day on which tables are read.
const TODAY: Day = Day::constant(2026, 11, 21);

fn taken(text: &str, map: &ColumnMap) -> Import {
    let workspace = Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")]));
    import(&workspace, text, map, TODAY).expect("a table")
}

fn map(text: &str) -> ColumnMap {
    ColumnMap::parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message))
}

/// A column `Start` with the first values of a sheet was read as first days, and nothing told of the loss.
#[test]
fn a_start_without_an_end_is_no_silent_loss() {
    let columns = map("columns: {title: Name, start: Start, end: End, period: Quarter}");
    let import = taken(
        "Name,Start,End,Quarter\nA,\"1,000\",,\nB,2026-10-01,,\nC,2026-10-01,2026-12-31,2026-Q4\n\
         D,2026-10-05,2026-11-30,2026-Q4\nE,,2026-11-30,2026-Q4\nF,2026-10-01,,2026-Q4\n",
        &columns,
    );
    let lost: Vec<String> = import.refused.iter().map(|it| format!("{}: {}", it.line, it.reason)).collect();
    assert_eq!(lost.len(), 3, "{lost:?}");
    assert!(lost[0].starts_with("2: `start`: `1,000`"), "{lost:?}");
    assert_eq!(lost[1], "3: `2026-10-01` is a start without an end");
    assert_eq!(lost[2], "5: `2026-10-05` is not the first day of 2026-Q4");
    assert!(!import.files[2].text.contains("deadline"), "{}", import.files[2].text);
    for at in [3, 4] {
        assert!(import.files[at].text.contains("deadline: 2026-11-30\n"), "{}", import.files[at].text);
    }
}

#[test]
fn a_map_gives_the_goals_without_a_period_one() {
    let columns = map("columns: {title: Name, kind: Type, parent: Up}\nperiod: 2026-Q4");
    let table = "Name,Type,Up,period,deadline\nA,objective,,,\nB,key_result,A,,\nC,objective,,2027,\nD,kpi,,,\n";
    let import = taken(table, &columns);
    let paths: Vec<&str> = import.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["2026-Q4/a.yaml", "2026-Q4/b.yaml", "2027/c.yaml", "kpis/d.yaml"]);
    let has: Vec<bool> = import.files.iter().map(|file| file.text.contains("period: 2026-Q4\n")).collect();
    assert_eq!(has, [true, false, false, false]);
    assert!(import.notes.iter().any(|note| note == "1 goal without a period: set to 2026-Q4"), "{:?}", import.notes);
    assert_eq!(taken(table, &map("columns: {title: Name, kind: Type, parent: Up}")).without_period, 1);
    assert!(ColumnMap::parse("columns: {title: A}\nperiod: soon").is_err());
}

#[test]
fn a_draft_knows_sheets_with_key_results_beside_or_in_columns() {
    let beside = suggested_map("Objective,Key Result,Start,Target,Labels,Labels\nWin,Sell,\"1,000\",\"4,000\",a,b\n")
        .expect("a table");
    let read = map(&beside);
    assert_eq!(read.title_of.len(), 2, "{beside}");
    assert_eq!(read.column("start"), Some("baseline"), "{beside}");
    assert!(beside.contains("  labels: Labels\n") && !beside.contains("[Objective"), "{beside}");
    let days = suggested_map("Objective,Key Result,Start,Due\nWin,Sell,2026-10-01,2026-12-31\n").expect("a table");
    assert_eq!(map(&days).column("start"), Some("start"), "{days}");
    let columns =
        suggested_map("name,key_result_1_title,key_result_1_completion,key_result_2_title\nWin,Sell,0.5,Wait\n");
    let columns = columns.expect("a table");
    assert_eq!(map(&columns).repeated("key result 2 completion"), Some((2, "completion".to_owned())), "{columns}");
    assert_eq!(map(&columns).column("completion"), Some("progress"), "{columns}");
    let list =
        suggested_map(r#"{"data": {"goals": {"nodes": [{"title": "Win", "owner": {"email": "a@b.example"}}]}}}"#);
    let list = list.expect("a document");
    assert!(list.contains("rows: data.goals.nodes\n") && list.contains("owner.email"), "{list}");
}

#[test]
fn an_empty_table_is_called_empty() {
    let workspace = Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")]));
    let wrong = import(&workspace, "\n", &ColumnMap::default(), TODAY).expect_err("no table");
    assert_eq!(wrong.message, "the table is empty");
}

/// `250.000` was 250, and a value after the end or of a day to come came in without a word.
#[test]
fn a_number_with_two_readings_is_left_out_and_late_and_future_values_are_noted() {
    let table = "id,kind,title,measures,period,unit,baseline,target,current,as_of\nq,objective,Sell more,,2026-Q4,,,,,\n\
        a,key_result,Raise revenue,q,,EUR,0,250.000,120.000,2026-11-20\n\
        b,key_result,Raise sales,q,,EUR,0,250,120,2027-01-14\n\
        c,key_result,Raise orders,q,,EUR,0,250,120,2026-12-24\n";
    let import = taken(table, &ColumnMap::default());
    let lost: Vec<_> = import.refused.iter().filter_map(|it| it.help.clone()).collect();
    let say = |both: &str| format!("write {both}, or set `decimals` in a map: comma or point");
    assert_eq!(lost, [say("250 or 250000"), say("120 or 120000")]);
    assert_eq!(
        import.notes,
        [
            "1 value dated after the end of the goal, which does not count: b",
            "1 value dated after today: c",
            "1 goal lacks required fields; to list them: goalpost check",
        ]
    );
    // What goalpost exports has a column for the path of each file.
    let own = table.replacen("id,", "path,id,", 1).replace("\na,", "\na.yaml,a,").replace("\nq,", "\nq.yaml,q,");
    let own = own.replace("\nb,", "\nb.yaml,b,").replace("\nc,", "\nc.yaml,c,");
    assert!(taken(&own, &ColumnMap::default()).refused.is_empty());
}

/// A due date without a start day was thrown away, with the advice to add the period that was given.
#[test]
fn a_due_date_alone_is_a_deadline() {
    let columns = "columns: {title: Name, kind: Type, parent: Up, end: Due}";
    let table = "Name,Type,Up,Due\nA,objective,,2026-12-15\nB,key_result,A,2026-11-30\nC,objective,,2027-02-01\n";
    let import = taken(table, &map(&format!("{columns}\nperiod: 2026-Q4")));
    assert_eq!(import.refused, []);
    let has = |at: usize, text: &str| import.files[at].text.contains(text);
    assert!(has(0, "deadline: 2026-12-15\n") && has(0, "period: 2026-Q4\n"), "{}", import.files[0].text);
    assert!(has(1, "deadline: 2026-11-30\n") && !has(1, "period:"), "{}", import.files[1].text);
    // It is of another period than the one that is named.
    assert!(has(2, "deadline: 2027-02-01\n") && !has(2, "period:"), "{}", import.files[2].text);
    let import = taken(table, &map(columns));
    assert!(import.refused.is_empty() && import.without_period == 2, "{:?}", import.refused);
}

/// `1.200` was left out as ambiguous beside `30,5`.
#[test]
fn a_decimal_comma_in_one_cell_says_how_the_others_are_read() {
    let columns = map("columns: {title: Name, kind: Type, baseline: From, target: To, current: Now}");
    let table = "Name;Type;From;To;Now\nA;key_result;30,5;50;41,2\nB;key_result;1.200;400;900\n";
    let import = taken(table, &columns);
    assert_eq!(import.refused, []);
    assert!(import.files[1].text.contains("  baseline: 1200\n"), "{}", import.files[1].text);
    assert!(!taken(&table.replace("30,5", "30").replace("41,2", "41"), &columns).refused.is_empty());
}

/// A second column of the same name was dropped without a word.
#[test]
fn a_heading_that_stands_twice_has_several_values() {
    let columns = map("columns: {title: Name, team: Part, state: Status}\nvalues: {state: {Open: ~, Won: achieved}}");
    let import = taken("Name,Part,Part,Status,Status\nA,Payments,Web,Won,missed\n", &columns);
    let text = &import.files[0].text;
    assert!(text.contains("team: payments\n") && text.contains("contributors: [web]\n"), "{text}");
    assert!(import.notes.iter().any(|note| note.contains("different values for `state`")), "{:?}", import.notes);
}

/// Pull requests among the issues of GitHub became objectives.
#[test]
fn a_map_skips_records_by_what_only_they_have() {
    let github = ColumnMap::shipped("github").expect("shipped");
    let issues = r#"[{"number": 13, "title": "Win", "type": {"name": "Objective"}, "state": "open"},
        {"number": 14, "title": "Fix typo", "state": "open", "pull_request": {"url": "https://x.example"}}]"#;
    let import = taken(issues, &github);
    assert_eq!(import.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["win.yaml"]);
    assert!(import.notes.iter().any(|note| note.starts_with("rows on line 2 left out")), "{:?}", import.notes);
}

#[test]
fn a_list_of_records_may_be_in_several_places() {
    let columns = map("columns: {title: name}\nrows: [data.namespace.nodes, data.group.nodes]");
    let import = taken(r#"{"data": {"group": {"nodes": [{"name": "Win"}, {"name": ""}]}}}"#, &columns);
    assert_eq!(import.files.len(), 1);
    let wrong = map("columns: {title: name}\nrows: data.namespace.nodes");
    let workspace = Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")]));
    assert!(import_of(&workspace, r#"{"data": {"group": {"nodes": []}}}"#, &wrong).is_err());
}

fn import_of(workspace: &Workspace, text: &str, map: &ColumnMap) -> Result<Import, Unfit> {
    import(workspace, text, map, TODAY)
}

/// Menus have `Percentage`, which no check-in of `42%` fits.
#[test]
fn the_words_of_a_menu_are_no_units() {
    let columns = map("columns: {title: Name, kind: Type, unit: Unit, target: To}");
    let import =
        taken("Name,Type,Unit,To\nA,key_result,Percentage,50\nB,key_result,Number,9\nC,key_result,EUR,1\n", &columns);
    let unit = |at: usize| import.files[at].text.lines().find(|line| line.contains("unit:")).map(str::trim);
    assert_eq!([unit(0), unit(1), unit(2)], [Some("unit: \"%\""), None, Some("unit: EUR")]);
}

/// Row numbers became ids, so that the table of the next quarter, which begins at 1 again, was rejected whole.
#[test]
fn a_number_is_no_id_and_links_follow() {
    let columns = map("columns: {id: Row, title: Name, kind: Type, parent: Up}");
    let import =
        taken("Row,Name,Type,Up\n1,Win the day,objective,\n2,Sell,key_result,1\n2,Rest,key_result,1\n", &columns);
    let ids: Vec<&str> = import.files.iter().filter_map(|file| file.goal.as_deref()).collect();
    assert_eq!(ids, ["win-the-day", "sell"]);
    assert!(import.files[1].text.contains("measures: win-the-day\n"), "{}", import.files[1].text);
    assert_eq!(import.refused[0].reason, "line 3 has the id `2` too");
}

/// The table of the second quarter lost every key result that had one of its title in the first.
#[test]
fn a_key_result_is_known_by_its_objective() {
    let here = Workspace::read(SourceSet::from_texts([
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: Grow in France\nperiod: 2026-Q4\n"),
        ("k.yaml", "kind: key_result\nid: k\ntitle: Raise NPS\nmeasures: o\nmetric: {target: 50}\n"),
    ]));
    let columns =
        map("title_of: {objective: Objective, key_result: Key Result}\ncolumns: {target: To, period: Quarter}");
    let table = "Objective,Key Result,To,Quarter\nGrow in France,Raise NPS,50,2026-Q4\n\
        Grow in France,Raise NPS,60,2027-Q1\nGrow in Spain,Raise NPS,40,2026-Q4\n";
    let import = import(&here, table, &columns, TODAY).expect("a table");
    let known: Vec<_> = import.refused.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        known,
        [
            "`Grow in France` is already here: o.yaml has the same title, kind and period",
            "`Raise NPS` is already here: k.yaml has the same title and objective"
        ]
    );
    assert_eq!(import.files.len(), 4, "{:?}", import.files);
    assert!(import.refused[0].help.as_deref().is_some_and(|help| help.ends_with("goalpost set o FIELD VALUE")));
}

/// `$1.2M` was three lost cells.
#[test]
fn an_amount_of_money_has_its_unit_with_it() {
    let columns = map("columns: {title: Name, kind: Type, baseline: From, target: To, current: Now}");
    let table = "Name,Type,From,To,Now\nA,key_result,$1.2M,$4.35M,\"$1,500,000\"\nB,key_result,10 €,20k€,12 €\n";
    let import = taken(table, &columns);
    assert_eq!(import.refused, []);
    let metric = |at: usize| import.files[at].text.split_once("metric:\n").map(|(_, metric)| metric.to_owned());
    let first = "  unit: $\n  baseline: 1200000\n  target: 4350000\n  current: 1500000\n";
    assert_eq!(metric(0).as_deref(), Some(first));
    assert_eq!(metric(1).as_deref(), Some("  unit: €\n  baseline: 10\n  target: 20000\n  current: 12\n"));
}

/// The order of days was judged cell by cell, so that `10/01/2026` may have been two days beside `12/31/2026`.
#[test]
fn a_day_in_one_column_says_how_those_in_others_are_read() {
    let columns = map("columns: {title: Name, start: From, end: To}");
    let import = taken("Name,From,To\nA,10/01/2026,12/31/2026\nB,10/05/2026,11/10/2026\n", &columns);
    assert_eq!(import.refused, []);
    assert!(import.files[0].text.contains("period: 2026-Q4\n"), "{}", import.files[0].text);
    assert!(import.files[1].text.contains("{start: 2026-10-05, end: 2026-11-10}"), "{}", import.files[1].text);
    // Two that contradict each other say nothing; of two days, the one that can be read is a deadline.
    let import = taken("Name,From,To\nA,10/01/2026,12/31/2026\nB,2026-10-01,31/12/2026\n", &columns);
    let lost: Vec<_> = import.refused.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(lost, [(2, Some("period"))]);
    assert!(import.files[0].text.contains("deadline: 2026-12-31\n"), "{}", import.files[0].text);
}

/// One word that nobody knows cost the whole row, and the links to it.
#[test]
fn a_wrong_cell_costs_the_cell() {
    let columns = map("columns: {title: Name, kind: Type, parent: Up, state: Stage, target: To}");
    let table = "Name,Type,Up,Stage,level,To\nA,objective,,OPENED,Company,\nB,key_result,A,,,5\nC,wish,,,,\n";
    let import = taken(table, &columns);
    let lost: Vec<_> = import.refused.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(lost, [(2, Some("state")), (4, None)], "{:?}", import.refused);
    assert!(import.files[0].text.contains("level: company\n"), "{}", import.files[0].text);
    assert!(import.files[1].text.contains("measures: a\n"), "{}", import.files[1].text);
}

/// A parent named by its address or number led nowhere, and nothing told of it.
#[test]
fn parents_are_found_by_what_the_table_calls_them_and_missed_aloud() {
    let github = ColumnMap::shipped("github").expect("shipped");
    let table = |parent: &str| {
        format!(
            "Title\tURL\tType\tParent issue\nWin\thttps://github.com/x/y/issues/7\tObjective\t\nSell\thttps://github.com/x/y/issues/8\tKey result\t{parent}\n"
        )
    };
    for parent in ["https://github.com/x/y/issues/7", "x/y#7", "Win"] {
        let import = taken(&table(parent), &github);
        assert!(import.files[1].text.contains("measures: win\n"), "{parent}: {}", import.files[1].text);
    }
    let import = taken(&table("x/y#9"), &github);
    let note = "1 parent is neither in the table nor here, so links lead nowhere: sell (`x/y#9`)";
    assert!(import.notes.iter().any(|it| it == note), "{:?}", import.notes);
    let jira = ColumnMap::shipped("jira").expect("shipped");
    let issues =
        "Issue key,Issue id,Summary,Issue Type,Parent\nOKR-1,10001,Win,Objective,\nOKR-2,10002,Sell,Key Result,10001\n";
    let import = taken(issues, &jira);
    assert!(import.files[1].text.contains("measures: okr-1\n"), "{}", import.files[1].text);
}

/// What was wrapped in a field, as GraphQL answers, was lost but for its title.
#[test]
fn records_that_are_wrapped_are_read_without_the_wrapper() {
    let answer = r#"{"data": {"goals": {"edges": [
        {"node": {"name": "Win", "type": "OBJECTIVE", "mood": "good"}},
        {"node": {"name": "Sell", "type": "KEY_RESULT", "targetValue": 60, "parent": {"name": "Win"}}}]}}}"#;
    let draft = suggested_map(answer).expect("a document");
    assert!(draft.contains("title: name") && draft.contains("ignore: [mood]"), "{draft}");
    let columns = "rows: data.goals.edges\ncolumns: {title: name, kind: type, target: targetValue, parent: parent.name}\n\
                   values: {kind: {OBJECTIVE: objective, KEY_RESULT: key_result}}";
    let import = taken(answer, &map(columns));
    assert!(import.files[1].text.contains("measures: win\n"), "{}", import.files[1].text);
    assert!(import.notes.iter().any(|it| it == "ignored columns: mood"), "{:?}", import.notes);
    // A map that names the wrapper is read as before.
    let import = taken(answer, &map(&columns.replace("name", "node.name").replace("type", "node.type")));
    assert_eq!(import.files.len(), 2);
}

/// A title above the headings was the headings, and an empty name in a map stood for every column without one.
#[test]
fn a_title_above_the_headings_and_key_results_in_columns_are_read() {
    let sheets = ColumnMap::shipped("google-sheets").expect("shipped");
    let import = taken("OKRs Q4,,\n,,\nObjective,Key Result,Owner\nWin,Sell,\n", &sheets);
    assert_eq!(import.files.iter().filter_map(|it| it.goal.as_deref()).collect::<Vec<_>>(), ["win", "sell"]);
    let import = taken("Objective,Key Result 1 Title,Key Result 1 Target,KR2\nWin,Sell,5,Wait\n", &sheets);
    assert_eq!(import.files.iter().filter_map(|it| it.goal.as_deref()).collect::<Vec<_>>(), ["win", "sell", "wait"]);
    let workspace = Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")]));
    let wrong = import_of(&workspace, "Mood,,\nA,B,C\n", &map("columns: {title: }")).expect_err("no title");
    assert!(wrong.message.starts_with("no `title` column"), "{}", wrong.message);
}

/// Every note on JSON of one line named line 1.
#[test]
fn records_on_one_line_are_named_by_their_titles() {
    let columns = map("rows: data\ncolumns: {title: name}");
    let import = taken(r#"{"data": [{"name": "A"}, {"name": "B"}, {"name": "C"}, {"name": "D"}]}"#, &columns);
    assert!(import.notes[0].starts_with("no `kind` on 4 records (`A`, `B`, `C`, …): read as"), "{:?}", import.notes);
}
