//! `gongbao man` and `gongbao completions`: what a package installs beside the program.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::Ending;
use crate::arguments::Arguments;
use crate::commands::print;

/// Writes one manual page for the program and one for each command.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn pages(folder: &Path) -> anyhow::Result<Ending> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    clap_mangen::generate_to(Arguments::command(), folder)
        .with_context(|| format!("cannot write the manual into {}", folder.display()))?;
    print::line(&format!(
        "the manual lies in {}; read it with `man {}/gongbao.1`",
        folder.display(),
        folder.display()
    ))?;
    Ok(Ending::Fine)
}

/// Prints what a shell needs to complete the program's commands.
///
/// # Errors
/// Never; a reader that has gone away is no failure.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gongbao", &mut script);
    print::exactly(&String::from_utf8(script)?)?;
    Ok(Ending::Fine)
}
