//! An attachment that is much larger than what a crawl may hold in memory.

use std::path::Path;
use std::process::Stdio;

use flate2::Crc;

use crate::program::gongbao;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#;

/// A Word file with a text and beside it so many megabytes that no text needs.
fn word(text: &str, megabytes: usize) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#
    );
    let padding = vec![0; megabytes * 1_000_000];
    let (mut zip, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("padding.bin", padding.as_slice()),
        ("word/document.xml", document.as_bytes()),
    ] {
        let (offset, length) = (zip.len() as u32, (bytes.len() as u32).to_le_bytes());
        let mut crc = Crc::new();
        crc.update(bytes);
        // Version 2.0, names in UTF-8, stored as it is, no time.
        let mut entry = [20_u16, 1 << 11, 0, 0, 33].map(u16::to_le_bytes).concat();
        entry.extend([crc.sum().to_le_bytes(), length, length].concat());
        entry.extend([(name.len() as u16).to_le_bytes(), [0; 2]].concat());
        zip.extend([b"PK\x03\x04", entry.as_slice(), name.as_bytes(), bytes].concat());
        directory.extend([b"PK\x01\x02\x14\x00", entry.as_slice(), &[0; 10], &offset.to_le_bytes()].concat());
        directory.extend(name.as_bytes());
        count += 1;
    }
    let (start, size) = (zip.len() as u32, directory.len() as u32);
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    zip.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    zip.extend([0; 2]);
    zip
}

/// Crawls a page whose text lies in a file of so many megabytes; returns the most memory that the crawl ever held, in kB.
fn peak_of_crawl(data: &Path, megabytes: usize) -> u64 {
    let site = Site::start();
    site.list("/list.html", &["/a.html"], None);
    let title = "某县2019年度法治政府建设工作报告";
    let link = "<p>附件：<a href=\"/a.docx\">某县2019年度法治政府建设工作报告全文.docx</a></p>";
    let page = format!(
        "<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{link}</div></body></html>"
    );
    site.answer("/a.html", 200, &page);
    let text = "全年办理行政复议案件二十三件，按期办结率百分之百。".repeat(10);
    let kind = "Content-Type: application/octet-stream\r\n";
    site.act("/a.docx", Act::Say(200, word(&text, megabytes), kind.into()));
    let recipe = format!("{}\n[crawler]\nlargest_response_mb = 200\n", site.recipe("site"));
    std::fs::write(data.join("gongbao.toml"), recipe).expect("a recipe can be written");
    let mut crawl = gongbao(data).arg("crawl").stderr(Stdio::null()).spawn().expect("the program starts");
    let mut peak = 0;
    while crawl.try_wait().expect("it can be asked").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", crawl.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|kb| kb.parse().ok());
        peak = peak.max(held.unwrap_or(0));
        std::thread::yield_now();
    }
    assert_eq!(crawl.wait().expect("it has ended").code(), Some(0));
    let found = run(data, &["search", "\"行政复议\"", "--json"]).json();
    assert_eq!(found["total"]["documents"], 1, "the file's text is the page's: {found}");
    let id = found["hits"][0]["id"].as_str().expect("a hit has an id");
    let evidence = run(data, &["evidence", id]);
    assert!(evidence.code == 0 && evidence.out.contains("sound"), "{}", evidence.out);
    peak
}

#[test]
fn a_large_attachment_is_read_and_kept_without_being_held_in_memory() {
    if !Path::new("/proc/self/status").exists() {
        return println!("left out: this system does not say how much memory a program holds");
    }
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
    let small = peak_of_crawl(folders[0].path(), 0);
    let large = peak_of_crawl(folders[1].path(), 150);
    assert!(small > 0 && large < small + 40_000, "{large} kB with a file of 150 MB, {small} kB without");
    println!("{large} kB at most with a file of 150 MB, {small} kB without");
}
