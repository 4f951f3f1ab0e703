//! Nothing that a repository brings along is run: a canary stands in every setting of git that can name a program, and no
//! command wakes one, neither in a clone's own settings nor in a git directory that was committed as ordinary files.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::canary::Canaries;
use crate::support::files::copy_folder;
use crate::support::program::{Answer, commands, goalpost_with};
use crate::support::repository::Repo;
use crate::support::twin::{Form, Twin};

/// How a remote may be reached, each by another program.
const URLS: &[&str] =
    &["ssh://localhost:1/x", "ext::CANARY", "git://localhost:1/x", "https://localhost:1/x", "file:///nowhere"];

/// Commands that read, beside each without arguments. `ELSE` stands for a folder outside, `HERE` for the goals' root.
const READING: &[&str] = &[
    "blame k",
    "cascade o --to web --dry-run",
    "check --staged",
    "check --since HEAD~1",
    "check --at HEAD~1",
    "check --all-history",
    "completions bash",
    "diff HEAD~1",
    "diff HEAD~2..HEAD~1 --format markdown",
    "explain okr",
    "history k",
    "hook pre-push origin",
    "history --all",
    "history --all --at HEAD~1",
    "impact k",
    "man ELSE/man",
    "review --person ana",
    "rollup --at HEAD~1",
    "rollup --at 2026-10-05",
    "rollup --root HERE",
    "schema goal",
    "show k",
    "why k",
    "work --repo HERE",
];

/// Every command that writes.
const WRITING: &[&str] = &[
    "ack o",
    "carry-over --from 2026-Q4 --to 2027-Q1",
    "checkin k 7 --as-of 2026-11-20",
    "check --fix",
    "close k --score 0.5 --why enough",
    "close --period 2026-Q3",
    "import ELSE/table.csv",
    "init --merge-driver",
    "init --hook",
    "link o2 m --remove",
    "need o help --from web",
    "pull",
    "new objective --title More --id more --owner ana --supports m",
    "note k said",
    "reassign --owner ana --to ben",
    "rename k renamed",
    "reopen o --reason open",
    "set o priority must",
];

/// Those that ask git most: enough for a form of a repository that differs from another in little.
const TELLING: &[&str] = &[
    "check --staged",
    "diff HEAD~1",
    "history --all",
    "rollup --at HEAD~1",
    "work",
    "checkin k 7 --as-of 2026-11-20",
    "new objective --title More --id more --owner ana --supports m",
];

/// It takes its time, and is told to write beside the goals: once is enough.
const DEMO: &str = "demo ELSE/demo";

/// Merging is asked by git alone.
const MERGING: &str = "merge ELSE/base.yaml ELSE/ours.yaml ELSE/theirs.yaml";

const ORG: &str = "teams:\n- {id: web, level: team}\npeople:\n- {id: ana, name: Ana, team: web, email: [ana@northwind.example]}\n\
                   - {id: ben, name: Ben, team: web, email: [ben@northwind.example]}\n";

fn key_result(current: i32, day: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: K\nmeasures: o\nowner: ana\n\
         metric: {{name: n, unit: x, baseline: 0, target: 10, current: {current}, as_of: {day}}}\n"
    )
}

/// Goals with a past, in a folder or at the top of a repository.
fn goals(folder: &str) -> Repo {
    let repo = Repo::new();
    let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    repo.write(&path("goalpost.yaml"), "");
    repo.write(&path("org.yaml"), ORG);
    repo.write(&path("m.yaml"), "kind: mission\nid: m\ntitle: M\nstatement: s\n");
    for id in ["o", "o2"] {
        let text =
            format!("kind: objective\nid: {id}\ntitle: {id}\nowner: ana\nteam: web\nperiod: 2026-Q4\nsupports: [m]\n");
        repo.write(&path(&format!("{id}.yaml")), &text);
    }
    for (current, day) in [(1, "2026-10-02"), (2, "2026-10-09"), (3, "2026-10-16"), (4, "2026-10-23")] {
        repo.write(&path("k.yaml"), &key_result(current, day));
        repo.commit("ana", &format!("{day}T08:00:00Z"), "A value\n\nGoal: k");
    }
    repo
}

/// A clone of a repository in which goals lie beside the files of a git directory, all of them committed.
struct Victim {
    _attacker: Repo,
    clone: tempfile::TempDir,
    /// Where the git directory is.
    place: &'static str,
}

