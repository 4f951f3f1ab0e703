//! Starts the `git` program. No other file does.
//!
//! The configuration of a repository can name programs that git runs. Those that goalpost does not need are disabled here
//! for every command with `-c`, which overrides all configuration files. Programs named in the user's environment are
//! trusted.

use std::process::{Command, Stdio};

/// Disables the file system monitor, a program that the configuration can name.
const NO_MONITOR: &str = "core.fsmonitor=false";

/// Settings that disable the programs a configuration can name, except those of protocols.
const NO_PROGRAMS: &[&str] = &[
    NO_MONITOR,
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=true",
    "core.askPass=",
    "core.editor=false",
    "diff.external=",
    "gpg.program=false",
    "gpg.openpgp.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
    // An empty value clears the list of helpers, including those for single URLs (gitcredentials(7)).
    "credential.helper=",
];

/// Settings that disable network access.
const NO_NETWORK: &[&str] = &[
    "core.sshCommand=false",
    // Git before 2.45 ignores GIT_NO_LAZY_FETCH.
    "protocol.allow=never",
];

/// The protocols that a fetch may use: git's own, but not `ext::` or other remote helpers, which run programs.
const PROTOCOLS: &str = "file:git:http:https:ssh";

/// A read-only git command: it takes no locks, runs no hooks or helpers, and does not access the network.
pub(super) fn reading() -> Command {
    let mut command = machine_readable(&[NO_PROGRAMS, NO_NETWORK].concat());
    command.env("GIT_NO_LAZY_FETCH", "1");
    // This also overrides each `protocol.NAME.allow`; `protocol.allow` does not.
    command.env("GIT_ALLOW_PROTOCOL", "none");
    command
}

/// A git command that reads settings. It passes no `-c`, as those values would be read back instead of the user's;
/// `git config` runs no programs.
pub(super) fn settings() -> Command {
    machine_readable(&[])
}

/// A git command that reads the settings of the user and the system only, outside of any repository.
pub(super) fn trusted_settings() -> Command {
    let mut command = settings();
    // An invalid GIT_DIR stops git from searching for a repository.
    command.env("GIT_DIR", "/dev/null").env_remove("GIT_WORK_TREE");
    command
}

/// The output of `git --version`; empty if git cannot be run.
pub(super) fn version() -> String {
    let output = Command::new("git").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}

/// A `git fetch` that the user requested. How to reach other machines comes only from `trusted`, the settings of the user
/// and the system as key and value, and from the environment (`GIT_SSH_COMMAND`, `GIT_ASKPASS`).
pub(super) fn fetching(trusted: &[(String, String)]) -> Command {
    let mut command = machine_readable(NO_PROGRAMS);
    let is_ssh = |(key, _): &&(String, String)| key.eq_ignore_ascii_case("core.sshCommand");
    let ssh = trusted.iter().rfind(is_ssh).map_or("ssh", |(_, value)| value.as_str());
    command.arg("-c").arg(format!("core.sshCommand={ssh}"));
    for (key, value) in trusted.iter().filter(|(key, _)| key.starts_with("credential.") && !key.contains('=')) {
        command.arg("-c").arg(format!("{key}={value}"));
    }
    command.args(["-c", "fetch.negotiationAlgorithm=noop", "-c", "fetch.writeCommitGraph=false"]);
    // Git uses the first core.gitProxy, so `-c` cannot override it.
    command.env("GIT_PROXY_COMMAND", "").env("GIT_NO_LAZY_FETCH", "1");
    if std::env::var_os("GIT_ALLOW_PROTOCOL").is_none() {
        command.env("GIT_ALLOW_PROTOCOL", PROTOCOLS);
    }
    command.args(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no"]);
    // remote.NAME.uploadpack can name any program.
    command.arg("--upload-pack=git-upload-pack");
    command
}

/// A git command that changes something at the user's request: it uses their hooks, filters, identity and signing key,
/// as `git commit` does.
///
/// Network access stays allowed, because the user's hooks may push.
pub(super) fn changing() -> Command {
    let mut command = with_settings(&[NO_MONITOR]);
    command.env("GIT_NO_LAZY_FETCH", "1");
    command
}

/// A git command whose output does not depend on the locale, mount points or replacement objects.
fn machine_readable(settings: &[&str]) -> Command {
    let mut command = with_settings(settings);
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_DISCOVERY_ACROSS_FILESYSTEM", "1");
    // Libgit2 does not follow replacement objects, so the program must not either; the user gets a note about them.
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
    command
}

/// A git command with its output piped, no input, no pager, and some settings overridden.
fn with_settings(settings: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager");
    for setting in settings {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
