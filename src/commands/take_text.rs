//! `gongbao take-text`: one file on standard input, its pages on standard output, within limits; run by the program itself.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;
use rustix::process::Resource;
use rustix::process::Rlimit;
use rustix::process::setrlimit;

use crate::Ending;
use crate::arguments::TakeTextArguments;
use crate::commands::print;

/// Runs the command: limits itself, then reads the file, or becomes the program that does.
///
/// # Errors
/// When the limits cannot be set or standard input cannot be read.
pub(crate) fn run(given: &TakeTextArguments) -> anyhow::Result<Ending> {
    limit(Resource::Cpu, given.seconds)?;
    limit(Resource::As, given.memory_mb << 20)?;
    limit(Resource::Core, 0)?;
    if let Some(program) = &given.with {
        return become_program(program, &given.arguments);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    print::line(&crawler::files::inside(&bytes, &given.name))?;
    Ok(Ending::Fine)
}

fn limit(resource: Resource, most: u64) -> anyhow::Result<()> {
    // One more second for the signal that says what happened, before the one that says nothing.
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most + 1) })
        .context("cannot limit this process")
}

/// Becomes another program, which keeps the limits; comes back only when that is not possible.
fn become_program(program: &str, arguments: &[OsString]) -> anyhow::Result<Ending> {
    let err = Command::new(program).args(arguments).env("OMP_THREAD_LIMIT", "1").exec();
    match err.kind() {
        ErrorKind::NotFound => Ok(Ending::NotInstalled),
        _ => Err(err).with_context(|| format!("cannot run {program}")),
    }
}