impl Victim {
    fn new(canaries: &Canaries, place: &'static str, url: &str, settings: &[(&str, &str)]) -> Self {
        let source = goals("");
        source.git(&["config", "uploadpack.allowFilter", "true"]);
        let attacker = Repo::new();
        let embedded = attacker.path().join(place);
        let from = format!("file://{}", source.path().display());
        source.git(&["clone", "-q", "--bare", "--filter=blob:none", &from, &embedded.to_string_lossy()]);
        let head = source.git(&["rev-parse", "HEAD"]);
        let _ = fs::remove_dir_all(embedded.join("hooks"));
        copy_folder(&canaries.hooks(), &embedded.join("hooks"));
        attacker.write(&format!("{place}/refs/heads/main"), &format!("{head}\n"));
        attacker.write(&format!("{place}/info/attributes"), "* diff=canary filter=canary merge=canary\n");
        let config = embedded.join("config");
        canaries.plant(&config, url);
        for (key, value) in settings {
            attacker.git(&["config", "-f", &config.to_string_lossy(), key, value]);
        }
        // The goals beside it, and again below it.
        for folder in [place.to_owned(), format!("{place}/goals")] {
            for file in ["goalpost.yaml", "org.yaml", "m.yaml", "o.yaml", "o2.yaml", "k.yaml"] {
                attacker.write(&format!("{folder}/{file}"), &source.read(file));
            }
        }
        attacker.write(&format!("{place}/goalpost.yaml"), "exclude: [goals/**]\n");
        attacker.write("main/goalpost.yaml", &format!("include: [\"../{place}\"]\n"));
        attacker.write("main/m2.yaml", "kind: mission\nid: m2\ntitle: M\nstatement: s\n");
        attacker.git(&["add", "-A", "-f"]);
        attacker.commit("eve", "2026-10-28T08:00:00Z", "Goals");
        attacker.write(&format!("{place}/k.yaml"), &key_result(5, "2026-10-30"));
        attacker.write(&format!("{place}/goals/k.yaml"), &key_result(5, "2026-10-30"));
        attacker.commit("eve", "2026-10-30T08:00:00Z", "A value");
        attacker.commit("eve", "2026-10-31T08:00:00Z", "Nothing");
        let clone = tempfile::tempdir().expect("a folder");
        attacker.git(&["clone", "-q", ".", &clone.path().to_string_lossy()]);
        Self { _attacker: attacker, clone, place }
    }

    fn root(&self, below: &str) -> PathBuf {
        self.clone.path().join(self.place).join(below)
    }
}

/// Runs a line of arguments in a root, with the git of this machine and a name to commit by.
fn run(root: &Path, line: &str, elsewhere: &Path, more: &[&str]) -> Answer {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let home = elsewhere.join("home");
    let (root_name, elsewhere) = (root.to_string_lossy().into_owned(), elsewhere.to_string_lossy().into_owned());
    let words: Vec<String> =
        line.split(' ').map(|word| word.replace("HERE", &root_name).replace("ELSE", &elsewhere)).collect();
    let args: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let mut environment =
        vec![("PATH", path.as_os_str()), ("HOME", home.as_os_str()), ("GIT_CONFIG_NOSYSTEM", OsStr::new("1"))];
    for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] {
        environment.push((name, OsStr::new("Ana")));
    }
    for name in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] {
        environment.push((name, OsStr::new("ana@northwind.example")));
    }
    goalpost_with(root, &args, &environment)
}

/// A folder for what commands need or write beside the goals.
fn elsewhere() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    fs::create_dir_all(folder.path().join("home")).expect("a folder");
    write("table.csv", "kind,id,title,statement\nmission,m9,Another,s\n");
    write("base.yaml", &key_result(1, "2026-10-02"));
    write("ours.yaml", &key_result(2, "2026-10-09"));
    write("theirs.yaml", "kind: [broken\n");
    folder
}

