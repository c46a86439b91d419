//! What a package installs beside the program.

use std::path::Path;

use crate::program::run;

#[test]
fn the_manual_and_the_completions_know_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = run(folder.path(), &["man", "manual"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let help = run(folder.path(), &["--help"]).out;
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands: Vec<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 15 && !commands.contains(&"take-text"), "{commands:?}");
    for shell in ["bash", "zsh", "fish"] {
        let printed = run(folder.path(), &["completions", shell]).out;
        let unknown: Vec<&&str> = commands.iter().filter(|command| !printed.contains(**command)).collect();
        assert!(unknown.is_empty(), "{shell} does not know {unknown:?}");
    }
    for command in commands {
        let page = folder.path().join("manual").join(format!("gongbao-{command}.1"));
        assert!(page.is_file(), "{} is missing", page.display());
    }
}

#[test]
fn the_help_of_a_command_shows_an_example() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for command in [
        "backup",
        "completions",
        "config",
        "crawl",
        "evidence",
        "import",
        "man",
        "prune",
        "read",
        "reindex",
        "reparse",
        "restore",
        "search",
        "serve",
        "source",
        "status",
    ] {
        let told = run(folder.path(), &[command, "--help"]).out;
        assert!(told.contains("Example"), "`gongbao {command} --help` shows no example");
    }
}

#[test]
fn every_file_that_the_package_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("there is a manifest");
    let section = manifest.split("[package.metadata.deb]").nth(1).expect("the package is described");
    let assets =
        section.split("\nassets = [").nth(1).and_then(|text| text.split("\n]").next()).expect("it has files");
    let mut count = 0;
    for line in assets.lines().filter(|line| line.trim_start().starts_with('[')) {
        let file = line.split('"').nth(1).expect("a line names a file");
        count += 1;
        assert!(file.starts_with("target/") || root.join(file).is_file(), "{file} is not there");
    }
    assert!(count >= 6, "{count} files are named");
    for unit in ["gongbao.service", "gongbao-crawl.service", "gongbao-crawl.timer"] {
        let text = std::fs::read_to_string(root.join("packaging").join(unit)).expect("the unit is there");
        assert!(text.contains("[Unit]") && !text.contains("/usr/local"), "{unit}");
    }
}
