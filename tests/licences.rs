//! Every crate that is linked in carries a licence that `deny.toml` allows, and comes from the one registry.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// The part of `deny.toml` that is held to here; `cargo deny` reads the whole.
struct Allowed {
    everywhere: BTreeSet<String>,
    excepted: BTreeSet<(String, String)>,
}

fn allowed() -> Allowed {
    let rules: toml::Value = toml::from_str(include_str!("../deny.toml")).expect("deny.toml is a TOML file");
    let licences = &rules["licenses"];
    let text = |value: &toml::Value| value.as_str().expect("a name is a string").to_owned();
    let list = |value: &toml::Value| value.as_array().expect("a list").iter().map(text).collect::<Vec<_>>();
    let exceptions = licences["exceptions"].as_array().expect("exceptions are a list");
    Allowed {
        everywhere: list(&licences["allow"]).into_iter().collect(),
        excepted: exceptions
            .iter()
            .flat_map(|row| list(&row["allow"]).into_iter().map(|licence| (text(&row["crate"]), licence)))
            .collect(),
    }
}

/// Tells whether a licence expression can be satisfied: `OR` by one side, `AND` by all.
fn is_satisfied(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.replace(['(', ')'], " ").replace('/', " OR ");
    expression.split(" AND ").all(|part| part.split(" OR ").any(|licence| is_allowed(licence.trim())))
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    let is_allowed = |licence: &str| matches!(licence, "MIT" | "BSD-3-Clause");
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("Apache-2.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", true),
    ] {
        assert_eq!(is_satisfied(expression, &is_allowed), expected, "{expression}");
    }
}

#[test]
fn every_dependency_is_permissive_and_from_the_registry() {
    let allowed = allowed();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    assert!(packages.len() > 100, "the dependencies are listed");
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name").to_owned();
        let licence = package["license"].as_str().unwrap_or("none");
        let is_allowed = |licence: &str| {
            allowed.everywhere.contains(licence)
                || allowed.excepted.contains(&(name.clone(), licence.to_owned()))
        };
        if !is_satisfied(licence, &is_allowed) {
            faults.push(format!("{name}: {licence}"));
        }
        let from = package["source"].as_str().unwrap_or("this workspace");
        if !from.starts_with("registry+") && from != "this workspace" {
            faults.push(format!("{name} comes from {from}"));
        }
    }
    assert!(faults.is_empty(), "not allowed by deny.toml:\n{}", faults.join("\n"));
}
