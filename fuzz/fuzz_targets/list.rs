//! Any bytes as a page of a list, a sitemap or an answer of a list's program: reading ends, and what it names can be asked for.

#![no_main]

use crawler::discover;
use crawler::discover::ListPage;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let Ok(url) = Url::parse("http://www.example.gov.cn/col/col1/index.html") else { return };
    let text = String::from_utf8_lossy(bytes);
    for media_type in ["text/html", "application/json", "application/xml"] {
        let page = ListPage { url: &url, form: None, text: &text, media_type };
        let listing = discover::list(&page, None);
        for link in &listing.links {
            assert!(matches!(link.url.scheme(), "http" | "https"), "{}", link.url);
        }
    }
});
