//! A map of the columns and words of another service's tables to fields and values, as `import --map` takes it.

use std::collections::{BTreeMap, HashMap};

use crate::author::unfit::Unfit;
use crate::model::{DayOrder, Kind, Period};
use crate::source::SourceFile;
use crate::syntax::{Node, Notation, Value as Yaml, closest, parse, quoted};

use super::columns::{all_columns, plain};
use super::shipped;

/// A map for the columns and words of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// The columns of goalpost with their possible names in the table, in plain words.
    columns: BTreeMap<String, Vec<String>>,
    /// The columns of goalpost with words in the table, in plain words, and their values here; an empty value means
    /// none.
    values: BTreeMap<String, HashMap<String, String>>,
    /// The headings that are known and not wanted, in plain words.
    ignored: Vec<String>,
    /// The headings under which only rows have a value that are no goals, in plain words.
    pub(super) skips: Vec<String>,
    /// The headings with the title of a goal of some kind, where a row has one for each, in plain words.
    pub(super) title_of: Vec<(&'static str, String)>,
    /// The headings of the key results that a row repeats: what comes before and after their number, in plain words.
    repeat: Vec<(String, String)>,
    /// What separates several people, teams or labels in a cell, besides line ends and semicolons.
    pub(super) split: Option<String>,
    /// The notation of numbers, if the table does not show it.
    pub(super) notation: Option<Notation>,
    /// The order of day, month and year in the table, if it is known.
    pub(super) order: Option<DayOrder>,
    /// In JSON: the names that lead to the list of records, in each place where it may be.
    pub(super) rows: Vec<Vec<String>>,
    /// The period of the goals that the table gives none.
    pub(super) period: Option<String>,
    /// The id of the goal above the objectives that the table gives none.
    pub(super) top: Option<String>,
}

/// What a map looks like, for helps.
const FORM: &str = "a map has `columns: {ours: theirs}`, and optionally `values`, `ignore`, `skip`, `title_of`, `repeat`, \
                    `split`, `decimals`, `days`, `rows` and `period`: goalpost explain import";

impl ColumnMap {
    /// Returns an included map by name.
    ///
    /// # Panics
    /// Never: a test parses the included maps.
    pub fn shipped(name: &str) -> Option<Self> {
        let text = shipped::text(name)?;
        Some(Self::parse(text).expect("the shipped maps are tried in the tests"))
    }

