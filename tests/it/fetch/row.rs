//! Tables as sources: rows by key, the newest day, what spreadsheets write.

use std::fmt::Write as _;

use goalpost::fetch::{Ask, Wanted};
use goalpost::model::{Feed, FeedKind, Origin};

use super::{World, feed};
use crate::support::server::{Answer, Server};

fn table(place: &str, date: Option<&str>) -> Feed {
    let text = |text: &str| text.to_owned();
    feed(FeedKind::Csv { place: text(place), key: text("kr"), value: text("value"), date: date.map(text) })
}

fn row(key: &str) -> Origin {
    Origin { key: Some(key.to_owned()), ..Origin::default() }
}

/// The value and the day of the row of `a`.
fn read(text: &str, date: Option<&str>) -> Result<(f64, Option<String>), String> {
    let world = World::new().file("data/board.csv", text);
    let (source, origin) = (table("data/board.csv", date), row("a"));
    let ask = Ask { name: "here", feed: &source, origin: &origin, goal: "goal", wanted: Wanted::Number };
    world.all(&[ask]).remove(0).map(|it| (it.value, it.as_of.map(|day| day.to_string())))
}

#[test]
fn a_row_is_found_by_its_key() {
    assert_eq!(read("kr,value\nb,1\na,99.5\n", None), Ok((99.5, None)));
    assert_eq!(read("value,x,KR\n7,,a\n", None), Ok((7.0, None)));
    let world = World::new().file("b.csv", "kr,value\ngoal,3\n");
    assert_eq!(world.number(&table("b.csv", None), &Origin::default()), Ok(3.0));
    let said = |text: &str| read(text, None).expect_err("no number");
    assert_eq!(said("kr,value\nb,1\n"), "has no row for `a` in the column `kr`");
    assert_eq!(said("kr,value\na,\n"), "has no value for `a` in the column `kr`");
    assert_eq!(said("kr,value\na,1\na,2\n"), "has 2 rows for `a`: name the column of their days, as in `date: day`");
    assert_eq!(said("key;value\na;1\n"), "has no column `kr`, only `key, value`");
    assert_eq!(said(""), "has no column `kr`, only nothing");
    assert_eq!(said("kr,value\na,n/a\n"), "in line 2, holds `n/a`, which is no number");
    assert_eq!(said("kr,value\na,99 %\n"), "in line 2, holds `99 %`, which is no number");
    assert_eq!(said("kr,value\na,1e999\n"), "in line 2, holds `1e999`, which is no number");
    assert!(said("kr,value\na,1,2\n").contains("line 2 that cannot be read"));
    assert!(said("kr,value\n\u{1b}[31m,1\nx,\"a\n").contains("cannot be read"));
}

#[test]
fn the_newest_day_up_to_today_counts() {
    let text = "kr,value,day\na,1,2026-11-07\na,3,2026-11-21\na,2,2026-11-14\na,4,2026-11-28\nb,9,2026-11-21\n";
    assert_eq!(read(text, Some("day")), Ok((3.0, Some("2026-11-21".to_owned()))));
    let yet_empty = "kr,value,day\na,1,2026-11-07\na,,2026-11-14\n";
    assert_eq!(read(yet_empty, Some("day")), Ok((1.0, Some("2026-11-07".to_owned()))));
    let said = |text: &str| read(text, Some("day")).expect_err("no number");
    assert_eq!(said("kr,value,day\na,1,2026-11-14\na,2,2026-11-14\n"), "has 2 different values for `a` on 2026-11-14");
    assert_eq!(read("kr,value,day\na,1,2026-11-14\na,1,2026-11-14\n", Some("day")).map(|it| it.0), Ok(1.0));
    assert_eq!(read("kr,value,day\na,1,14.11.2026\n", Some("day")), Ok((1.0, Some("2026-11-14".to_owned()))));
    assert_eq!(
        said("kr,value,day\na,1,mid-November\n"),
        "in line 2, has the day `mid-November`: write days like 2026-11-14"
    );
    assert_eq!(said("kr,value\na,1\n"), "has no column `day`, only `kr, value`");
}

#[test]
fn spreadsheets_of_all_countries_are_read() {
    assert_eq!(
        read("\u{feff}kr;value;day\r\na;\"99,5\";2026-11-14\r\n", Some("day")),
        Ok((99.5, Some("2026-11-14".to_owned())))
    );
    assert_eq!(read("sep=;\nkr;value\na;1.234,5\n", None), Ok((1234.5, None)));
    let two = read("kr;value\na;1.234\n", None).expect_err("two readings");
    assert_eq!(two, "in line 2, holds `1.234`, which may be 1234 or 1.234: write it without grouped thousands");
    assert_eq!(read("kr,value\na,\"1,234\"\n", None), Ok((1234.0, None)));
    assert_eq!(read("kr\tvalue\na\t12\n", None), Ok((12.0, None)));
    let wide: Vec<u8> = "\u{feff}kr;value\na;5\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let world = World::new().file("wide.csv", wide).file("latin.csv", b"kr;value\nB\xe4cker;1\n");
    assert_eq!(world.number(&table("wide.csv", None), &row("a")), Ok(5.0));
    let latin = world.number(&table("latin.csv", None), &row("a")).expect_err("no UTF-8");
    assert_eq!(latin, "is no table: `line 2 is not valid UTF-8`");
}

#[test]
fn a_table_lies_in_the_repository_or_on_a_server() {
    let world = World::new();
    let said = |place: &str| world.number(&table(place, None), &row("a")).expect_err("no number");
    assert!(said("gone.csv").starts_with("cannot be read at `gone.csv`:"));
    for outside in ["../x.csv", "/etc/passwd", "a/../../x"] {
        assert!(said(outside).contains("outside of the goals' repository"), "{outside}");
    }
    let mut text = String::from("kr,value\n");
    for at in 0..200 {
        let _ = writeln!(text, "k{at},{at}");
    }
    let server = Server::start(move |_| Answer::ok(text.clone()));
    let source = table(&format!("{}/board.csv", server.url), None);
    let origins: Vec<Origin> = (0..200).map(|at| row(&format!("k{at}"))).collect();
    let ask = |origin| Ask { name: "here", feed: &source, origin, goal: "goal", wanted: Wanted::Number };
    let asks: Vec<Ask<'_>> = origins.iter().map(ask).collect();
    let sum: f64 = world.all(&asks).into_iter().map(|it| it.expect("a number").value).sum();
    assert!((sum - 19_900.0).abs() < 1e-9);
    assert_eq!(server.asked().len(), 1);
    assert_eq!(server.asked()[0].header("accept"), Some("text/csv"));
    insta::assert_snapshot!(world.explained(&table("data/board.csv", Some("day")), &Origin::default()), @r"
    read data/board.csv
    time limit: 10 s
    value: value where kr is goal, in the row with the newest day
    ");
}
