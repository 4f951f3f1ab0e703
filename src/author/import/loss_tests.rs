//! What must neither be lost nor doubled on the way in.

use super::*;

/// The day on which tables are read.
const TODAY: Day = Day::constant(2026, 11, 21);

fn workspace(files: &[(String, String)]) -> Workspace {
    let settings = ("goalpost.yaml".to_owned(), String::new());
    Workspace::read(SourceSet::from_texts([settings].into_iter().chain(files.iter().cloned())))
}

fn map(text: &str) -> ColumnMap {
    ColumnMap::parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message))
}

fn shipped(name: &str) -> ColumnMap {
    ColumnMap::shipped(name).expect("shipped")
}

/// What a table gives beside some files.
fn beside(files: &[(String, String)], table: &str, columns: &ColumnMap) -> Import {
    import(&workspace(files), table, columns, TODAY).expect("a table")
}

fn taken(table: &str, columns: &ColumnMap) -> Import {
    beside(&[], table, columns)
}

/// The files that an import wrote, as they are there for the next one.
fn written(import: &Import) -> Vec<(String, String)> {
    import.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
}

fn ids(import: &Import) -> Vec<&str> {
    import.files.iter().filter_map(|file| file.goal.as_deref()).collect()
}

/// The text of the file of a goal.
fn text_of_goal<'i>(import: &'i Import, id: &str) -> &'i str {
    let file = import.files.iter().find(|file| file.goal.as_deref() == Some(id));
    file.map_or_else(|| panic!("{id}: {:?}", ids(import)), |file| &file.text)
}

/// The lines of the report: notes, rejected rows and cells.
fn report(import: &Import) -> String {
    let refused = import.refused.iter().map(|row| format!("line {}: {} {:?}", row.line, row.reason, row.help));
    import.notes.iter().cloned().chain(refused).collect::<Vec<_>>().join("\n")
}

/// A goal whose period was given with the first import came again as `-2` with the second.
#[test]
fn a_goal_without_a_period_on_one_side_is_the_same_goal() {
    let columns = || map("columns: {title: Name, kind: Type, parent: Up, period: When}");
    let table = "Name,Type,Up,When\nWin,objective,,\nSell,key_result,Win,\nLearn,development,,\nRest,objective,,2027\n";
    let given = |period: Option<&str>| columns().with_period(period.map(str::to_owned));
    for (first, then) in [(Some("2026-Q4"), None), (None, Some("2026-Q4")), (None, None)] {
        let here = written(&taken(table, &given(first)));
        let again = beside(&here, table, &given(then));
        assert_eq!(ids(&again), [] as [&str; 0], "{first:?}, then {then:?}");
        assert_eq!(again.refused.len(), 4, "{}", report(&again));
    }
    // Another period, said in so many words, is another goal.
    let here = written(&taken(table, &given(Some("2026-Q4"))));
    let next = beside(&here, table, &given(Some("2027-Q1")));
    assert_eq!(ids(&next), ["win-2", "sell-2", "learn-2"]);
    // The latest of several, and a goal is one row only.
    let both = [here, written(&next)].concat();
    let again = beside(&both, "Name,Type,Up,When\nWin,objective,,\nWin,objective,x,\nWin,objective,y,\n", &columns());
    let reasons: Vec<&str> = again.refused.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`Win` is already here: 2027-Q1/win-2.yaml has the same title and kind",
            "`Win` is already here: 2026-Q4/win.yaml has the same title and kind"
        ]
    );
    assert!(again.refused[0].help.as_deref().is_some_and(|help| help.ends_with("--period PERIOD")));
    assert_eq!(ids(&again), ["win-3"]);
}

