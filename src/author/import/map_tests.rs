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
    assert_eq!(lost[1], "3: `2026-10-01` is a start without an end, and there is no period");
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
