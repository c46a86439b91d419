//! The pages in a real browser: headless Chromium renders them, with what was found marked and nothing cut off.

use std::path::Path;
use std::process::Command;

use crate::program::Running;
use crate::program::address_in;
use crate::program::escaped;
use crate::program::gongbao;
use crate::program::run;

/// Returns the browser, or says that the test is left out.
fn chromium() -> Option<String> {
    let path = std::env::var("GONGBAO_CHROMIUM").ok();
    if path.is_none() {
        println!("left out: GONGBAO_CHROMIUM is not set");
    }
    path
}

/// Runs the browser on one page.
fn browse(chromium: &str, profile: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--hide-scrollbars", "--lang=zh-CN", "--force-device-scale-factor=1"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .output()
        .expect("the browser starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn serve(data: &Path) -> (Running, String) {
    let lines: String = (2018..2024)
        .map(|year| {
            let line = serde_json::json!({
                "id": format!("report-{year}"),
                "title": format!("某县{year}年度法治政府建设工作报告 <script>document.title='x'</script>"),
                "text": format!("一、主要举措\n\n全年办理行政复议案件{}件。", year - 2000),
                "year": year,
                "region": "四川省/绵阳市",
                "published": format!("{}-02-01", year + 1),
            });
            format!("{line}\n")
        })
        .collect();
    std::fs::write(data.join("reports.jsonl"), lines).expect("a file can be written");
    let printed = run(data, &["import", "reports.jsonl"]);
    assert_eq!(printed.code, 0, "{}", printed.err);
    let mut server = Running::start(gongbao(data).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    (server, address)
}

#[test]
fn a_reader_finds_and_opens_a_report() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_server, address) = serve(folder.path());
    let profile = folder.path().join("profile");
    let found = format!("http://{address}/search?q={}", escaped("\"行政复议\""));
    let page =
        String::from_utf8(browse(&chromium, &profile, &["--dump-dom", &found])).expect("the page is UTF-8");
    assert_eq!(page.matches("<mark>行政复议</mark>").count(), 6, "{page}");
    assert!(page.contains("&lt;script&gt;"), "a hostile title shows as text");
    assert!(!page.contains("<title>x</title>"), "and does not run");
    let document = format!("http://{address}/documents/report-2021?q={}", escaped("\"行政复议\""));
    let page = String::from_utf8(browse(&chromium, &profile, &["--dump-dom", &document])).expect("UTF-8");
    assert!(page.contains("<mark id=\"m1\">行政复议</mark>") && page.contains("id=\"s-1\""), "{page}");
}

#[test]
fn pages_are_drawn_for_a_desk_and_a_phone() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_server, address) = serve(folder.path());
    let profile = folder.path().join("profile");
    for path in ["/", "/search?q=%22%E8%A1%8C%22", "/documents/report-2021", "/help", "/status"] {
        for width in [1280, 390] {
            let picture = folder.path().join("page.png");
            let screenshot = format!("--screenshot={}", picture.display());
            let size = format!("--window-size={width},900");
            browse(&chromium, &profile, &[&screenshot, &size, &format!("http://{address}{path}")]);
            let bytes = std::fs::read(&picture).expect("there is a picture");
            assert!(bytes.len() > 8_000, "{path} at {width} is not empty: {} bytes", bytes.len());
        }
    }
}
