//! Three-way merge of texts by line, with the `git` program or with libgit2, which has a copy of the same code.

use std::path::Path;

use git2::{Config, MergeFileInput, MergeFileOptions};

use super::command::reading;
use super::repository::Repository;

/// The options of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMerge {
    /// The length of conflict markers in characters; git's default is 7.
    pub marker_size: u16,
    /// The labels in conflict markers: base, ours, theirs.
    pub labels: [String; 3],
    /// The format of conflicts.
    pub style: ConflictStyle,
    /// How conflicts are resolved.
    pub favor: Favor,
}

/// The format of conflicts: git's `merge.conflictStyle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConflictStyle {
    /// Shows ours and theirs.
    #[default]
    Merge,
    /// Shows ours, base and theirs.
    Diff3,
    /// As `Diff3`, but lines that ours and theirs share at the edges are outside of the conflict.
    Zdiff3,
}

/// How lines that ours and theirs changed differently are resolved, as the options of `git merge-file`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Favor {
    /// They are a conflict.
    #[default]
    Neither,
    /// Ours is taken.
    Ours,
    /// Theirs is taken.
    Theirs,
    /// Both are taken, ours first.
    Both,
}

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedText {
    /// The text, with conflict markers.
    pub bytes: Vec<u8>,
    /// Whether no line is in conflict.
    pub clean: bool,
}

/// A line put before each version and removed from the result, because libgit2 fails on empty versions.
const FIRST_LINE: &[u8] = b"goalpost\n";

/// The number of bytes in which git looks for NUL to detect a binary file (`buffer_is_binary`).
const BINARY_PROBE: usize = 8000;

impl Default for TextMerge {
    fn default() -> Self {
        let labels = ["base", "ours", "theirs"].map(str::to_owned);
        Self { marker_size: 7, labels, style: ConflictStyle::Merge, favor: Favor::Neither }
    }
}

impl ConflictStyle {
    /// Git's configured style in a folder.
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
    /// Merges base, ours and theirs. For binary files the result is ours, in conflict, as in git.
    ///
    /// Returns none if libgit2 fails, which it does only on texts of about a gigabyte.
    pub fn merge(&self, versions: [&[u8]; 3]) -> Option<MergedText> {
        if versions.iter().any(|text| text[..text.len().min(BINARY_PROBE)].contains(&0)) {
            return Some(MergedText { bytes: versions[1].to_vec(), clean: false });
        }
        // git2 initializes libgit2 in most of its functions, but not in `merge_file`.
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
        let prefixed = versions.map(|text| [FIRST_LINE, text].concat());
        let mut inputs = [MergeFileInput::new(), MergeFileInput::new(), MergeFileInput::new()];
        for (input, text) in inputs.iter_mut().zip(&prefixed) {
            input.content(text);
        }
        let [base, ours, theirs] = &inputs;
        let merged = git2::merge_file(base, ours, theirs, Some(&mut options)).ok()?;
        let bytes = merged.content().strip_prefix(FIRST_LINE)?.to_vec();
        Some(MergedText { bytes, clean: merged.is_automergeable() })
    }

    /// Merges the files base, ours and theirs with the `git` program, so that the result is that of `git merge` without a
    /// merge driver in the installed version. Returns none if the program cannot be run or the files are binary.
    pub fn merge_by_program(&self, files: [&Path; 3]) -> Option<MergedText> {
        // `git merge` uses the histogram algorithm; `git merge-file` does only with this option, which needs git 2.44.
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
        // The exit code is the number of conflicts, at most 127; higher codes are errors (git-merge-file(1)).
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