    /// Parses a map in YAML.
    ///
    /// # Errors
    /// The text is not such a map.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        let (tree, faults) = parse(&SourceFile::from_text("", text));
        if let Some(fault) = faults.first() {
            return Err(Unfit::new(format!("cannot read the map: {}", fault.message), FORM));
        }
        let root = tree.mapping().ok_or_else(|| Unfit::new("the map is empty", FORM))?;
        let mut map = Self::default();
        for entry in &root.entries {
            let word = || entry.value.as_scalar().map(|it| &*it.text);
            match &*entry.key.text {
                "columns" => map.columns = columns(&entry.value)?,
                "values" => map.values = values(&entry.value)?,
                "ignore" => {
                    map.ignored = names(&entry.value).ok_or_else(|| wrong_key("ignore", "a list of headings"))?;
                }
                "skip" => map.skips = names(&entry.value).ok_or_else(|| wrong_key("skip", "a list of headings"))?,
                "title_of" => map.title_of = titles(&entry.value)?,
                "repeat" => {
                    let items = entry.value.as_sequence().map(|list| list.items.iter().collect());
                    let patterns = items.unwrap_or_else(|| vec![&entry.value]).into_iter().map(|pattern| {
                        let parts = pattern.as_scalar().and_then(|it| it.text.split_once("{n}"));
                        let wrong = || wrong_key("repeat", "a heading with {n}, such as `Key result {n} `");
                        parts.map(|(before, after)| (plain(before), plain(after))).ok_or_else(wrong)
                    });
                    map.repeat = patterns.collect::<Result<_, Unfit>>()?;
                }
                "split" => {
                    let sign = word().filter(|it| !it.trim().is_empty());
                    map.split =
                        Some(sign.ok_or_else(|| wrong_key("split", "a sign, such as \",\""))?.trim().to_owned());
                }
                "decimals" => {
                    map.notation = match word() {
                        Some("comma") => Some(Notation::Comma),
                        Some("point") => Some(Notation::Point),
                        _ => return Err(wrong_key("decimals", "comma or point")),
                    }
                }
                "days" => {
                    map.order = match word() {
                        Some("year-first") => None,
                        Some("month-first") => Some(DayOrder::MonthFirst),
                        Some("day-first") => Some(DayOrder::DayFirst),
                        _ => return Err(wrong_key("days", "year-first, month-first or day-first")),
                    }
                }
                "period" => {
                    let name = word().filter(|name| Period::parse(name, 1).is_ok());
                    map.period = Some(name.ok_or_else(|| wrong_key("period", "a period such as 2026-Q4"))?.to_owned());
                }
                "rows" => {
                    let items = entry.value.as_sequence().map(|list| list.items.iter().collect());
                    let paths = items.unwrap_or_else(|| vec![&entry.value]).into_iter().map(|path| {
                        let path = path.as_scalar().ok_or_else(|| wrong_key("rows", "a path such as data.goals"))?;
                        Ok(path.text.split('.').map(str::to_owned).collect())
                    });
                    map.rows = paths.collect::<Result<_, Unfit>>()?;
                }
                other => {
                    let known = [
                        "columns", "values", "ignore", "skip", "title_of", "repeat", "split", "decimals", "days",
                        "rows", "period",
                    ];
                    let help = closest(other, known).map_or(FORM.to_owned(), |near| format!("did you mean `{near}`?"));
                    return Err(Unfit::new(format!("unknown key `{other}` in the map"), help));
                }
            }
        }
        Ok(map)
    }

    /// A map that knows the headings of all these, for the records to which names lead.
    pub(super) fn of_all<'m>(maps: impl Iterator<Item = &'m Self>, rows: &[String]) -> Self {
        let mut all =
            Self { rows: Some(rows.to_vec()).filter(|rows| !rows.is_empty()).into_iter().collect(), ..Self::default() };
        for (column, names) in maps.flat_map(|map| &map.columns) {
            all.columns.entry(column.clone()).or_default().extend(names.iter().cloned());
        }
        all
    }

    /// The same map with a period for the goals that the table gives none.
    #[must_use]
    pub fn with_period(self, period: Option<String>) -> Self {
        Self { period: period.or(self.period.clone()), ..self }
    }

    /// The same map with a goal, by its id, above the objectives that the table gives none.
    #[must_use]
    pub fn with_top(self, top: Option<String>) -> Self {
        Self { top: top.or(self.top.clone()), ..self }
    }

    /// The same map with the notation of numbers that the table shows, unless it names one.
    pub(super) fn with_notation(self, shown: Option<Notation>) -> Self {
        Self { notation: self.notation.or(shown), ..self }
    }

    /// The same map with the order of days that the table shows, unless it names one.
    pub(super) fn with_order(self, shown: Option<DayOrder>) -> Self {
        Self { order: self.order.or(shown), ..self }
    }

    /// Returns the column of goalpost for a heading in plain words.
    pub(super) fn column(&self, head: &str) -> Option<&'static str> {
        let mapped = self.columns.iter().find(|(_, names)| names.iter().any(|name| name == head));
        let mapped = mapped.map(|(ours, _)| ours.as_str());
        all_columns().find(|column| mapped == Some(*column)).or_else(|| all_columns().find(|it| plain(it) == head))
    }

    /// The kind whose goal a heading in plain words names, and the column: `KR Owner` is the owner of the key result.
    pub(super) fn column_of_kind(&self, head: &str) -> Option<(&'static str, &'static str)> {
        let of = |title: &str| {
            let before = head.strip_prefix(title).and_then(|rest| rest.strip_prefix(' '));
            before.or_else(|| head.strip_suffix(title)?.strip_suffix(' '))
        };
        self.title_of.iter().find_map(|(kind, title)| {
            let rest = of(title)?;
            Some((*kind, self.column(head).or_else(|| self.column(rest))?))
        })
    }

    /// Whether it names a heading in plain words.
    pub(super) fn is_named(&self, head: &str) -> bool {
        self.columns.values().flatten().any(|name| name == head)
            || self.title_of.iter().any(|(_, name)| name == head)
            || self.repeated(head).is_some()
            || self.skips.iter().any(|name| name == head)
            || self.ignores(head)
    }

    /// Whether it names a heading that begins with a name in plain words: `node.title` below `node`.
    pub(super) fn names_below(&self, name: &str) -> bool {
        let is_below = |head: &String| head.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
        self.columns.values().flatten().any(is_below)
    }

    /// The place of a heading among the names of its column: the best first.
    pub(super) fn rank(&self, column: &str, head: &str) -> usize {
        let names = self.columns.get(column).map(Vec::as_slice).unwrap_or_default();
        names.iter().position(|name| name == head).unwrap_or(names.len())
    }

    /// The number of the key result that a heading in plain words repeats, and the rest of the heading.
    pub(super) fn repeated(&self, head: &str) -> Option<(usize, String)> {
        self.repeat.iter().find_map(|(before, after)| {
            let rest = head.strip_prefix(before.as_str())?.trim_start();
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let number = rest[..end].parse().ok()?;
            let rest = rest[end..].trim_start().strip_prefix(after.as_str()).unwrap_or(&rest[end..]);
            Some((number, rest.trim().to_owned()))
        })
    }

    /// Whether a heading in plain words is known and not wanted.
    pub(super) fn ignores(&self, head: &str) -> bool {
        self.ignored.iter().any(|it| it == head)
    }

    /// Returns the value for a cell.
    pub(super) fn value(&self, column: &str, cell: &str) -> String {
        let mapped = self.values.get(column).and_then(|words| words.get(&plain(cell)));
        mapped.cloned().unwrap_or_else(|| match (column, plain(cell).as_str()) {
            // Words of a service's menu, which are no units.
            ("unit", "percent" | "percentage") if !self.is_plain() => "%".to_owned(),
            ("unit", "number" | "numeric") if !self.is_plain() => String::new(),
            _ => cell.trim().to_owned(),
        })
    }

    /// The texts of a cell that has several.
    pub(super) fn each(&self, cell: &str) -> Vec<String> {
        let texts = crate::render::csv::split_texts(cell);
        let Some(sign) = &self.split else { return texts };
        let parts = texts.iter().flat_map(|text| text.split(sign.as_str()));
        parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Whether it says nothing about columns.
    pub(super) fn is_plain(&self) -> bool {
        self.columns.is_empty() && self.title_of.is_empty()
    }
}

