//! What stands for the HTTP client in a build without the feature `pull`.

use super::call::{CallReply, HttpCall};
use super::connection::{Connection, Wire};
use super::failure::{Failure, fail};

/// No client.
pub(super) struct NoClient;

impl NoClient {
    /// Refuses to connect.
    pub(super) fn new(_: Connection) -> Result<Self, Failure> {
        fail("cannot be asked: this build of goalpost has no HTTP client (it was built without the feature `pull`)")
    }

    /// Is never reached, as there is no client.
    #[allow(clippy::unused_self, reason = "it has the form of the client")]
    pub(super) fn send(&self, _: &HttpCall, _: &Wire<'_>) -> Result<CallReply, Failure> {
        fail("cannot be asked: this build of goalpost has no HTTP client")
    }
}
