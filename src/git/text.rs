//! Three versions of a text merged line by line: as the git program here would, or by libgit2's copy of the same code.

use std::path::Path;

use git2::{Config, MergeFileInput, MergeFileOptions};

use super::command::reading;
use super::repository::Repository;

/// How conflicts are written, and which side stands where two lines differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMerge {
    /// How many `<`, `=` and `>` a marker has; git's own are seven.
    pub marker_size: u16,
    /// What the versions are called in the markers: base, ours, theirs.
    pub labels: [String; 3],
    /// What stands between the markers.
    pub style: ConflictStyle,
    /// What becomes of lines that differ.
    pub favor: Favor,
}

/// What stands between conflict markers: git's `merge.conflictStyle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConflictStyle {
    /// Ours and theirs.
    #[default]
    Merge,
    /// The base too.
    Diff3,
    /// The base too, and no line that ours and theirs share at the edges.
    Zdiff3,
}

/// What becomes of lines that ours and theirs changed differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Favor {
    /// They are a conflict.
    #[default]
    Neither,
    /// Ours stand.
    Ours,
    /// Theirs stand.
    Theirs,
    /// Both stand, ours first.
    Both,
}

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedText {
    /// The text, with markers where lines are in conflict.
    pub bytes: Vec<u8>,
    /// Whether no line is in conflict.
    pub clean: bool,
}

/// A line before each version: libgit2 has no place for a text without any, nor a name for a version that is empty.
const FIRST_LINE: &[u8] = b"goalpost\n";

/// How much of a file tells whether it is text, in git.
const TELLING: usize = 8000;

impl Default for TextMerge {
    fn default() -> Self {
        let labels = ["base", "ours", "theirs"].map(str::to_owned);
        Self { marker_size: 7, labels, style: ConflictStyle::Merge, favor: Favor::Neither }
    }
}

impl ConflictStyle {
    /// What git is told to write in a folder.
    #[must_use]
    pub fn configured(folder: &Path) -> Self {
        const KEY: &str = "merge.conflictstyle";
        let elsewhere = || Config::open_default().and_then(|config| config.get_string(KEY)).ok();
        let style = Repository::open(folder).map_or_else(|_| elsewhere(), |repository| repository.setting(KEY));
        match style.as_deref() {
            Some("diff3") => Self::Diff3,
            Some("zdiff3") => Self::Zdiff3,
            _ => Self::Merge,
        }
    }
}

impl TextMerge {
    /// Merges base, ours and theirs. What is no text is ours, in conflict, as in git.
    ///
    /// Nothing where libgit2 cannot do it, which only texts of a gigabyte bring about.
    #[must_use]
    pub fn merge(&self, versions: [&[u8]; 3]) -> Option<MergedText> {
        if versions.iter().any(|text| text[..text.len().min(TELLING)].contains(&0)) {
            return Some(MergedText { bytes: versions[1].to_vec(), clean: false });
        }
        // git2 starts libgit2 in most of its functions, but not in the one that merges files.
        Config::new().ok()?;
        let mut options = MergeFileOptions::new();
        options.marker_size(self.marker_size);
        options.style_diff3(self.style == ConflictStyle::Diff3).style_zdiff3(self.style == ConflictStyle::Zdiff3);
        let [base, ours, theirs] = self.labels.each_ref().map(|label| label.replace('\0', ""));
        options.ancestor_label(base).our_label(ours).their_label(theirs);
        match self.favor {
            Favor::Neither => {}
            Favor::Ours => drop(options.favor(git2::FileFavor::Ours)),
            Favor::Theirs => drop(options.favor(git2::FileFavor::Theirs)),
            Favor::Both => drop(options.favor(git2::FileFavor::Union)),
        }
        let led = versions.map(|text| [FIRST_LINE, text].concat());
        let mut inputs = [MergeFileInput::new(), MergeFileInput::new(), MergeFileInput::new()];
        for (input, text) in inputs.iter_mut().zip(&led) {
            input.content(text);
        }
        let [base, ours, theirs] = &inputs;
        let merged = git2::merge_file(base, ours, theirs, Some(&mut options)).ok()?;
        let bytes = merged.content().strip_prefix(FIRST_LINE)?.to_vec();
        Some(MergedText { bytes, clean: merged.is_automergeable() })
    }

    /// Merges the files base, ours and theirs with the git program, whose settings and age this machine knows best, the
    /// way `git merge` does where no driver is set. Nothing where it is not to be had or the files are no text.
    #[must_use]
    pub fn merge_by_program(&self, files: [&Path; 3]) -> Option<MergedText> {
        // Merges compare by histogram, which `git merge-file` does only since 2.44 and when told.
        self.run(files, &["--diff-algorithm=histogram"]).or_else(|| self.run(files, &[]))
    }

    fn run(&self, [base, ours, theirs]: [&Path; 3], more: &[&str]) -> Option<MergedText> {
        let mut command = reading();
        command.args(["merge-file", "-p", "-q"]).args(more).arg(format!("--marker-size={}", self.marker_size));
        for label in [&self.labels[1], &self.labels[0], &self.labels[2]] {
            command.args(["-L", label]);
        }
        command.arg("--").args([ours, base, theirs]);
        let output = command.output().ok()?;
        // The exit code is the number of conflicts, up to 127; above are failures.
        let code = output.status.code().filter(|code| (0..128).contains(code))?;
        Some(MergedText { bytes: output.stdout, clean: code == 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(versions: [&str; 3], how: &TextMerge) -> (String, bool) {
        let merged = how.merge(versions.map(str::as_bytes)).expect("merged");
        (String::from_utf8(merged.bytes).expect("text"), merged.clean)
    }

    #[test]
    fn lines_apart_merge_and_one_line_twice_is_a_conflict() {
        let how = TextMerge { marker_size: 4, ..TextMerge::default() };
        assert_eq!(merged(["a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n"], &how), ("A\nb\nc\nD\n".to_owned(), true));
        let conflict = "<<<< ours\nb\n====\nc\n>>>> theirs\n";
        assert_eq!(merged(["a\n", "b\n", "c\n"], &how), (conflict.to_owned(), false));
        let how = TextMerge { style: ConflictStyle::Diff3, ..how };
        let conflict = "<<<< ours\nb\n|||| base\na\n====\nc\n>>>> theirs\n";
        assert_eq!(merged(["a\n", "b\n", "c\n"], &how), (conflict.to_owned(), false));
        let how = TextMerge { favor: Favor::Both, ..how };
        assert_eq!(merged(["a\n", "b\n", "c\n"], &how), ("b\nc\n".to_owned(), true));
    }

    #[test]
    fn nothing_is_a_text_too() {
        let how = TextMerge::default();
        assert_eq!(merged(["a\nx\ny\nz\nb\n", "", "a\nx\ny\nz\nb\n"], &how), (String::new(), true));
        assert_eq!(merged(["", "", ""], &how), (String::new(), true));
        assert_eq!(merged(["", "a\n", "b\n"], &how).0, "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n");
        assert_eq!(merged(["a\0", "b\0", "c\0"], &how), ("b\0".to_owned(), false), "no text is ours, in conflict");
    }
}
