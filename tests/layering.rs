//! Who may know whom: fails when a crate or a room imports what its label forbids.

use std::path::Path;
use std::path::PathBuf;

/// A word that may stand in code only in some rooms, and why.
struct Rule {
    word: &'static str,
    rooms: &'static [&'static str],
    because: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        word: "rusqlite::",
        rooms: &["corpus/src/store/", "corpus/src/error.rs"],
        because: "no SQL leaves the store",
    },
    Rule {
        word: "tantivy::",
        rooms: &["index/src/local/"],
        because: "no Tantivy type leaves index/src/local",
    },
    Rule { word: "jieba_rs::", rooms: &["index/src/local/"], because: "words are the index's business" },
    Rule {
        word: "reqwest::",
        rooms: &["crawler/src/fetch/"],
        because: "no HTTP client leaves crawler/src/fetch",
    },
    Rule { word: "axum::", rooms: &["web/src/", "src/demo/"], because: "pages are the web's business" },
    Rule {
        word: "tokio::",
        rooms: &["crawler/src/", "web/src/", "src/"],
        because: "corpus and index are synchronous",
    },
    Rule { word: "crawler::", rooms: &["src/"], because: "only the command line knows the crawler" },
    Rule { word: "index::", rooms: &["src/", "web/src/"], because: "crawler and index never meet" },
    Rule { word: "web::", rooms: &["src/"], because: "nothing below knows the web" },
    Rule { word: "anyhow::", rooms: &["src/"], because: "libraries have errors of their own" },
    Rule { word: "serde::", rooms: &["crawler/src/", "web/src/", "src/"], because: "domain types are plain" },
    Rule {
        word: "Timestamp::now(",
        rooms: &["src/world.rs"],
        because: "only the outermost layer reads the clock",
    },
    Rule { word: "SystemTime::now(", rooms: &[], because: "only the outermost layer reads the clock" },
    Rule { word: "env::var", rooms: &["src/"], because: "only the outermost layer reads the environment" },
    Rule { word: "process::exit(", rooms: &[], because: "main returns its exit code" },
];

/// Words that say nothing; no file or folder is named so.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "common", "helper", "helpers", "manager", "misc", "data", "info"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every source file of the product with its path from the root; files of tests are left out.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for room in ["src", "corpus/src", "crawler/src", "index/src", "web/src"] {
        collect(&root().join(room), &mut found);
    }
    assert!(found.len() > 60, "the sources are found");
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root()).expect("sources lie below the root").display().to_string();
            found.push((name, std::fs::read_to_string(&path).expect("a source can be read")));
        }
    }
}

/// Returns the code of a file without its tests and without comments.
fn product(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    (1..).zip(text[..end].lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// Returns what a line breaks, if it breaks a rule.
fn broken(name: &str, line: &str) -> Option<&'static str> {
    RULES.iter().find_map(|rule| {
        let at_word = line.match_indices(rule.word).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.')
        });
        let may = rule.rooms.iter().any(|room| name.starts_with(room));
        (at_word && !may).then_some(rule.because)
    })
}

#[test]
fn no_room_imports_what_its_label_forbids() {
    let mut faults = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test_file(name)) {
        for (number, line) in product(text) {
            if let Some(because) = broken(name, line) {
                faults.push(format!("{name}:{number}: {because}: {}", line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rules_catch_what_they_forbid() {
    for (name, line) in [
        ("index/src/search.rs", "use tantivy::Index;"),
        ("corpus/src/text/mod.rs", "    let row: rusqlite::Row<'_>;"),
        ("crawler/src/crawl.rs", "use reqwest::Client;"),
        ("crawler/src/crawl.rs", "use index::LocalIndex;"),
        ("index/src/sync.rs", "use crawler::Source;"),
        ("corpus/src/document.rs", "#[derive(serde::Deserialize)]"),
        ("web/src/app.rs", "let now = Timestamp::now();"),
    ] {
        assert!(broken(name, line).is_some(), "{name}: {line}");
    }
    for (name, line) in [
        ("index/src/local/schema.rs", "use tantivy::Index;"),
        ("web/src/app.rs", "use index::LocalIndex;"),
        ("corpus/src/store/mod.rs", "use rusqlite::Row;"),
        ("corpus/src/store/mod.rs", "let web_index = my_index::x();"),
    ] {
        assert!(broken(name, line).is_none(), "{name}: {line}");
    }
}

#[test]
fn every_file_opens_with_what_it_does() {
    for (name, text) in sources() {
        assert!(text.starts_with("//! "), "{name} does not open with a //! sentence");
    }
}

#[test]
fn names_say_something_and_imports_are_plain() {
    for (name, text) in sources() {
        let words = name.trim_end_matches(".rs").split('/');
        for word in words {
            let is_empty_name = EMPTY_NAMES.contains(&word) && !name.starts_with("src/demo/");
            assert!(!is_empty_name, "{name}: {word} says nothing");
        }
        if is_test_file(&name) {
            continue;
        }
        for (number, line) in product(&text) {
            let is_import =
                line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub use ");
            assert!(!(is_import && line.contains("::*")), "{name}:{number}: a glob import");
            assert!(!(is_import && line.contains("super::")), "{name}:{number}: super outside tests");
            assert!(!(is_import && line.contains("crate::{")), "{name}:{number}: a grouped import");
        }
    }
}
