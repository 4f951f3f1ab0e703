//! Git's settings of the user and the system, whatever repository the current folder is in.

use std::env;
use std::path::Path;

use git2::Config;

use super::command::trusted_settings;

/// A setting of the user or the system.
pub(super) fn user_setting(key: &str) -> Option<String> {
    if let Ok(output) = trusted_settings().args(["config", "--get", key]).output() {
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        return Some(text).filter(|_| output.status.success());
    }
    // Without the program, read the files that libgit2 knows, and GIT_CONFIG_GLOBAL, which replaces the user's.
    let global = env::var_os("GIT_CONFIG_GLOBAL").and_then(|file| Config::open(Path::new(&file)).ok());
    let configs = [global, Config::open_default().ok()];
    configs.into_iter().flatten().find_map(|config| config.get_string(key).ok())
}
