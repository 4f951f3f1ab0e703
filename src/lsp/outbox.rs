//! What the server sends: answers, notifications, and requests whose answers it does not need.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use gen_lsp_types::{LogMessageNotification, LogMessageParams, MessageType, Notification};
use lsp_server::{ErrorCode, Message, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::client::RefreshSupport;

/// The way to the client. Clones of it lead to the same.
#[derive(Clone)]
pub(super) struct Outbox {
    send: Arc<dyn Fn(Message) + Send + Sync>,
    /// The requests that are not answered yet.
    waiting: Arc<Mutex<HashMap<RequestId, Gathered>>>,
    asked: Arc<AtomicI32>,
}

/// What is known of an answer that several roots give together.
#[derive(Debug)]
struct Gathered {
    /// How many roots have not answered.
    left: usize,
    /// The items of those that have; none where one root answers alone.
    items: Option<Vec<Value>>,
}

impl Outbox {
    /// Creates the way to the client.
    pub(super) fn new(send: impl Fn(Message) + Send + Sync + 'static) -> Self {
        Self { send: Arc::new(send), waiting: Arc::default(), asked: Arc::default() }
    }

    /// Notes a request that came in, and how many roots answer it: lists of several become one.
    pub(super) fn expect(&self, id: &RequestId, roots: usize) {
        let items = (roots > 1).then(Vec::new);
        self.requests().insert(id.clone(), Gathered { left: roots, items });
    }

    /// Tells whether a request still waits for its answer: it may have been cancelled.
    pub(super) fn is_expected(&self, id: &RequestId) -> bool {
        self.requests().contains_key(id)
    }

    /// Answers a request that the client has given up.
    pub(super) fn cancel(&self, id: RequestId) {
        self.refuse(id, ErrorCode::RequestCanceled, "cancelled");
    }

    /// Answers a request.
    pub(super) fn answer(&self, id: RequestId, result: &impl Serialize) {
        let mut result = json!(result);
        let mut requests = self.requests();
        let Some(gathered) = requests.get_mut(&id) else { return };
        gathered.left = gathered.left.saturating_sub(1);
        if let Some(items) = &mut gathered.items {
            if let Value::Array(more) = result {
                items.extend(more);
            }
            if gathered.left > 0 {
                return;
            }
            result = Value::Array(std::mem::take(items));
        }
        requests.remove(&id);
        drop(requests);
        (self.send)(Response::new_ok(id, result).into());
    }

    /// Answers that a request cannot be answered.
    pub(super) fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        if self.requests().remove(&id).is_some() {
            (self.send)(Response::new_err(id, code as i32, why.to_owned()).into());
        }
    }

    /// Sends a notification.
    pub(super) fn notify<N: Notification>(&self, params: &N::Params) {
        (self.send)(lsp_server::Notification::new(N::METHOD.to_string(), params).into());
    }

    /// Sends a request. Its answer is ignored.
    pub(super) fn ask(&self, method: &str, params: &impl Serialize) {
        let id = RequestId::from(self.asked.fetch_add(1, Ordering::Relaxed));
        (self.send)(lsp_server::Request::new(id, method.to_owned(), params).into());
    }

    /// Writes a line to the client's log.
    pub(super) fn log(&self, message: &str) {
        let message = crate::render::clean(message).into_owned();
        self.notify::<LogMessageNotification>(&LogMessageParams { kind: MessageType::Warning, message });
    }

    /// Lets the client ask again for what depends on other files than the one that it shows.
    pub(super) fn refresh(&self, refreshes: RefreshSupport) {
        if refreshes.hints {
            self.ask("workspace/inlayHint/refresh", &());
        }
        if refreshes.lenses {
            self.ask("workspace/codeLens/refresh", &());
        }
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, HashMap<RequestId, Gathered>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
