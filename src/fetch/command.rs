//! Programs as sources: what is run, and how its output is read.

use crate::model::{Origin, QUERY};

use super::ask::Fetched;
use super::call::{Call, CallReply};
use super::excerpt::excerpt_of_bytes;
use super::failure::{Failure, fail};
use super::json_answer;
use super::value::ValueReader;

/// The program with its arguments. The query is an argument, or a part of one; it is never split, and no shell sees it.
pub(super) fn call(program: &[String], origin: &Origin) -> Result<Call, Failure> {
    if program.first().is_some_and(|program| program.contains(QUERY)) {
        return fail(format!("has {QUERY} as its program: a goal chooses what is asked, not what runs"));
    }
    match &origin.query {
        Some(query) if query.contains('\0') => fail("has a `query` with a NUL character, which no argument can hold"),
        Some(query) => Ok(Call::Run(program.iter().map(|argument| argument.replace(QUERY, query)).collect())),
        None => Ok(Call::Run(program.to_vec())),
    }
}

/// Reads the output: one number, or JSON.
pub(super) fn read(reply: &CallReply, origin: &Origin, reader: &ValueReader<'_>) -> Result<Fetched, Failure> {
    if origin.pointer.is_some() {
        return json_answer::read(reply, origin, reader);
    }
    match std::str::from_utf8(&reply.body) {
        Ok(text) => reader.text(text),
        Err(_) => fail(format!("wrote {}, which is no number", excerpt_of_bytes(&reply.body, reader.secrets))),
    }
}
