//! What a question would send, without secrets, for people.

use std::sync::Arc;

use super::ask::{Ask, FetchContext};
use super::call::Call;
use super::connection::proxy_for;
use super::dispatch::first_call;
use super::excerpt::excerpt;
use super::secret::Secrets;
use super::source::{BASIC, is_basic, server_of};
use super::task::SourceTask;

/// The request of a question as it would go out, in lines. Secrets are shown as the names of their variables.
pub fn explain(ask: &Ask<'_>, given: &FetchContext<'_>) -> Vec<String> {
    let secrets = Secrets::new(given.secrets, []);
    // Whole, as it is what the reader wants to check; hostile characters and secrets are taken out all the same.
    let shown = |text: &str| super::excerpt::whole(text, &secrets);
    let call = match first_call(&SourceTask::new(ask, Arc::new(ask.feed.clone()))) {
        Ok(call) => call,
        Err(failure) => return vec![format!("{} {failure}", excerpt(ask.name, &secrets))],
    };
    let mut lines = Vec::new();
    match &call {
        Call::Request(request) => {
            lines.push(format!("{} {}", request.method(), shown(&request.url)));
            lines.push(format!("Accept: {}", request.accept));
            if let Some(token) = &ask.feed.token {
                let is_basic = is_basic(ask.feed, secrets.named(token));
                let scheme = if is_basic { "Basic (in Base64)" } else { "Bearer" };
                lines.push(format!("Authorization: {scheme} ${token}"));
            }
            if let Some(body) = &request.body {
                lines.push(shown(body));
            }
            if let Some(file) = &ask.feed.ca {
                lines.push(format!("trusted certificates: {}", shown(file)));
            }
            if server_of(ask.feed).and_then(|server| proxy_for(&server, given.environment)).is_some() {
                lines.push("through the proxy of the environment, unless NO_PROXY names the host".to_owned());
            }
        }
        Call::Run(argv) => {
            for (at, argument) in argv.iter().enumerate() {
                let what = if at == 0 { "run".to_owned() } else { format!("argument {at}") };
                lines.push(format!("{what}: {}", shown(argument)));
            }
            let names = BASIC.into_iter().chain(ask.feed.env.iter().map(String::as_str));
            lines.push(format!("environment: {}", names.map(shown).collect::<Vec<_>>().join(", ")));
        }
        Call::Read(file) => lines.push(format!("read {}", shown(file))),
    }
    lines.push(format!("time limit: {} s", ask.feed.timeout));
    lines.extend(reading_of(ask, &shown));
    lines
}

/// How the answer is read.
fn reading_of(ask: &Ask<'_>, shown: &dyn Fn(&str) -> String) -> Option<String> {
    if let crate::model::FeedKind::Csv { key, value, date, .. } = &ask.feed.kind {
        let wanted = shown(ask.origin.key.as_deref().unwrap_or(ask.goal));
        let newest = date.as_ref().map(|date| format!(", in the row with the newest {}", shown(date)));
        return Some(format!("value: {} where {} is {wanted}{}", shown(value), shown(key), newest.unwrap_or_default()));
    }
    ask.origin.pointer.as_ref().map(|pointer| format!("value: at {} of the JSON", shown(pointer)))
}
