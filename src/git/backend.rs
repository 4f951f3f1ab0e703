//! The two backends of a repository: libgit2, and the `git` program for what libgit2 does not support.

/// The implementation that resolves names, reads the index and reads settings.
pub(super) enum Backend {
    /// Libgit2.
    Library(git2::Repository),
    /// The `git` program. Objects still come from libgit2 if it can read them, because it is faster.
    Program {
        /// The object database as a libgit2 repository; none if libgit2 cannot read it.
        objects: Option<git2::Repository>,
    },
}
