//! How the `git` program is started: the only place that starts it.
//!
//! The configuration of a repository can name programs to run. Those that goalpost has no use for are switched off here,
//! for every command; values given with `-c` override every file. What the user's environment names is the user's own.

use std::process::{Command, Stdio};

/// Nothing that goalpost asks of git is worth asking a file system monitor for.
const NO_MONITOR: &str = "core.fsmonitor=false";

/// Settings that keep a command from running what a configuration names: everything but protocols.
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
    // An empty name forgets the helpers named before, those for single addresses too.
    "credential.helper=",
];

/// Settings that keep a command from asking another machine.
const NO_NETWORK: &[&str] = &[
    "core.sshCommand=false",
    // Git before 2.45 does not know GIT_NO_LAZY_FETCH.
    "protocol.allow=never",
];

/// The protocols that a fetch may use: those that are git's own, and no `ext::` or other helper that an address can name.
const PROTOCOLS: &str = "file:git:http:https:ssh";

/// Git for a question: it takes no locks, runs no hook or helper, and asks no other machine.
pub(super) fn reading() -> Command {
    let mut command = machine_readable(&[NO_PROGRAMS, NO_NETWORK].concat());
    command.env("GIT_NO_LAZY_FETCH", "1");
    // Unlike `protocol.allow` this overrides each `protocol.NAME.allow` too.
    command.env("GIT_ALLOW_PROTOCOL", "none");
    command
}

/// Git for a question about settings as they are, which runs nothing: values given with `-c` would be the answer.
pub(super) fn settings() -> Command {
    machine_readable(&[])
}

/// The same for the settings of the user and the system, in no repository.
pub(super) fn trusted_settings() -> Command {
    let mut command = settings();
    // What is no repository is not looked for elsewhere.
    command.env("GIT_DIR", "/dev/null").env_remove("GIT_WORK_TREE");
    command
}

/// Which git this is; empty where there is none.
pub(super) fn version() -> String {
    let output = Command::new("git").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}

/// Git for a fetch that the user asked for. `trusted` are settings of the user and the system, which alone say how to
/// reach other machines; `GIT_SSH_COMMAND` and `GIT_ASKPASS` do, too.
pub(super) fn fetching(trusted: &[(String, String)]) -> Command {
    let mut command = machine_readable(NO_PROGRAMS);
    let is_ssh = |(key, _): &&(String, String)| key.eq_ignore_ascii_case("core.sshCommand");
    let ssh = trusted.iter().rfind(is_ssh).map_or("ssh", |(_, value)| value.as_str());
    command.arg("-c").arg(format!("core.sshCommand={ssh}"));
    for (key, value) in trusted.iter().filter(|(key, _)| key.starts_with("credential.") && !key.contains('=')) {
        command.arg("-c").arg(format!("{key}={value}"));
    }
    command.args(["-c", "fetch.negotiationAlgorithm=noop", "-c", "fetch.writeCommitGraph=false"]);
    // Of several core.gitProxy the first counts, so that `-c` cannot override it.
    command.env("GIT_PROXY_COMMAND", "").env("GIT_NO_LAZY_FETCH", "1");
    if std::env::var_os("GIT_ALLOW_PROTOCOL").is_none() {
        command.env("GIT_ALLOW_PROTOCOL", PROTOCOLS);
    }
    command.args(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no"]);
    // remote.NAME.uploadpack can name any program.
    command.arg("--upload-pack=git-upload-pack");
    command
}

/// Git for a change that the user asked for: their hooks, filters, identity and signature take part, as in `git commit`.
///
/// Protocols stay as they are, because a hook of the user's may push.
pub(super) fn changing() -> Command {
    let mut command = with_settings(&[NO_MONITOR]);
    command.env("GIT_NO_LAZY_FETCH", "1");
    command
}

/// Git whose answers do not depend on the language, the mount points or the replacements of objects here.
fn machine_readable(settings: &[&str]) -> Command {
    let mut command = with_settings(settings);
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_DISCOVERY_ACROSS_FILESYSTEM", "1");
    // As libgit2 has it, and as it is noted: replacements are not followed.
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
    command
}

/// Git with its streams piped, no pager, and some settings overridden.
fn with_settings(settings: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager");
    for setting in settings {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
