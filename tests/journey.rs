//! A reader's whole way in a real browser, and the API held to its own description, both over the demonstration's reports.

use std::path::Path;
use std::process::Command;

use crate::program::Running;
use crate::program::address_in;
use crate::program::get;
use crate::program::gongbao;

/// Returns a tool that the test command installs, or says that the test is left out.
fn tool(name: &str) -> Option<String> {
    let path = std::env::var(name).ok();
    if path.is_none() {
        println!("left out: {name} is not set");
    }
    path
}

/// Serves the demonstration, which has several years of several districts.
fn demo(data: &Path) -> (Running, String) {
    let mut server = Running::start(gongbao(data).args(["demo", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    (server, address)
}

#[test]
fn a_reader_goes_the_whole_way_with_and_without_the_script() {
    let (Some(chromium), Some(modules)) = (tool("GONGBAO_CHROMIUM"), tool("GONGBAO_NODE_MODULES")) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_server, address) = demo(folder.path());
    let pictures = std::env::var("GONGBAO_PICTURES").map_or_else(|_| folder.path().to_owned(), Into::into);
    let output = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/journey.js"))
        .arg(format!("http://{address}"))
        .arg(chromium)
        .arg(&pictures)
        .env("NODE_PATH", modules)
        .output()
        .expect("node starts");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

#[test]
fn the_api_keeps_to_its_description() {
    let Some(schemathesis) = tool("GONGBAO_SCHEMATHESIS") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_server, address) = demo(folder.path());
    assert_eq!(get(&address, "/readyz").status, 200);
    let output = Command::new(schemathesis)
        .current_dir(folder.path())
        .arg("--config-file")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml"))
        .args(["run", &format!("http://{address}/api/v1/openapi.json")])
        .args(["--max-examples", "15", "--seed", "7", "--no-color"])
        .output()
        .expect("schemathesis starts");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
