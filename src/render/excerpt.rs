//! The lines of a file that a finding shows: those of its places with their neighbours, cut to the terminal's width around
//! what is marked.

use std::ops::Range;

use super::layout::window;
use super::stand_ins::ClusterStandIns;

/// A place in a file: the bytes that are marked, within one line, and its line from 0.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    pub(super) range: Range<usize>,
    pub(super) line: usize,
}

/// The shown lines, each with its end of line, and the file's line with which each run of them begins.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    runs: Vec<(usize, usize)>,
}

impl Excerpt {
    /// Cuts the lines around some places to `room` columns. Returns the places in it, in the same order.
    pub(super) fn of(text: &str, places: &[Marked], room: usize) -> (Self, Vec<Range<usize>>) {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|at| places[*at].range.start);
        let mut excerpt = Self::default();
        let mut found = vec![0..0; places.len()];
        for (lines, members) in runs(text, places, &order) {
            excerpt.runs.push((excerpt.text.len(), lines.first));
            let mut start = lines.range.start;
            for line in text[lines.range].split_inclusive('\n') {
                excerpt.add_line((start, line.trim_end_matches(['\n', '\r'])), (places, &members), room, &mut found);
                start += line.len();
            }
        }
        (excerpt, found)
    }

    fn add_line(
        &mut self,
        (start, line): (usize, &str),
        (places, members): (&[Marked], &[usize]),
        room: usize,
        found: &mut [Range<usize>],
    ) {
        let is_here = |at: &&usize| (start..=start + line.len()).contains(&places[**at].range.start);
        let here: Vec<usize> = members.iter().filter(is_here).copied().collect();
        let mark = here.first().map_or(0..0, |at| {
            let range = &places[*at].range;
            range.start - start..(range.end - start).min(line.len())
        });
        let kept = window(line, mark, room);
        let ellipsis = |is_cut: bool| if is_cut { "…" } else { "" };
        self.text.push_str(ellipsis(kept.start > 0));
        let begin = self.text.len();
        for at in here {
            let place = |byte: usize| begin + byte.saturating_sub(start).clamp(kept.start, kept.end) - kept.start;
            found[at] = place(places[at].range.start)..place(places[at].range.end);
        }
        self.text.push_str(&line[kept.clone()]);
        self.text.push_str(ellipsis(kept.end < line.len()));
        self.text.push('\n');
    }

    /// Puts stand-ins into the text for what takes other columns than its characters one by one. Places stay valid.
    pub(super) fn put_stand_ins(&mut self, places: &[Range<usize>]) -> ClusterStandIns {
        let (text, stand_ins) = ClusterStandIns::put(&self.text, places);
        self.text = text;
        stand_ins
    }

    /// The text of all runs.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The run that holds a byte: where it begins and ends, and its first line in the file, from 0.
    pub(super) fn run_at(&self, byte: usize) -> Option<(Range<usize>, usize)> {
        let at = self.runs.partition_point(|(start, _)| *start <= byte).checked_sub(1)?;
        let end = self.runs.get(at + 1).map_or(self.text.len(), |(start, _)| *start);
        Some((self.runs[at].0..end, self.runs[at].1))
    }
}

/// Lines of a file: their bytes, the first of them, and the one behind the last.
struct LineRun {
    range: Range<usize>,
    first: usize,
    end: usize,
}

/// The runs of lines that are shown, each with its places. Places that are near each other, as miette sees it, stand in one
/// run with all lines between them.
fn runs(text: &str, places: &[Marked], order: &[usize]) -> Vec<(LineRun, Vec<usize>)> {
    let mut runs: Vec<(LineRun, Vec<usize>)> = Vec::new();
    for at in order {
        let lines = with_neighbours(text, &places[*at]);
        match runs.last_mut().filter(|(last, _)| last.first + last.end >= lines.first) {
            Some((last, members)) => {
                last.range.end = last.range.end.max(lines.range.end);
                last.end = last.end.max(lines.end);
                members.push(*at);
            }
            None => runs.push((lines, vec![*at])),
        }
    }
    runs
}

/// The line of a place with the one before and the one behind it.
fn with_neighbours(text: &str, place: &Marked) -> LineRun {
    let line_start = |byte: usize| text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let line_end = |byte: usize| text[byte..].find('\n').map_or(text.len(), |at| byte + at + 1);
    let (own, next) = (line_start(place.range.start), line_end(place.range.start));
    let (start, first) = if own > 0 { (line_start(own - 1), place.line.saturating_sub(1)) } else { (own, place.line) };
    let (end, behind) = if next < text.len() { (line_end(next), place.line + 2) } else { (next, place.line + 1) };
    LineRun { range: start..end, first, end: behind }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[&str], room: usize) -> (String, Vec<String>) {
        let place = |mark: &&str| {
            let start = text.find(mark).expect("the mark");
            Marked { range: start..start + mark.len(), line: text[..start].matches('\n').count() }
        };
        let (excerpt, found) = Excerpt::of(text, &marks.iter().map(place).collect::<Vec<_>>(), room);
        let found = found.into_iter().map(|range| excerpt.text()[range].to_owned()).collect();
        (excerpt.text, found)
    }

    /// A title of 900 kB was printed whole, four times.
    #[test]
    fn long_lines_are_cut_around_what_is_marked() {
        let long = format!("id: a\ntitle: {}\nowner: nobody {} end\n", "b".repeat(90_000), "c".repeat(300));
        let (text, found) = shown(&long, &["nobody"], 30);
        assert_eq!(found, ["nobody"]);
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
        assert!(text.starts_with("title: bbbb") && text.contains("b…\nowner: nobody ccc"), "{text}");
        let (text, found) = shown(&long, &[" end"], 40);
        assert_eq!(found, [" end"]);
        assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("…cc") && line.ends_with("c end")), "{text}");
        let wide = format!("title: {}x\n", "日本".repeat(40));
        let (text, _) = shown(&wide, &["title"], 21);
        assert_eq!(text, format!("title: {}…\n", "日本日本日本日"[..18].to_owned()));
    }

    #[test]
    fn lines_that_fit_are_shown_as_they_are() {
        let text = "kind: objective\nid: a\nowner: nobody\nperiod: 2026-Q4\n";
        assert_eq!(
            shown(text, &["nobody"], 80),
            ("id: a\nowner: nobody\nperiod: 2026-Q4\n".to_owned(), vec!["nobody".to_owned()])
        );
        let (all, found) = shown(text, &["2026-Q4", "objective"], 80);
        assert_eq!((all.as_str(), found), (text, vec!["2026-Q4".to_owned(), "objective".to_owned()]));
    }
}
