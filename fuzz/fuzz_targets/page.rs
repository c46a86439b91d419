//! Any bytes as a page, as a saved text and as an attachment: reading ends, breaks nothing, and what it says holds together.

#![no_main]

use crawler::extract;
use crawler::extract::Page;
use crawler::fetch::charset;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = charset::decode(bytes, None).text;
    let page = Page { url: "http://www.example.gov.cn/info/1.htm", html: &text, ..Page::default() };
    let read = extract::html(&page);
    let plain = extract::plain(&text, Some(page.url), None);
    let _ = extract::attachment(bytes, "report.doc");
    for document in [&read.document, &plain.document] {
        let length = document.text.chars().count();
        assert!(!document.title.is_empty());
        for section in &document.sections {
            assert!(section.start < section.end && section.end <= length);
        }
    }
});
