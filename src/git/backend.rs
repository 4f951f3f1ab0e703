//! The two backends of a repository: libgit2, and the `git` program for what libgit2 does not support.

/// What answers for a repository: what names mean, what is staged, what is set.
pub(super) enum Backend {
    /// Libgit2.
    Library(git2::Repository),
    /// The `git` program; objects still come from libgit2 where it can read them.
    Program {
        /// A repository of nothing but objects.
        objects: Option<git2::Repository>,
    },
}