/// Runs commands in a root, those that read and those that write; gives the canaries that those with `--commit` woke.
fn run_in(root: &Path, canaries: &Canaries, what: &str, commands: Commands) -> BTreeSet<String> {
    let elsewhere = elsewhere();
    let wanted = |line: &&&str| commands == Commands::All || TELLING.contains(*line);
    let bare = bare();
    let bare: Vec<&str> = bare.iter().map(String::as_str).collect();
    for line in bare.iter().chain(READING).chain([&MERGING]).filter(wanted) {
        let fetching: &[&[&str]] = if TELLING.contains(line) { &[&[], &["--fetch"]] } else { &[&[]] };
        for more in fetching {
            run(root, line, elsewhere.path(), more);
            assert_eq!(canaries.ran(), BTreeSet::new(), "{what}: {line} {more:?}");
        }
    }
    for line in WRITING.iter().filter(wanted) {
        let more = if *line == "check --fix" { "--diff" } else { "--dry-run" };
        run(root, line, elsewhere.path(), &[more]);
        assert_eq!(canaries.ran(), BTreeSet::new(), "{what}: {line} {more}");
    }
    run(root, "checkin k 6 --as-of 2026-11-19", elsewhere.path(), &[]);
    assert_eq!(canaries.ran(), BTreeSet::new(), "{what}: checkin");
    let mut woken = BTreeSet::new();
    for line in WRITING.iter().filter(wanted) {
        let more: &[&str] = if line.starts_with("check ") { &[] } else { &["--commit"] };
        run(root, line, elsewhere.path(), more);
        woken.extend(canaries.ran());
    }
    woken
}

/// How many commands are run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commands {
    All,
    Telling,
}

/// The first words of some lines.
fn verbs<'l>(lines: impl IntoIterator<Item = &'l &'l str>) -> BTreeSet<&'l str> {
    lines.into_iter().filter_map(|line| line.split(' ').next()).collect()
}

/// Every command that may be run without arguments: those that do not write.
fn bare() -> Vec<String> {
    let others = verbs(WRITING.iter().chain([&DEMO, &MERGING]));
    commands().into_iter().filter(|name| name != "help" && (!others.contains(&**name) || name == "check")).collect()
}

#[test]
fn every_command_is_tried() {
    let (goals, elsewhere) = (goals(""), elsewhere());
    let tried = verbs(READING);
    for name in bare().iter().filter(|name| !tried.contains(&***name)) {
        let answer = run(goals.path(), name, elsewhere.path(), &[]);
        assert_ne!(answer.code, 2, "{name} needs arguments: add a line to READING or WRITING\n{}", answer.stderr);
    }
}

#[test]
fn canaries_sing_where_git_itself_is_asked() {
    let canaries = Canaries::new();
    let original = goals("okrs");
    let Some(twin) = Twin::new(&original, Form::Partial) else { return };
    canaries.plant(&twin.repo.path().join(".git/config"), "ssh://localhost:1/x");
    twin.repo
        .shell("git status >/dev/null; git cat-file -p HEAD~2:okrs/k.yaml; git log -p -1 --ext-diff >/dev/null; true");
    let ran = canaries.ran();
    for name in ["core.fsmonitor", "core.sshCommand"] {
        assert!(ran.contains(name), "{name}: {ran:?}");
    }
}