/// The objective had the owner of its first key result, and its own was gone without a word.
#[test]
fn each_goal_of_a_row_has_its_own_cells() {
    let table = "Objective,Owner,Status,Key Result,KR Owner,KR Status,Target\nWin it all,Ana,On track,Get ten,Carl Best,Missed,10\n\
                 ,,,Get two,Dora,,10\n,Eva,,Get one,,,10\n,Eva,,Get six,Finn,,10\nWin it all,Ana,,Get four,Dora,,10\n";
    let import = taken(table, &shipped("google-sheets"));
    let owner = |id| text_of_goal(&import, id).lines().find_map(|line| line.strip_prefix("owner: "));
    assert_eq!(owner("win-it-all"), Some("ana"));
    let owners = ["get-ten", "get-two", "get-one", "get-six", "get-four"].map(owner);
    assert_eq!(owners, [Some("carl-best"), Some("dora"), Some("eva"), Some("finn"), Some("dora")]);
    assert!(text_of_goal(&import, "get-ten").contains("state: missed\n"));
    let note = "1 row has different values for `owner` in Owner, KR Owner; left out: `Eva` (line 5)";
    assert!(import.notes.iter().any(|it| it == note), "{}", report(&import));
    // `Objective Owner` says the same the other way round.
    let table = table.replace(",Owner,", ",Objective Owner,").replace("KR Owner", "Owner");
    let import = taken(&table, &shipped("google-sheets"));
    assert!(text_of_goal(&import, "win-it-all").contains("owner: ana\n"), "{}", text_of_goal(&import, "win-it-all"));
}

