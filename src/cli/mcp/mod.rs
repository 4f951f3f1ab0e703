//! `goalpost mcp`: answers agents by the Model Context Protocol (modelcontextprotocol.io), as JSON-RPC 2.0 with a message on
//! each line of standard input and output.

mod protocol;
mod served;
mod tools;

use std::io::{BufRead as _, Write as _};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use protocol::respond;
use served::{CommandRunner, Served};

/// Answer agents over the Model Context Protocol
///
/// Reads requests from standard input and writes answers to standard output until the input ends. Protocol versions:
/// 2026-07-28, 2025-11-25 and 2025-06-18. The tools find, show, why, check and diff read; propose returns a patch and
/// writes nothing; checkin writes only with --allow-writes, and otherwise shows what it would write.
///
/// `goalpost instructions` prints what agents should know about goals.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost mcp
  goalpost --root okrs mcp --allow-writes")]
pub(super) struct Args {
    /// Let the tool checkin write goal files
    #[arg(long)]
    allow_writes: bool,
}

/// The longest request that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

pub(super) fn run(session: &Session, args: &Args, runner: CommandRunner) -> Result<Verdict, CommandError> {
    // Goals that cannot be found are told at once, not at the first request.
    session.root()?;
    let served = Served { session, runner, allow_writes: args.allow_writes };
    let failed = |error: std::io::Error| CommandError::failed(format!("cannot talk to the client: {error}"));
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line.map_err(failed)?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let line = if line.len() > LONGEST { Vec::new() } else { line };
        let Some(answer) = respond(&served, &line) else { continue };
        match writeln!(output, "{answer}").and_then(|()| output.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            written => written.map_err(failed)?,
        }
    }
    Ok(Verdict::Done)
}