fn wrong_key(key: &str, wanted: &str) -> Unfit {
    Unfit::new(format!("`{key}` in the map must be {wanted}"), FORM)
}

/// A name or a list of names, in plain words.
fn names(node: &Node) -> Option<Vec<String>> {
    match &node.value {
        // `title:` without a name names no column, and no heading that is empty.
        Yaml::Scalar(name) => Some([plain(&name.text)].into_iter().filter(|name| !name.is_empty()).collect()),
        Yaml::Sequence(list) => {
            let names = list.items.iter().filter_map(Node::as_scalar).map(|name| plain(&name.text));
            Some(names.filter(|name| !name.is_empty()).collect())
        }
        Yaml::Mapping(_) => None,
    }
}

/// The headings with the title of a goal of each kind, the goal above first.
fn titles(node: &Node) -> Result<Vec<(&'static str, String)>, Unfit> {
    let wrong = || wrong_key("title_of", "a mapping such as {objective: Objective, key_result: Key result}");
    let mut titles = Vec::new();
    for entry in &node.as_mapping().ok_or_else(wrong)?.entries {
        let kind = Kind::of_word(&entry.key.text).map(Kind::word);
        let kind = kind.filter(|kind| ["objective", "key_result"].contains(kind)).ok_or_else(wrong)?;
        for head in names(&entry.value).ok_or_else(wrong)? {
            titles.push((kind, head));
        }
    }
    titles.sort_by_key(|(kind, _)| *kind != "objective");
    Ok(titles)
}

fn ours(name: &str) -> Result<String, Unfit> {
    if all_columns().any(|column| column == name) {
        return Ok(name.to_owned());
    }
    let help = match closest(name, all_columns()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", quoted(all_columns())),
    };
    Err(Unfit::new(format!("unknown column `{name}` in the map"), help))
}

fn columns(node: &Node) -> Result<BTreeMap<String, Vec<String>>, Unfit> {
    let wrong = || {
        Unfit::new(
            "`columns` must map each of our columns to a name or a list of names",
            "for example `title: Objective`",
        )
    };
    let mut columns = BTreeMap::new();
    for entry in &node.as_mapping().ok_or_else(wrong)?.entries {
        columns.insert(ours(&entry.key.text)?, names(&entry.value).ok_or_else(wrong)?);
    }
    Ok(columns)
}

fn values(node: &Node) -> Result<BTreeMap<String, HashMap<String, String>>, Unfit> {
    let wrong =
        || Unfit::new("`values` must map the words of a column to ours", "for example `kind: {Objective: objective}`");
    let mut values = BTreeMap::new();
    for entry in &node.as_mapping().ok_or_else(wrong)?.entries {
        let words = entry.value.as_mapping().ok_or_else(wrong)?;
        let mut meanings = HashMap::new();
        for word in &words.entries {
            let meaning = word.value.as_scalar().ok_or_else(wrong)?;
            let meaning = if meaning.is_null() { String::new() } else { meaning.text.to_string() };
            meanings.insert(plain(&word.key.text), meaning);
        }
        values.insert(ours(&entry.key.text)?, meanings);
    }
    Ok(values)
}
