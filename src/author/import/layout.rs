//! How the rows of a table hold goals: one a row, or an objective with its key results in columns beside it, repeated,
//! or merged over several rows.

use std::collections::BTreeMap;

use super::clashes::{Clashes, says_the_same};
use super::columns::{all_columns, plain};
use super::map::ColumnMap;
use crate::author::unfit::Unfit;
use crate::model::{FIELDS, Form};
use crate::syntax::closest;

/// The cells of a goal by the columns of goalpost.
pub(super) type Cells = BTreeMap<&'static str, String>;

/// A goal in a table.
#[derive(Debug, Default)]
pub(super) struct GoalCells {
    /// Its cells.
    pub(super) cells: Cells,
    /// The name by which other rows refer to it, where they have no other.
    pub(super) key: Option<String>,
}

/// What a heading stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum HeadingMeaning {
    /// A column of the row's goal.
    Column(&'static str),
    /// The title of the goal of a kind in the row.
    Title(&'static str),
    /// A column of the goal of a kind in the row, where a row has one for each: `KR Owner` beside `Owner`.
    OfKind(&'static str, &'static str),
    /// A column of one of the key results that the row repeats.
    Repeated(usize, &'static str),
    /// What only rows have that are no goals.
    Skips,
    /// Nothing that is wanted.
    Ignored,
    /// Nothing that is known.
    Unknown,
}

/// The headings of a table, and what was seen of its rows.
#[derive(Debug)]
pub(super) struct TableLayout<'m> {
    map: &'m ColumnMap,
    names: Vec<String>,
    heads: Vec<HeadingMeaning>,
    /// The objective whose title stands in the rows above.
    above: Option<(String, Cells, String)>,
    /// The columns that several cells of a row fill in different ways.
    clashes: Clashes,
    /// The lines with a repeated key result that has no title.
    pub(super) untitled: Vec<u64>,
}

/// The columns of which a cell may have several.
const SEVERAL: [&str; 3] = ["owner", "team", "parent"];

/// The titles of rows at the end of a table that sum it up.
const TOTALS: [&str; 13] = [
    "total",
    "totals",
    "grand total",
    "overall total",
    "sum",
    "subtotal",
    "average",
    "overall average",
    "avg",
    "mean",
    "summe",
    "gesamt",
    "durchschnitt",
];

/// What `values` of a map says of a kind whose rows are not wanted.
pub(super) const SKIPPED: &str = "skip";

/// What an objective and its key result share where a row has both.
const SHARED: [&str; 5] = ["owner", "team", "period", "start", "end"];

impl<'m> TableLayout<'m> {
    /// The layout of a table with these headings.
    ///
    /// # Errors
    /// There is no heading with titles, or one is misspelled, so that its values would be lost.
    pub(super) fn of(names: &[String], map: &'m ColumnMap) -> Result<Self, Unfit> {
        let mut heads: Vec<HeadingMeaning> = names.iter().map(|name| head(name, map)).collect();
        let has_title = |kind| heads.contains(&HeadingMeaning::Title(kind));
        if has_title("objective") && has_title("key_result") {
            for (head, name) in heads.iter_mut().zip(names) {
                if matches!(head, HeadingMeaning::Column(_) | HeadingMeaning::Unknown)
                    && let Some((kind, column)) = map.column_of_kind(&plain(name))
                {
                    *head = HeadingMeaning::OfKind(kind, column);
                }
            }
        }
        let layout =
            Self { map, names: names.to_vec(), heads, above: None, clashes: Clashes::default(), untitled: Vec::new() };
        let titled = |head: &HeadingMeaning| {
            matches!(
                head,
                HeadingMeaning::Column("title") | HeadingMeaning::Title(_) | HeadingMeaning::Repeated(_, "title")
            )
        };
        if names.iter().all(String::is_empty) {
            return Err(Unfit::new("the table is empty", "its first line has the names of the columns"));
        }
        if !layout.heads.iter().any(titled) {
            let mut shown: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
            shown.extend((names.len() > shown.len()).then_some("…"));
            let help = if map.is_plain() {
                "name the columns as `goalpost export --format csv` does, or use --map; to draft a map: goalpost import FILE --suggest-map"
            } else {
                "name the column of titles in `columns` of a map; to draft one: goalpost import FILE --suggest-map"
            };
            return Err(Unfit::new(format!("no `title` column; the columns are {}", shown.join(", ")), help));
        }
        if map.is_plain() {
            for name in layout.unknown() {
                if let Some(near) = closest(&plain(name).replace(' ', "_"), all_columns()) {
                    return Err(Unfit::new(format!("unknown column `{name}`"), format!("did you mean `{near}`?")));
                }
            }
        }
        Ok(layout)
    }

    /// The cells of a row in a column of goalpost.
    pub(super) fn cells_in<'r>(&'r self, column: &'static str, record: &'r [String]) -> impl Iterator<Item = &'r str> {
        let is_it = move |head: &HeadingMeaning| matches!(head, HeadingMeaning::Column(it) | HeadingMeaning::Repeated(_, it) if *it == column);
        let cells = self.heads.iter().zip(record).filter(move |(head, _)| is_it(head));
        cells.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Whether a row is a total or an average of those above: its only title says so, and it has neither an owner, a team nor a
    /// goal above.
    pub(super) fn is_total(&self, record: &[String]) -> bool {
        let cells = || self.heads.iter().zip(record).filter(|(_, cell)| !cell.trim().is_empty());
        let is_title =
            |head: &HeadingMeaning| matches!(head, HeadingMeaning::Title(_) | HeadingMeaning::Column("title"));
        let mut titles = cells().filter(|(head, _)| is_title(head)).map(|(_, cell)| plain(cell));
        let is_named = cells().any(|(head, _)| match head {
            HeadingMeaning::Column(it) | HeadingMeaning::OfKind(_, it) => SEVERAL.contains(it),
            _ => false,
        });
        titles.next().is_some_and(|title| TOTALS.contains(&title.as_str())) && titles.next().is_none() && !is_named
    }

    /// The headings that nothing is known about.
    fn unknown(&self) -> impl Iterator<Item = &str> {
        let heads = self.names.iter().zip(&self.heads);
        heads
            .filter(|(name, head)| **head == HeadingMeaning::Unknown && !name.is_empty())
            .map(|(name, _)| name.as_str())
    }

    /// The goals of a row: the objective that it begins, the goal that it is, the key results that it repeats.
    pub(super) fn goals(&mut self, line: u64, record: &[String]) -> Vec<GoalCells> {
        let mut own = Filler::default();
        let mut titles: Cells = Cells::new();
        let (mut of_kind, mut repeated) = (BTreeMap::new(), BTreeMap::new());
        self.clashes.line = line;
        for ((head, name), cell) in self.heads.iter().zip(&self.names).zip(record) {
            let (filler, column) = match head {
                HeadingMeaning::Column(column) => (&mut own, column),
                HeadingMeaning::Repeated(number, column) => (repeated.entry(*number).or_default(), column),
                HeadingMeaning::OfKind(kind, column) => (of_kind.entry(*kind).or_default(), column),
                HeadingMeaning::Title(kind) if !cell.trim().is_empty() => {
                    let there = titles.entry(kind).or_insert_with(|| cell.trim().to_owned());
                    if *there != cell.trim() {
                        self.clashes.add("title", [name.as_str()], cell.trim());
                    }
                    continue;
                }
                HeadingMeaning::Skips if !cell.trim().is_empty() => {
                    return vec![GoalCells { cells: Cells::from([("kind", SKIPPED.to_owned())]), key: None }];
                }
                HeadingMeaning::Title(_)
                | HeadingMeaning::Skips
                | HeadingMeaning::Ignored
                | HeadingMeaning::Unknown => continue,
            };
            filler.fill(self.map, column, (name, cell), &mut self.clashes);
        }
        let mut of = |kind| of_kind.remove(kind).map(|filler: Filler| filler.cells).unwrap_or_default();
        let (of_objective, of_result) = (of("objective"), of("key_result"));
        let mut goals = self.titled(line, own.cells, (of_objective, of_result), titles);
        // What a row repeats is only there where a title or a value is.
        for (number, filler) in repeated {
            let Some(objective) = goals.first_mut() else { break };
            let mut cells = filler.cells;
            if cells.keys().all(|column| *column == "kind") {
                continue;
            }
            let key = objective.key.get_or_insert_with(|| format!("\u{0}line {line}")).clone();
            cells.entry("kind").or_insert_with(|| "key_result".to_owned());
            if !cells.contains_key("title") {
                self.untitled.push(line);
                cells.insert("title", format!("Key result {number}"));
            }
            cells.insert("measures", key);
            goals.push(GoalCells { cells, key: None });
        }
        goals
    }

    /// The goals of a row with a title for each kind; otherwise the one goal that it is. `of_objective` and `of_result` are the
    /// cells under headings that say whose they are.
    fn titled(
        &mut self,
        line: u64,
        own: Cells,
        (of_objective, of_result): (Cells, Cells),
        mut titles: Cells,
    ) -> Vec<GoalCells> {
        if !self.heads.iter().any(|head| matches!(head, HeadingMeaning::Title(_))) {
            return if own.is_empty() { Vec::new() } else { vec![GoalCells { cells: own, key: None }] };
        }
        let (objective, result) = (titles.remove("objective"), titles.remove("key_result"));
        if objective.is_none() && result.is_none() {
            // It is reported as a row without a title.
            let cells: Cells = [own, of_objective, of_result].into_iter().flatten().collect();
            return if cells.is_empty() { Vec::new() } else { vec![GoalCells { cells, key: None }] };
        }
        let mut goals = Vec::new();
        // The objective of the next quarter may have the same title.
        let differs =
            |shared: &Cells| shared.get("period").zip(own.get("period")).is_some_and(|(one, other)| one != other);
        let is_above =
            |title: &String| self.above.as_ref().is_some_and(|(above, shared, _)| above == title && !differs(shared));
        let names_objective = objective.is_some();
        let begins = objective.filter(|title| !is_above(title));
        // `Owner` beside `KR Owner` is the objective's.
        let has_own = |column: &str| {
            self.heads.iter().any(|head| matches!(head, HeadingMeaning::OfKind("key_result", it) if *it == column))
        };
        let (of_both, rest): (Cells, Cells) = own.into_iter().partition(|(column, _)| has_own(column));
        if let Some(title) = begins {
            let shared = |(column, _): &(&&'static str, &String)| result.is_none() || SHARED.contains(*column);
            let mut cells: Cells = rest.iter().filter(shared).map(|(column, cell)| (*column, cell.clone())).collect();
            cells.extend(of_both.into_iter().chain(of_objective));
            let key = format!("\u{0}line {line}");
            self.above = Some((title.clone(), cells.clone(), key.clone()));
            cells.insert("kind", "objective".to_owned());
            cells.insert("title", title);
            goals.push(GoalCells { cells, key: Some(key) });
            if result.is_none() {
                self.lose(&Cells::new(), of_result.clone());
            }
        } else if names_objective {
            // It was begun by a row above, and has its cells from there.
            let above = self.above.as_ref().map(|(_, cells, _)| cells.clone()).unwrap_or_default();
            self.lose(&above, of_both.into_iter().chain(of_objective).collect());
        } else {
            let lost = of_both.iter().filter(|(column, _)| of_result.contains_key(*column));
            let lost: Cells = lost.map(|(column, cell)| (*column, cell.clone())).collect();
            self.lose(&of_result, lost);
            let above = self.above.as_ref().map(|(_, cells, _)| cells.clone()).unwrap_or_default();
            self.lose(&above, of_objective);
            return self.result(of_both.into_iter().chain(rest).chain(of_result).collect(), result, goals);
        }
        self.result(rest.into_iter().chain(of_result).collect(), result, goals)
    }

    /// Adds the key result of a row to the goals of the row.
    fn result(&self, mut cells: Cells, title: Option<String>, mut goals: Vec<GoalCells>) -> Vec<GoalCells> {
        let Some(title) = title else { return goals };
        if let Some((_, shared, key)) = &self.above {
            // A key result has what its objective has.
            cells.retain(|column, cell| shared.get(column) != Some(cell) || !SHARED.contains(column));
            cells.insert("measures", key.clone());
        }
        cells.insert("kind", "key_result".to_owned());
        cells.insert("title", title);
        goals.push(GoalCells { cells, key: None });
        goals
    }

    /// Notes cells that no goal has, unless they say what is there already.
    fn lose(&mut self, there: &Cells, cells: Cells) {
        for (column, cell) in cells {
            if there.get(column).is_some_and(|there| says_the_same(self.map, column, there, &cell)) {
                continue;
            }
            let is_it = |head: &HeadingMeaning| matches!(head, HeadingMeaning::Column(it) | HeadingMeaning::OfKind(_, it) if *it == column);
            let heads = self.heads.iter().zip(&self.names).filter(|(head, _)| is_it(head));
            self.clashes.add(column, heads.map(|(_, name)| name.as_str()), &cell);
        }
    }

    /// Notes on headings that were ignored, and on those that fill one column.
    pub(super) fn notes(&self) -> Vec<String> {
        let unknown: Vec<_> = self.unknown().collect();
        let mut notes = Vec::new();
        if !unknown.is_empty() {
            notes.push(format!("ignored columns: {}", unknown.join(", ")));
        }
        notes.extend(self.clashes.notes());
        notes
    }
}

/// The cells of a goal while they are filled, with the rank and the name of the heading of each.
#[derive(Debug, Default)]
struct Filler {
    cells: Cells,
    from: BTreeMap<&'static str, (usize, String)>,
}

impl Filler {
    /// Fills a cell. If several headings stand for one column, the one that the map names first counts.
    fn fill(&mut self, map: &ColumnMap, column: &'static str, (name, cell): (&str, &str), clashes: &mut Clashes) {
        let value = map.value(column, cell);
        if value.is_empty() {
            return;
        }
        let rank = map.rank(column, &plain(name));
        let Some((known, from)) = self.from.get(column) else {
            self.cells.insert(column, value);
            self.from.insert(column, (rank, name.to_owned()));
            return;
        };
        let Some(there) = self.cells.get_mut(column).filter(|there| **there != value) else { return };
        // A service that has a heading for each label has several of them, and one that has a heading twice several teams.
        let is_repeated = plain(from) == plain(name);
        let is_list = FIELDS.iter().any(|field| field.name == column && field.form == Form::Texts);
        if is_list || is_repeated && SEVERAL.contains(&column) {
            there.push('\n');
            there.push_str(&value);
            return;
        }
        let (lost, names) =
            if rank < *known { (&*there, [name, from.as_str()]) } else { (&value, [from.as_str(), name]) };
        if is_repeated || !says_the_same(map, column, there, &value) {
            clashes.add(column, names, lost);
        }
        if rank < *known {
            self.cells.insert(column, value);
            self.from.insert(column, (rank, name.to_owned()));
        }
    }
}

fn head(name: &str, map: &ColumnMap) -> HeadingMeaning {
    let name = plain(name);
    if let Some((kind, _)) = map.title_of.iter().find(|(_, head)| *head == name) {
        return HeadingMeaning::Title(kind);
    }
    if let Some((number, rest)) = map.repeated(&name) {
        let column = if rest.is_empty() { Some("title") } else { map.column(&rest) };
        return column.map_or(HeadingMeaning::Unknown, |column| HeadingMeaning::Repeated(number, column));
    }
    if map.skips.contains(&name) {
        return HeadingMeaning::Skips;
    }
    // What a map leaves out on purpose wins over a column that happens to have the name of ours.
    if map.ignores(&name) {
        return HeadingMeaning::Ignored;
    }
    map.column(&name).map_or(HeadingMeaning::Unknown, HeadingMeaning::Column)
}
