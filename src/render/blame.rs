//! Blame as terminal output: each field with its author and day, then each commit once with its subject.

use super::clean::clean;
use super::here::Here;
use super::layout::{cut, width};
use super::next_steps::next_steps;
use super::style::Style;
use super::table::{Align, Cell, Table};
use crate::git::short_id;
use crate::model::count_of;
use crate::source::InOrder as _;
use crate::view::blame::{BlameView, BlamedField};

/// The most columns of a field's name.
const FIELD: usize = 24;

/// The most columns of a person's name.
const NAME: usize = 12;

/// The fewest columns of a value.
const VALUE: usize = 16;

/// The width below which a field's line has neither author nor commit: they stand in the list of commits.
const NARROW: usize = 70;

/// The columns of an abbreviated commit name.
const COMMIT: usize = 7;

/// The origin of each field of a goal. `here` is the current folder.
pub fn blame(view: &BlameView, here: &Here, style: Style) -> String {
    let mut commits: Vec<&BlamedField> = view.fields.iter().filter(|it| it.place.is_some()).collect();
    commits.order_by_key(|it| std::cmp::Reverse(it.place));
    commits.dedup_by_key(|it| it.place);
    let mut text = heading(view, here, &commits, style);
    text.push_str(&fields(view, style));
    if !commits.is_empty() {
        text.push('\n');
        let name = commits.iter().map(|it| width(&by(it))).max().unwrap_or(0);
        for it in commits {
            let day = it.day.map(|day| day.to_string()).unwrap_or_default();
            let who = by(it);
            let space = " ".repeat(name - width(&who));
            let subject = clean(it.subject.as_deref().unwrap_or(""));
            let before = format!("{}  {day}  {who}{space}  ", short(it));
            let subject = cut(&subject, style.width.saturating_sub(width(&before)));
            text.push_str(format!("{before}{subject}").trim_end());
            text.push('\n');
        }
    }
    if let Some(commit) = view.fields.iter().filter(|it| it.place.is_some()).max_by_key(|it| it.place) {
        let steps = [format!("git show {}", short(commit)), format!("goalpost history {}", view.goal)];
        text.push_str(&next_steps(steps, style));
    }
    text
}

fn heading(view: &BlameView, here: &Here, commits: &[&BlamedField], style: Style) -> String {
    let fields = count_of(view.fields.len(), "field");
    let by = match commits.len() {
        0 => String::new(),
        1 => ", set by one commit".to_owned(),
        many => format!(", set by {many} commits"),
    };
    let open = view.fields.iter().filter(|it| it.set == "uncommitted").count();
    let open = if open > 0 { format!(", {open} uncommitted") } else { String::new() };
    let (goal, says) = (clean(&view.goal), format!("{fields}{by}{open}"));
    let between = if width(&goal) + 3 + width(&says) <= style.width { "   " } else { "\n" };
    let says = super::layout::wrap(&says, style.width).join("\n");
    let goal = super::layout::wrap(&goal, style.width).join("\n");
    let mut text = format!("{}{between}{says}\n", style.bold(&goal));
    let path = here.path(&view.path);
    text.push_str(&format!("{}\n", style.dim(&clean(&path))));
    for (path, day) in view.earlier_paths.iter().take(3) {
        text.push_str(&format!("{}\n", style.dim(&format!("until {day} {}", clean(path)))));
    }
    text.push('\n');
    text
}

fn fields(view: &BlameView, style: Style) -> String {
    let is_narrow = style.width < NARROW;
    let most = if is_narrow { FIELD / 2 } else { FIELD };
    let field = view.fields.iter().map(|it| width(&clean(&it.field))).max().unwrap_or(0).clamp(5, most);
    let name = view.fields.iter().map(|it| width(&by(it))).max().unwrap_or(0).max(2);
    let day = "2026-11-14".len();
    let others = if is_narrow { field + day + 4 } else { field + day + name + COMMIT + 8 };
    let value = style.width.saturating_sub(others).max(if is_narrow { 8 } else { VALUE });
    let shown = if is_narrow { 3 } else { 5 };
    let heads = ["field", "value", "set on", "by", "commit"];
    let mut table = Table::new(heads.into_iter().take(shown).map(|head| (head, Align::Left)));
    for (column, width) in [field, value, day, name, COMMIT].into_iter().take(shown).enumerate() {
        table.fix(column, width);
    }
    for it in &view.fields {
        // The text is cut before it is laid out, as it may be as long as a file.
        let start: String = it.words.chars().take(1000).collect();
        let words = clean(&start).split_whitespace().collect::<Vec<_>>().join(" ");
        let cells = [
            Cell::new(cut(&clean(&it.field), field)),
            Cell::new(cut(&words, value)),
            Cell::new(it.day.map(|day| day.to_string()).unwrap_or_default()),
            Cell::new(by(it)),
            Cell::new(short(it)),
        ];
        table.row(cells.into_iter().take(shown));
    }
    let drawn = table.draw(0, style);
    let mut lines = drawn.lines();
    let mut text = format!("{}\n", lines.next().unwrap_or(""));
    for (it, line) in view.fields.iter().zip(lines) {
        text.push_str(line);
        // For a field without a commit, the reason is in the columns of day, author and commit.
        if let Some(why) = why_not(it) {
            text.push_str(&" ".repeat((field + value + 4).saturating_sub(width(line))));
            text.push_str(&style.dim(&cut(why, style.width.saturating_sub(field + value + 4))));
        }
        text.push('\n');
    }
    text
}

/// The author of a field's value.
fn by(it: &BlamedField) -> String {
    cut(&clean(it.by.as_deref().unwrap_or("")), NAME)
}

/// Why no commit is known for a field.
fn why_not(it: &BlamedField) -> Option<&'static str> {
    match it.set.as_str() {
        "commit" => None,
        "uncommitted" => Some("uncommitted"),
        "truncated" => Some("history truncated here"),
        "unread" => Some("cannot be read"),
        _ => Some("not found in history"),
    }
}

fn short(it: &BlamedField) -> &str {
    it.commit.as_deref().map_or("", short_id)
}
