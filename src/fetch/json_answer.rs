//! JSON from any server: the number at a JSON Pointer (RFC 6901).

use crate::model::{Origin, QUERY, has_query_in_host};

use super::ask::Fetched;
use super::call::{Call, CallReply};
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::task::json_of;
use super::url::{Address, percent_encode};
use super::value::ValueReader;

/// The request: the address of the source, with the query in it where the source has a place for it.
///
/// The place is behind the host: a goal must not choose which server gets the token.
pub(super) fn call(url: &str, origin: &Origin) -> Result<Call, Failure> {
    match &origin.query {
        _ if has_query_in_host(url) => {
            fail(format!("has {QUERY} in its host: only a path or a parameter may be asked"))
        }
        Some(query) => request(&url.replace(QUERY, &percent_encode(query))),
        None => request(url),
    }
}

fn request(url: &str) -> Result<Call, Failure> {
    match Address::parse(url) {
        Some(_) => Ok(Call::get(url.to_owned())),
        None => fail("has an address that is none: write it like https://status.example/api"),
    }
}

/// Reads an answer: the number at the pointer, or the whole answer without one.
pub(super) fn read(reply: &CallReply, origin: &Origin, reader: &ValueReader<'_>) -> Result<Fetched, Failure> {
    let json = json_of(reply, reader)?;
    let Some(pointer) = &origin.pointer else { return reader.json(&json) };
    match json.pointer(pointer) {
        Some(value) => reader.json(value),
        None => fail(format!("answered JSON that has nothing at {}", excerpt(pointer, reader.secrets))),
    }
}
