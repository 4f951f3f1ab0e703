//! Reads made-up bytes as what sources answer, for the fuzz targets: what is read is a finite number and a day that is not to
//! come, and what is refused is message on one line.

use std::collections::BTreeMap;

use super::ask::Wanted;
use super::call::CallReply;
use super::failure::Failure;
use super::secret::Secrets;
use super::value::ValueReader;
use super::{Fetched, json_answer, prometheus, row};
use crate::model::{Day, Origin};

/// Reads bytes in every way in which an answer is read.
///
/// # Panics
/// A promise does not hold.
pub fn read_answer(bytes: &[u8], today: Day) {
    let secrets =
        Secrets::new(&BTreeMap::from([("TOKEN".to_owned(), "s3cr3t-t0ken".to_owned())]), std::iter::empty::<String>());
    let reply = CallReply { body: bytes.to_vec(), ..CallReply::default() };
    let text = String::from_utf8_lossy(bytes);
    let columns = row::Columns { key: "name", value: "value", date: Some("date") };
    for wanted in [Wanted::Number, Wanted::Done] {
        let reader = ValueReader { wanted, today, secrets: &secrets };
        let judged = |read: Result<Fetched, Failure>| match read {
            Ok(fetched) => {
                assert!(
                    fetched.value.is_finite() && fetched.as_of.is_none_or(|day| day <= today),
                    "{fetched:?}: {text:?}"
                );
            }
            Err(failure) => {
                let message = failure.to_string();
                assert!(
                    !message.contains("s3cr3t-t0ken") && !message.contains(['\n', '\u{1b}']),
                    "{message:?}: {text:?}"
                );
            }
        };
        judged(reader.text(&text));
        judged(prometheus::read(&reply, &reader));
        judged(row::read(&reply, &columns, "churn", &reader));
        for pointer in [None, Some("/data/value"), Some("value")] {
            let origin = Origin { pointer: pointer.map(str::to_owned), ..Origin::default() };
            judged(json_answer::read(&reply, &origin, &reader));
        }
    }
}