/// Of two names of an owner, one was dropped without a word even where they were two people; and a row without a title was.
#[test]
fn every_cell_that_does_not_count_is_told() {
    let table = "Objective,Key Result,Owner Email,Owner,Team,Department,Target\nWin it all,Get ten,ana@x.example,Ana; Bo,Web,Shops,10\n\
                 ,Get two,ana@x.example,Carl Best,Web,,10\n,Get one,cbest@x.example,Carl Best,Web,Web,10\n,,,Dora,,,10\n";
    let import = taken(table, &shipped("google-sheets"));
    let report = report(&import);
    for part in [
        "`owner` in Owner Email, Owner;",
        "left out: `Ana; Bo` (line 2), `Carl Best` (line 3)\n",
        "left out: `Shops` (line 2)",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(report.contains("line 5: the row has no title"), "{report}");
    let twice = taken("Objective,Objective Title,Key Result\nO1,Win it all,Get ten\n", &shipped("google-sheets"));
    assert!(twice.notes.iter().any(|it| it.contains("values for `title`") && it.contains("`Win it all` (line 2)")));
}

/// A parent that was imported before was not found by its title, and the note that it is not here was false.
#[test]
fn a_goal_that_is_here_is_found_by_its_title() {
    let columns = map("columns: {kind: kind, title: title, period: period, parent: parent}");
    let first = "kind,title,period\nobjective,Win the trust of clinics,2026-Q4\nobjective,Grow,2026-Q4\nobjective,Grow,2027-Q1\n";
    let here = written(&taken(first, &columns));
    let table = "kind,title,period,parent\nkey_result,Raise clinics,,win the trust of clinics\nobjective,Sell,2027-Q1,Grow\n\
                 key_result,Sleep,,Grow\n";
    let import = beside(&here, table, &columns);
    assert!(text_of_goal(&import, "raise-clinics").contains("measures: win-trust-clinics\n"), "{}", report(&import));
    assert!(text_of_goal(&import, "sell").contains("supports: [grow-2]\n"), "the one of its days");
    let lost = "line 4: `Grow` is the title of several goals here Some(\"name one by its id: grow or grow-2\")";
    assert!(report(&import).contains(lost), "{}", report(&import));
    assert!(!text_of_goal(&import, "sleep").contains("measures"));
    // Imported again they are the same.
    let all = [here, written(&import)].concat();
    assert_eq!(ids(&beside(&all, table, &columns)), [] as [&str; 0]);
}

/// Several parents in a cell became one id that was made of all of them.
#[test]
fn several_goals_above_in_a_cell_are_several() {
    let table = "Name,Initiatives\nGrow revenue,\n\"Win clinics, then rest\",\nDemo,\"Grow revenue, Win clinics, then rest\"\n\
                 Shop,\"win clinics, then rest (https://x.example/a), Grow revenue\"\nSell,\"Win clinics, then rest\"\n";
    for columns in [shipped("linear"), map("columns: {title: Name, parent: Initiatives}")] {
        let import = taken(table, &columns);
        let supports =
            |id| text_of_goal(&import, id).lines().find_map(|line| line.strip_prefix("supports: ").map(str::to_owned));
        assert_eq!(supports("demo").as_deref(), Some("[grow-revenue, win-clinics-then-rest]"), "{}", report(&import));
        assert_eq!(supports("shop").as_deref(), Some("[win-clinics-then-rest, grow-revenue]"));
        assert_eq!(supports("sell").as_deref(), Some("[win-clinics-then-rest]"));
    }
    // Of unknown ones only the map says whether they are several.
    let table = "Name,Up\nDemo,\"Fly, then rest\"\n";
    let one = taken(table, &map("columns: {title: Name, parent: Up}"));
    assert!(
        report(&one)
            .contains("1 parent is neither in the table nor here, so links lead nowhere: demo (`Fly, then rest`)")
    );
    assert!(
        report(&taken(table, &map("columns: {title: Name, parent: Up}\nsplit: \",\"")))
            .contains("2 parents are neither")
    );
    // A goal of a kind without a goal above loses it aloud.
    let kpi =
        taken("Name,Type,Up\nWin,objective,\nNoise,kpi,Win\n", &map("columns: {title: Name, kind: Type, parent: Up}"));
    assert!(report(&kpi).contains("line 3: a goal of the kind kpi has no goal above"), "{}", report(&kpi));
}

/// The reason of a cancelled goal was left out as a note without a day, so that the first check was an error.
#[test]
fn a_dropped_goal_says_why_or_asks_for_it() {
    let table = "Objective,Key Result,Status,Comments,Last Updated\nOpen in Porto,,Cancelled,Rent doubled,\n,Rent a flat,Cancelled,,\n\
                 Open in Faro,,Dropped,No one to lead it,2026-10-09\nOpen in Braga,,Cancelled,,\nOpen in Beja,Find ten,Cancelled,,\n\
                 Rest,,On track,All well,\n";
    let import = taken(table, &shipped("google-sheets"));
    let reason = |id| text_of_goal(&import, id).lines().find_map(|line| line.strip_prefix("reason: "));
    assert_eq!(reason("open-in-porto"), Some("Rent doubled"), "{}", report(&import));
    assert_eq!(reason("rent-a-flat"), None, "one reason is enough for what was dropped together");
    assert_eq!(reason("open-in-faro"), Some("No one to lead it"));
    assert!(text_of_goal(&import, "open-in-faro").contains("log:\n  - {date: 2026-10-09, kind: note"));
    assert!(reason("open-in-braga").is_some_and(|text| text.contains(crate::model::DROPPED_REASON)));
    assert!(reason("find-ten").is_some(), "its objective is not dropped");
    let report = report(&import);
    for part in [
        "notes of dropped goals on lines 2, 4: read as the reason why",
        "2 goals dropped without a reason in the table; to say why: goalpost set GOAL reason TEXT: open-in-braga, find-ten",
        "notes on line 7 left out",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
}

/// Each record of another service was told to write `kind` or to be excluded, and nothing told of maps.
#[test]
fn json_of_a_service_without_a_map_leads_to_one() {
    let error = |text: &str| import(&workspace(&[]), text, &ColumnMap::default(), TODAY).expect_err("no export");
    let issues = r#"[{"number": 7, "title": "Win", "state": "open", "body": "x", "labels": [], "assignees": [], "closed_at": null}]"#;
    let wrong = error(issues);
    assert!(wrong.message.starts_with("no goal in it has a `kind`"), "{}", wrong.message);
    assert!(wrong.help.contains("--map github"), "{}", wrong.help);
    assert!(error(r#"{"data": [{"gid": "1", "name": "Win"}]}"#).help.contains("--suggest-map"));
    // Where others are goals, one without a kind is a row that is rejected.
    let lines = "{\"kind\": \"objective\", \"id\": \"a\", \"title\": \"A\"}\n{\"id\": \"b\", \"title\": \"B\"}\n";
    let import = taken(lines, &ColumnMap::default());
    assert!(ids(&import) == ["a"] && report(&import).contains("use --map"), "{}", report(&import));
}

/// `2.4 s` without a column for units cost all three numbers, and `>45` was to be written as 45.
#[test]
fn the_unit_that_all_numbers_of_a_row_have_is_theirs() {
    let table = "Name,Type,From,To,Now\nLoad,key_result,2.4 s,1.2 s,1.6 s\nWait,key_result,3 days,1 day,\nMix,key_result,2.4 s,120 ms,\n\
                 Half,key_result,2.4 s,1.2,\nScore,key_result,,>45,#DIV/0!\n";
    let import = taken(table, &map("columns: {title: Name, kind: Type, baseline: From, target: To, current: Now}"));
    let metric = |id| text_of_goal(&import, id).split_once("metric:\n").map(|(_, metric)| metric.to_owned());
    assert_eq!(metric("load").as_deref(), Some("  unit: s\n  baseline: 2.4\n  target: 1.2\n  current: 1.6\n"));
    assert_eq!(metric("wait").as_deref(), Some("  unit: days\n  baseline: 3\n  target: 1\n"));
    assert!(report(&import).contains("numbers with a unit on lines 2, 3: it is the unit"), "{}", report(&import));
    let lost: Vec<_> = import.refused.iter().map(|row| (row.line, row.column)).collect();
    let expected =
        [(4, Some("baseline")), (4, Some("target")), (5, Some("baseline")), (6, Some("target")), (6, Some("current"))];
    assert_eq!(lost, expected, "{}", report(&import));
    assert!(report(&import).contains("a bound to keep is `at_least: 45`"), "{}", report(&import));
}

/// `October 2026` was no period, though `Oct 1 - Dec 31, 2026` was one.
#[test]
fn the_name_of_a_month_is_a_period() {
    let months = [
        "October 2026",
        "Oct 2026",
        "Oct - Dec 2026",
        "October–December 2026",
        "Nov 2025 to Jan 2026",
        "Sept-Oct 2026",
    ];
    let periods = months.map(|when| {
        let import = taken(&format!("Name,When\nWin,{when}\n"), &map("columns: {title: Name, period: When}"));
        let line = import.files[0].text.lines().find_map(|line| line.strip_prefix("period: ").map(str::to_owned));
        line.unwrap_or_else(|| report(&import))
    });
    let days = |start, end| format!("{{start: {start}, end: {end}}}");
    let expected = [
        "\"2026-10\"",
        "\"2026-10\"",
        "2026-Q4",
        "2026-Q4",
        &days("2025-11-01", "2026-01-31"),
        &days("2026-09-01", "2026-10-31"),
    ];
    assert_eq!(periods, expected);
}

/// The total in the last row of a sheet became an objective.
#[test]
fn a_total_at_the_end_is_no_goal() {
    let table = "Objective,Key Result,Owner,Target,Current,Progress\nTotal,,Ana,,,\nWin it all,Get ten,Ana,10,5,50%\nTotal:,,,10,5,50%\n,Average,,,,50%\n";
    let import = taken(table, &shipped("google-sheets"));
    assert_eq!(ids(&import), ["total", "win-it-all", "get-ten"], "{}", report(&import));
    assert!(
        report(&import).contains("the total or average at the end, on lines 4, 5, left out"),
        "{}",
        report(&import)
    );
    let import = taken("kind,title\nobjective,Win\nobjective,Sum\n", &ColumnMap::default());
    assert_eq!(ids(&import), ["win"]);
}
