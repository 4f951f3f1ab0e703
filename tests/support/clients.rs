//! Programs of others that read what goalpost writes, where they are installed; `.ci/run` installs them.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Says past the harness, which keeps what tests print that go well, that a client is absent.
pub(crate) fn skipped(what: &str) {
    let _ = std::io::stderr().write_all(format!("skipped: no {what} here (.ci/run installs it)\n").as_bytes());
}

/// The Python that has a package, of those that may have it; none, said aloud, where none has.
pub(crate) fn python_with(package: &str, what: &str) -> Option<String> {
    let has = |python: &String| {
        let asked = Command::new(python).args(["-c", &format!("import {package}")]).output();
        asked.is_ok_and(|output| output.status.success())
    };
    let found = std::env::var("CLIENTS_PYTHON").ok().into_iter().chain(["python3".to_owned()]).find(has);
    if found.is_none() {
        skipped(what);
    }
    found
}

/// The errors of Microsoft's SARIF validator, by the rules of the standard and those of GitHub; none where
/// it is not installed.
pub(crate) fn sarif_problems(log: &str) -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let tool = folder.join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    if !tool.is_file() {
        skipped("sarif-multitool");
        return None;
    }
    let work = tempfile::tempdir().expect("a folder");
    let (log_file, output) = (work.path().join("goals.sarif"), work.path().join("told.sarif"));
    std::fs::write(&log_file, log).expect("written");
    // Its exit code is 0 whatever it finds. Debian at its smallest has no ICU, which .NET asks for.
    let run = Command::new(tool)
        .args(["validate", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--output"])
        .arg(&output)
        .arg(&log_file)
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .output()
        .expect("the validator runs");
    let told = std::fs::read_to_string(&output);
    let told = told.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stdout)));
    let told: Value = serde_json::from_str(told.trim_start_matches('\u{feff}')).expect("JSON");
    let results = told["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    // A result without a level is a warning (3.27.10).
    let is_error = |it: &&Value| it["level"] == "error";
    Some(results.iter().filter(is_error).map(|it| format!("{} {}", it["ruleId"], it["message"])).collect())
}

/// The test cases that junitparser reads, each with name, result and message; none where it is not installed.
pub(crate) fn junit_cases(xml: &str) -> Option<Vec<Value>> {
    const READ: &str = "
import json, sys
try:
    from junitparser import JUnitXml
except ImportError:
    sys.exit(9)
cases = []
for suite in JUnitXml.fromstring(sys.stdin.buffer.read()):
    for case in suite:
        result = case.result[0] if case.result else None
        cases.append({'name': case.name, 'result': type(result).__name__, 'message': getattr(result, 'message', None)})
print(json.dumps(cases))
";
    read_with_python(READ, xml, "junitparser")
}

/// The summaries and days of the events that icalendar reads; none where it is not installed.
pub(crate) fn calendar_events(text: &str) -> Option<Vec<Value>> {
    const READ: &str = "
import json, sys
try:
    from icalendar import Calendar
except ImportError:
    sys.exit(9)
calendar = Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(it['summary']), it['dtstart'].dt.isoformat()] for it in calendar.walk('VEVENT')]))
";
    read_with_python(READ, text, "icalendar")
}

/// What a Python program says of a text on its standard input; none where it ends with 9, without the package. A system's
/// packages are known to the system's Python alone, which may not be the first on the PATH.
fn read_with_python(program: &str, text: &str, package: &str) -> Option<Vec<Value>> {
    for name in ["python3", "/usr/bin/python3"] {
        let started = Command::new(name).args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut python) = started else { continue };
        // It may end before it has read everything, where it lacks the package.
        let _ = python.stdin.take().expect("its input").write_all(text.as_bytes());
        let output = python.wait_with_output().expect("python ends");
        if output.status.code() != Some(9) {
            assert!(output.status.success(), "{package} does not read it: {text}");
            return Some(serde_json::from_slice(&output.stdout).expect("JSON"));
        }
    }
    skipped(package);
    None
}
