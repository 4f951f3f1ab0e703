//! Canaries: a program for every setting of git that can name one. Each notes its name when it is run.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// Settings that name a program, with the name of the canary they are given.
const PROGRAMS: &[&str] = &[
    "core.fsmonitor",
    "core.sshCommand",
    "core.gitProxy",
    "core.askPass",
    "core.editor",
    "core.pager",
    "core.alternateRefsCommand",
    "sequence.editor",
    "diff.external",
    "diff.canary.command",
    "diff.canary.textconv",
    "merge.canary.driver",
    "filter.canary.clean",
    "filter.canary.smudge",
    "credential.helper",
    "credential.https://localhost.helper",
    "gpg.program",
    "gpg.openpgp.program",
    "gpg.ssh.program",
    "gpg.x509.program",
    "gpg.ssh.defaultKeyCommand",
    "trailer.canary.command",
    "trailer.canary.cmd",
    "interactive.diffFilter",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "uploadpack.packObjectsHook",
    "hook.canary.command",
    "browser.canary.cmd",
    "man.canary.cmd",
    "difftool.canary.cmd",
    "mergetool.canary.cmd",
    "pager.config",
    "pager.tag",
    "pager.status",
    "pager.log",
];

/// Settings that let the others act.
const SETTINGS: &[(&str, &str)] = &[
    ("protocol.allow", "always"),
    ("protocol.ext.allow", "always"),
    ("protocol.file.allow", "always"),
    ("protocol.ssh.allow", "always"),
    ("log.showSignature", "true"),
    ("core.attributesFile", "/nowhere"),
    ("hook.canary.event", "post-index-change"),
    ("hook.canary.event", "reference-transaction"),
    ("hook.canary.event", "pre-auto-gc"),
    ("gc.auto", "1"),
    ("maintenance.auto", "true"),
    ("uploadpack.allowFilter", "true"),
    ("safe.directory", "*"),
    ("safe.bareRepository", "all"),
];

/// Commands of git that an alias might stand before.
const COMMANDS: &[&str] = &[
    "add",
    "cat-file",
    "check-ref-format",
    "commit",
    "config",
    "diff-index",
    "fetch",
    "for-each-ref",
    "hash-object",
    "ls-files",
    "merge-base",
    "merge-file",
    "rev-list",
    "rev-parse",
    "rm",
    "show-ref",
    "status",
    "tag",
    "var",
];

/// Hooks that git might run.
const HOOKS: &[&str] = &[
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-rewrite",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "prepare-commit-msg",
    "reference-transaction",
];

/// Programs that note their names when they are run.
pub(crate) struct Canaries {
    folder: tempfile::TempDir,
}

impl Canaries {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A program that notes a name; as a filter it passes its input on, so that the file stays what it is.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        let file: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let path = self.folder.path().join(file);
        let log = self.log();
        let then = if name.starts_with("filter.") { "cat" } else { "exit 0" };
        fs::write(&path, format!("#!/bin/sh\necho '{name}' >> '{}'\n{then}\n", log.display())).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
        path
    }

    /// Gives a file of git's configuration every setting that can name a program. `url` is how the remote is reached.
    pub(crate) fn plant(&self, config: &Path, url: &str) {
        let mut text = fs::read_to_string(config).unwrap_or_default();
        let mut set = |key: &str, value: &str| {
            let (section, name) = key.rsplit_once('.').expect("a section and a name");
            let section = match section.split_once('.') {
                Some((section, subsection)) => format!("{section} \"{subsection}\""),
                None => section.to_owned(),
            };
            text.push_str(&format!("[{section}]\n\t{name} = \"{value}\"\n"));
        };
        for key in PROGRAMS {
            set(key, &self.program(key).to_string_lossy());
        }
        for command in COMMANDS {
            set(&format!("alias.{command}"), &format!("!{}", self.program(&format!("alias.{command}")).display()));
        }
        for (key, value) in SETTINGS {
            set(key, value);
        }
        set("core.hooksPath", &self.hooks().to_string_lossy());
        // Of several addresses the first counts, so that the old one has to go.
        let text = text.lines().filter(|line| !line.trim_start().starts_with("url = ")).collect::<Vec<_>>().join("\n");
        let url = url.replace("CANARY", &self.program("ext").to_string_lossy());
        let promisor =
            format!("\n[remote \"origin\"]\n\turl = {url}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n");
        fs::write(config, text + &promisor).expect("written");
    }

    /// A folder of hooks, each a canary.
    pub(crate) fn hooks(&self) -> PathBuf {
        let hooks = self.folder.path().join("hooks");
        fs::create_dir_all(&hooks).expect("a folder");
        for name in HOOKS {
            fs::copy(self.program(&format!("hook {name}")), hooks.join(name)).expect("a hook");
        }
        hooks
    }

    /// Which have run since this was last asked.
    pub(crate) fn ran(&self) -> BTreeSet<String> {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let _ = fs::remove_file(self.log());
        text.lines().map(str::to_owned).collect()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("ran.txt")
    }
}