/// A committed git directory: where it is, where below it the goals are, and what its settings say of it.
type Embedded = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn a_committed_git_directory_runs_nothing() {
    let canaries = Canaries::new();
    let work_tree: &[(&str, &str)] = &[("core.bare", "false"), ("core.worktree", ".")];
    let forms: &[Embedded] = &[
        ("okrs", "", work_tree),
        ("okrs", "goals", work_tree),
        ("teams/web/okrs", "", work_tree),
        ("okrs", "goals", &[("core.bare", "true")]),
        // These libgit2 refuses, so that the git program is asked.
        (
            "okrs",
            "",
            &[
                ("core.bare", "false"),
                ("core.worktree", "."),
                ("core.repositoryformatversion", "1"),
                ("extensions.partialClone", "origin"),
            ],
        ),
        ("okrs", "goals", &[("core.repositoryformatversion", "1"), ("extensions.refStorage", "reftable")]),
        (
            "okrs",
            "",
            &[("core.repositoryformatversion", "1"), ("extensions.objectFormat", "sha256"), ("core.worktree", "..")],
        ),
    ];
    for (at, ((place, below, settings), url)) in forms.iter().zip(URLS.iter().cycle()).enumerate() {
        let victim = Victim::new(&canaries, place, url, settings);
        canaries.ran();
        let root = victim.root(below);
        let what = format!("{place}/{below} {settings:?} {url}");
        let log = run(&root, "history --all --format json", Path::new("/"), &["-q"]);
        assert!(log.stdout.contains("eve") || log.code == 0, "{what}: {}", log.stderr);
        let head = run(&root, "rollup --at HEAD --format json", Path::new("/"), &["-q"]).stdout;
        let view: serde_json::Value = serde_json::from_str(&head).expect("JSON");
        let tip = fs::read_to_string(victim.clone.path().join(".git/refs/heads/main")).expect("a branch");
        assert_eq!(view["revision"].as_str(), Some(tip.trim()), "{what}: the repository is the one around it");
        let elsewhere = elsewhere();
        if *place != "okrs" {
            assert_eq!(run(&root, DEMO, elsewhere.path(), &[]).code, 0);
        }
        // Reached through an included root, and from the top.
        for line in ["check", "rollup", "history --all", "check --staged", "report", "rollup --at HEAD~1"] {
            run(&victim.clone.path().join("main"), line, elsewhere.path(), &["--fetch"]);
            run(victim.clone.path(), &format!("{line} --root {place}/{below}"), elsewhere.path(), &["--fetch"]);
        }
        assert_eq!(canaries.ran(), BTreeSet::new(), "{what}: from outside");
        let commands = if matches!(at, 1 | 4) { Commands::All } else { Commands::Telling };
        assert_eq!(run_in(&root, &canaries, &what, commands), BTreeSet::new(), "{what}: with --commit");
        let after = fs::read_to_string(victim.clone.path().join(".git/refs/heads/main")).expect("a branch");
        assert_ne!(tip, after, "{what}: commits were made in the repository around it");
    }
}

#[test]
fn what_a_clone_is_reported_to_run_stays_asleep_but_for_hooks_and_filters_of_a_commit() {
    let canaries = Canaries::new();
    let forms = [
        Form::Partial,
        Form::PartialExtension,
        Form::Treeless,
        Form::Sha256,
        Form::Reftable,
        Form::SplitIndex,
        Form::SparseIndex,
    ];
    let original = goals("okrs");
    original.write("src/main.c", "int main;\n");
    original.commit("ana", "2026-10-24T08:00:00Z", "Code");
    for (form, url) in forms.into_iter().zip(URLS.iter().cycle()) {
        let Some(twin) = Twin::new(&original, form) else { continue };
        let git = twin.repo.path().join(".git");
        canaries.plant(&git.join("config"), url);
        fs::create_dir_all(git.join("info")).expect("a folder");
        fs::write(git.join("info/attributes"), "* diff=canary filter=canary merge=canary\n").expect("written");
        canaries.ran();
        // One of each backend: libgit2, the program, and the program with objects from libgit2.
        let is_thorough = matches!(form, Form::Partial | Form::PartialExtension | Form::Sha256);
        let commands = if is_thorough { Commands::All } else { Commands::Telling };
        let what = format!("{form:?} {url}");
        let woken = run_in(&twin.repo.path().join("okrs"), &canaries, &what, commands);
        let is_own = |name: &&String| !name.starts_with("hook ") && *name != "filter.canary.clean";
        let others: Vec<_> = woken.iter().filter(is_own).collect();
        assert!(others.is_empty(), "{form:?} {url}: {others:?}");
        assert!(woken.contains("hook pre-commit"), "{form:?} {url}: hooks of the user's take part: {woken:?}");
    }
}

#[test]
fn a_bare_repository_counts_by_its_path_where_nothing_is_around_it_and_git_lets_it() {
    let canaries = Canaries::new();
    let source = goals("okrs");
    let folder = tempfile::tempdir().expect("a folder");
    let bare = folder.path().join("goals.git");
    source.git(&["clone", "-q", "--bare", ".", &bare.to_string_lossy()]);
    let elsewhere = elsewhere();
    let ask = |line: &str| run(folder.path(), line, elsewhere.path(), &["-q"]);
    let below = ask("show k --root goals.git/okrs");
    assert!(below.code == 0 && below.stdout.contains("now 4 x"), "{below:?}");
    assert_eq!(ask("history k --root goals.git/okrs --format csv").code, 0);
    assert_eq!(ask("rollup --root goals.git").code, 0);
    let nowhere = ask("show k --root goals.git/nowhere");
    assert!(nowhere.code == 2 && nowhere.stderr.contains("`nowhere` has no goals in "), "{}", nowhere.stderr);
    assert_eq!(run(&bare.join("refs"), "rollup", elsewhere.path(), &[]).code, 0, "from below its own folders");
    canaries.plant(&bare.join("config"), "ssh://localhost:1/x");
    run_in(&bare, &canaries, "a bare repository", Commands::Telling);
    // Where git takes them by name alone, so does goalpost.
    fs::write(elsewhere.path().join("home/.gitconfig"), "[safe]\n\tbareRepository = explicit\n").expect("written");
    let real = bare.canonicalize().expect("a folder");
    let said = format!(
        "error: `safe.bareRepository=explicit` keeps the bare repository `{0}` from being found by its path\n  \
         help: if you trust it, name it: GIT_DIR={0} goalpost …\n",
        real.display()
    );
    for line in ["show k --root goals.git/okrs", "check --root goals.git", "history k --root goals.git"] {
        let refused = ask(line);
        assert_eq!((refused.code, refused.stderr.as_str()), (2, said.as_str()), "{line}");
    }
    assert_eq!(run(&bare, "rollup", elsewhere.path(), &["-q"]).stderr, said);
    let (path, home) = (std::env::var_os("PATH").unwrap_or_default(), elsewhere.path().join("home"));
    let environment = [("GIT_DIR", real.as_os_str()), ("PATH", path.as_os_str()), ("HOME", home.as_os_str())];
    let named = goalpost_with(folder.path(), &["show", "k", "-q", "--root", "okrs"], &environment);
    assert!(named.code == 0 && named.stdout.contains("now 4 x"), "{named:?}");
    // A folder around it that holds a .git, of whatever kind, makes it a part of that.
    fs::remove_file(elsewhere.path().join("home/.gitconfig")).expect("removed");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    let inside = ask("show k --root goals.git/okrs");
    assert!(inside.code == 2 && inside.stderr.contains("there is no folder"), "{}", inside.stderr);
    assert_eq!(canaries.ran(), BTreeSet::new());
}

#[test]
fn a_sparse_checkout_asks_git_once_for_all_files() {
    let repo = goals("okrs");
    repo.write("okrs/hidden/m8.yaml", "kind: mission\nid: m8\ntitle: M\nstatement: s\n");
    repo.commit("ana", "2026-10-24T08:00:00Z", "More");
    repo.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/okrs/hidden/"]);
    assert!(!repo.path().join("okrs/hidden").exists());
    let bin = tempfile::tempdir().expect("a folder");
    let git =
        String::from_utf8(std::process::Command::new("sh").args(["-c", "command -v git"]).output().expect("sh").stdout);
    let git = git.expect("a path").trim().to_owned();
    let calls = bin.path().join("calls");
    let shim = bin.path().join("git");
    fs::write(&shim, format!("#!/bin/sh\necho \"$@\" >> '{}'\nexec '{git}' \"$@\"\n", calls.display()))
        .expect("written");
    fs::set_permissions(&shim, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    let rows: Vec<String> = (0..40).map(|at| format!("mission,new-{at},Mission {at},s")).collect();
    let table = format!("kind,id,title,statement\n{}\n", rows.join("\n"));
    fs::write(bin.path().join("table.csv"), table).expect("written");
    let path = format!("{}:{}", bin.path().display(), std::env::var("PATH").unwrap_or_default());
    let environment = [("PATH", OsStr::new(&path)), ("HOME", repo.path().as_os_str())];
    let table = bin.path().join("table.csv");
    let okrs = repo.path().join("okrs");
    let answer = goalpost_with(&okrs, &["import", &table.to_string_lossy(), "-q"], &environment);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let asked = fs::read_to_string(&calls).unwrap_or_default().lines().filter(|line| line.contains("ls-files")).count();
    assert_eq!(asked, 1, "{}", fs::read_to_string(&calls).unwrap_or_default());
    let new = ["new", "mission", "--title", "M", "--id", "m9", "--statement", "s", "--file", "hidden/m8.yaml"];
    let hidden = goalpost_with(&okrs, &new, &environment);
    assert!(hidden.code == 2 && hidden.stderr.contains("is not part of this sparse checkout"), "{}", hidden.stderr);
}
