//! An answer of a server goes in; what it means, and where it sends us, comes out. The time is a parameter.

use std::sync::LazyLock;
use std::time::Duration;

use corpus::visit::Validators;
use encoding_rs::Encoding;
use jiff::Timestamp;
use regex::bytes::Regex;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use url::Url;

use crate::address;
use crate::attempt::attempt;
use crate::extract;
use crate::fetch::answer::Answer;
use crate::fetch::answer::Exchange;
use crate::fetch::answer::Page;
use crate::fetch::answer::Refusal;
use crate::fetch::challenge;
use crate::fetch::charset;
use crate::fetch::codings;
use crate::fetch::http::Answered;
use crate::fetch::http_date;
use crate::queries;

/// The longest time for which a `Retry-After` is heeded.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 3600);

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the answer.
    Final(Answer),
    /// Go on there; the form is posted again only where the server asks for that.
    Redirect { to: Url, keeps_form: bool },
    /// A page that sends its readers on by a meta element.
    Refresh { to: Url, page: Page },
}

/// Judges an answer that is whole or was cut off at `size_cap`.
pub(crate) fn judge(answered: &Answered, size_cap: u64) -> Verdict {
    let (exchange, headers) = (&answered.exchange, &answered.headers);
    let content_type = text(headers, &header::CONTENT_TYPE);
    let media_type = media_type(content_type.as_deref());
    if exchange.cut_after.is_some() {
        return Verdict::Final(Answer::TooLarge(size_cap));
    }
    let block = challenge::block(exchange.status, &media_type, exchange.body.start());
    if let Some(block) = block.filter(|_| !has_own(exchange, content_type.as_deref())) {
        return Verdict::Final(Answer::Blocked(block));
    }
    let validators = validators(headers);
    let nothing = |why: &str| Verdict::Final(Answer::Transient { why: why.to_owned(), retry_after: None });
    match exchange.status {
        304 if !is_conditional(&exchange.request) => {
            nothing("status 304, though nothing was asked that could be as it was")
        }
        304 => Verdict::Final(Answer::NotModified(validators)),
        // None of them carries a page, or not the whole of it, whatever it says.
        204..=206 => nothing(&format!("status {} in place of a page", exchange.status)),
        200..=299 if exchange.body.is_empty() => nothing("an empty answer"),
        200..=299 if let Some(encoding) = undecoded(answered) => {
            Verdict::Final(Answer::Refused(Refusal::Encoding(encoding)))
        }
        200..=299 => {
            let page = Page { media_type, content_type, validators };
            match refresh(&exchange.url, &page, exchange.body.start()) {
                Some(to) => Verdict::Refresh { to, page },
                None => Verdict::Final(Answer::Page(page)),
            }
        }
        301 | 302 | 303 | 307 | 308 => redirect(answered),
        404 | 410 => Verdict::Final(Answer::Missing),
        408 | 425 | 429 | 500..=599 => Verdict::Final(Answer::Transient {
            why: format!("status {}", exchange.status),
            retry_after: retry_after(headers, exchange.at),
        }),
        status => Verdict::Final(Answer::Refused(Refusal::Status(status))),
    }
}

/// Whether what came as a page may be one that an office put up, which is told when it is read: those speak of captchas too, or hold
/// one for their comments.
fn has_own(exchange: &Exchange, content_type: Option<&str>) -> bool {
    if !(200..300).contains(&exchange.status) {
        return false;
    }
    let html = charset::decode(exchange.body.start(), content_type).text;
    let page = |html| extract::Page { url: exchange.url.as_str(), html, ..extract::Page::default() };
    attempt(&exchange.url, &html, |html| extract::html(&page(html)).signals.has_own).unwrap_or(false)
}

/// What a body is still encoded as: the header goes with what is undone. Without being asked some old servers send `deflate`,
/// which is never taken for the page, nor is what nobody knows. Some write a charset here; and packed files are unpacked later.
pub(crate) fn undecoded(answered: &Answered) -> Option<String> {
    let names = codings::named(&answered.headers);
    if names.iter().filter(|name| name.contains("gzip")).count() > 1 {
        return Some(names.join(", "));
    }
    let packs = |name: &str| {
        matches!(
            name,
            "deflate" | "compress" | "x-compress" | "x-gzip" | "br" | "zstd" | "bzip2" | "xz" | "lzma"
        )
    };
    let is_packed = !reads_as_text(answered.exchange.body.start());
    let is_unknown =
        |name: &str| is_packed && name != "gzip" && Encoding::for_label(name.as_bytes()).is_none();
    names.into_iter().find(|name| packs(name) || is_unknown(name))
}

/// Whether bytes begin as a text does, in whatever encoding.
fn reads_as_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    Encoding::for_bom(bytes).is_some() || !bytes.iter().take(512).any(is_control)
}

/// Whether a request asked only for what had changed.
fn is_conditional(request: &[u8]) -> bool {
    let head = String::from_utf8_lossy(request).to_ascii_lowercase();
    head.lines().any(|line| line.starts_with("if-none-match:") || line.starts_with("if-modified-since:"))
}

/// Where an answer redirects to, when it does.
pub(crate) fn redirect_target(answered: &Answered) -> Option<Url> {
    if !matches!(answered.exchange.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut to = address::join(&answered.exchange.url, &location(&answered.headers))?;
    to.set_fragment(None);
    Some(to)
}

/// Where a head leads to. Bytes beyond ASCII mean what the server means by them, so they are asked for as they are.
fn location(headers: &HeaderMap) -> String {
    let written = headers.get(header::LOCATION).map_or(&[][..], |value| value.as_bytes());
    let mut location = String::with_capacity(written.len());
    for byte in written {
        match byte.is_ascii() {
            true => location.push(char::from(*byte)),
            false => location.push_str(percent_encoding::percent_encode_byte(*byte)),
        }
    }
    location
}

fn redirect(answered: &Answered) -> Verdict {
    match redirect_target(answered) {
        Some(to) => Verdict::Redirect { to, keeps_form: matches!(answered.exchange.status, 307 | 308) },
        None => Verdict::Final(Answer::Refused(Refusal::BadRedirect(location(&answered.headers)))),
    }
}

/// A page of almost nothing but `<meta http-equiv=refresh>` with at most five seconds.
fn refresh(base: &Url, page: &Page, body: &[u8]) -> Option<Url> {
    static PARTS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?is-u)<!--.*?-->|<noscript\b.*?(?:</noscript|$)|<meta\b[^>]{0,2000}>"));
    static IS_REFRESH: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"(?i-u)http-equiv\s*=\s*["']?\s*refresh\b"#));
    static CONTENT: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"(?is-u)content\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))"#));
    static WHERE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r#"(?i-u)^\s*0*([0-5])(?:\.\d*)?\s*(?:[;,]|\s)\s*(?:url\s*=\s*)?["']?\s*([^"'\s]+)"#)
    });
    let is_html = page.media_type.is_empty() || page.media_type.contains("html");
    if body.len() > 4096 || !is_html {
        return None;
    }
    // Readers with scripts see what else is there.
    let is_for_others = |part: &[u8]| part[1].eq_ignore_ascii_case(&b'n') && challenge::shows_text(body);
    let tag = PARTS
        .find_iter(body)
        .map(|part| part.as_bytes())
        .find(|part| IS_REFRESH.is_match(part) && part[1] != b'!' && !is_for_others(part))?;
    let content = CONTENT.captures(tag)?;
    let content = content.iter().skip(1).flatten().next()?;
    let target = in_page(body, page.content_type.as_deref(), &WHERE.captures(content.as_bytes())?[2]);
    let mut to = address::join(base, &target.replace("&amp;", "&"))?;
    to.set_fragment(None);
    // A page that reloads itself is a page.
    (to != *base).then_some(to)
}

/// Reads an address that a page names in the encoding of the page.
fn in_page(body: &[u8], content_type: Option<&str>, written: &[u8]) -> String {
    if written.is_ascii() {
        return String::from_utf8_lossy(written).into_owned();
    }
    let encoding = charset::decode(body, content_type).of_queries;
    let (read, _) = encoding.decode_without_bom_handling(written);
    queries::of_address(&read, encoding).into_owned()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// What a server gave us to ask with next time.
pub(crate) fn validators(headers: &HeaderMap) -> Validators {
    Validators { etag: text(headers, &header::ETAG), last_modified: text(headers, &header::LAST_MODIFIED) }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn media_type(content_type: Option<&str>) -> String {
    content_type.and_then(|written| written.split(';').next()).unwrap_or("").trim().to_ascii_lowercase()
}

/// Reads `Retry-After` in seconds or as a date. Whoever asks for more than a day is asked again the next day.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let written = text(headers, &header::RETRY_AFTER)?;
    let written = written.trim();
    let asked = if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
        // What no number holds is more than a day as well.
        written.parse().map_or(Duration::MAX, Duration::from_secs)
    } else {
        let wait = http_date::parse(written, now)?.duration_since(now);
        Duration::try_from(wait).unwrap_or(Duration::ZERO)
    };
    Some(asked.min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests;

    use super::*;

    fn answered(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answered {
        tests::answered("http://a.gov.cn/x/y.html", status, headers, body)
    }

    #[track_caller]
    fn check(status: u16, headers: &[(&'static str, &str)], body: &str, expected: &Verdict) {
        assert_eq!(judge(&answered(status, headers, body), 100), *expected);
    }

    fn to(address: &str, keeps_form: bool) -> Verdict {
        Verdict::Redirect { to: Url::parse(address).unwrap(), keeps_form }
    }

    #[test]
    fn redirects_are_read_against_their_page() {
        check(301, &[("location", "../z.html#top")], "", &to("http://a.gov.cn/z.html", false));
        check(307, &[("location", "https://b.gov.cn/")], "", &to("https://b.gov.cn/", true));
        check(302, &[("location", "/政.html")], "", &to("http://a.gov.cn/%E6%94%BF.html", false));
        check(
            302,
            &[("location", "/a b.html?c=政")],
            "",
            &to("http://a.gov.cn/a%20b.html?c=%E6%94%BF", false),
        );
        let in_gbk = |raw: &[u8]| {
            let mut answered = answered(302, &[], "");
            answered.headers.insert(header::LOCATION, header::HeaderValue::from_bytes(raw).unwrap());
            judge(&answered, 100)
        };
        assert_eq!(in_gbk(b"/y/\xb7\xa8%d6\xce.html"), to("http://a.gov.cn/y/%B7%A8%d6%CE.html", false));
        assert_eq!(in_gbk(b"?t=\xb7\xa8&n=1"), to("http://a.gov.cn/x/y.html?t=%B7%A8&n=1", false));
        let bad = |target: &str| Verdict::Final(Answer::Refused(Refusal::BadRedirect(target.to_owned())));
        check(302, &[], "", &bad(""));
        check(302, &[("location", "javascript:x")], "", &bad("javascript:x"));
    }

    #[test]
    fn a_server_in_trouble_is_transient() {
        let transient = |status: u16, seconds: Option<u64>| {
            let retry_after = seconds.map(Duration::from_secs);
            Verdict::Final(Answer::Transient { why: format!("status {status}"), retry_after })
        };
        check(503, &[("retry-after", "7")], "", &transient(503, Some(7)));
        check(429, &[("retry-after", "Mon, 23 Nov 2026 00:01:00 GMT")], "", &transient(429, Some(60)));
        check(503, &[("retry-after", "Sun, 22 Nov 2026 00:00:00 GMT")], "", &transient(503, Some(0)));
        check(500, &[("retry-after", "soon")], "", &transient(500, None));
        check(503, &[("retry-after", "-7")], "", &transient(503, None));
        check(503, &[("retry-after", "Monday, 23-Nov-26 00:01:00 GMT")], "", &transient(503, Some(60)));
        check(503, &[("retry-after", "Mon Nov 23 00:01:00 2026")], "", &transient(503, Some(60)));
        for longer in ["86401", "99999999999", &"9".repeat(40), "Fri, 01 Jan 2038 00:00:00 GMT"] {
            check(429, &[("retry-after", longer)], "", &transient(429, Some(86_400)));
        }
    }

    #[test]
    fn absence_and_sameness_are_answers() {
        check(404, &[], "", &Verdict::Final(Answer::Missing));
        check(410, &[], "", &Verdict::Final(Answer::Missing));
        let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
        let mut unchanged = answered(304, &[("etag", "\"1\"")], "");
        unchanged.exchange.request = b"GET / HTTP/1.1\r\nif-none-match: \"1\"\r\n\r\n".to_vec();
        assert_eq!(judge(&unchanged, 100), Verdict::Final(Answer::NotModified(validators)));
        check(418, &[], "", &Verdict::Final(Answer::Refused(Refusal::Status(418))));
    }

    #[test]
    fn an_answer_without_a_page_is_none() {
        for status in [200, 203, 204, 205, 304] {
            let verdict = judge(&answered(status, &[], ""), 100);
            assert!(matches!(verdict, Verdict::Final(Answer::Transient { .. })), "{status}: {verdict:?}");
        }
        let part = judge(&answered(206, &[("content-range", "bytes 0-3/9")], "part"), 100);
        assert!(matches!(part, Verdict::Final(Answer::Transient { .. })), "{part:?}");
    }

    #[test]
    fn what_is_still_encoded_is_no_page() {
        let encoded = |encoding: &str| judge(&answered(200, &[("content-encoding", encoding)], "x"), 100);
        for encoding in ["deflate", "gzip, BR", "gzip, gzip", "x-gzip,gzip"] {
            let verdict = encoded(encoding);
            assert!(
                matches!(verdict, Verdict::Final(Answer::Refused(Refusal::Encoding(_)))),
                "{encoding}: {verdict:?}"
            );
        }
        for encoding in ["identity", "UTF-8", "gzip", "html"] {
            assert!(matches!(encoded(encoding), Verdict::Final(Answer::Page(_))), "{encoding}");
        }
        let unknown = judge(&answered(200, &[("content-encoding", "EXI")], "\u{1}\u{2}x"), 100);
        assert_eq!(unknown, Verdict::Final(Answer::Refused(Refusal::Encoding("exi".to_owned()))));
    }

    #[test]
    fn a_page_in_a_frame_is_read_whatever_it_speaks_of() {
        let (title, asks) = ("某县办事指南第七号", "请输入验证码后继续访问");
        let page = |text: &str| {
            format!(
                "<meta charset=utf-8><title>{title}</title><h1>{title}</h1><div>发布日期：2023-01-05</div><div id=zoom><p>{text}</p></div>"
            )
        };
        let html = [("content-type", "text/html")];
        let judged = |body: &str| {
            let mut answered = answered(200, &html, "");
            answered.exchange.body = body.as_bytes().to_vec().into();
            judge(&answered, 100_000)
        };
        let is_page = |verdict| matches!(verdict, Verdict::Final(Answer::Page(_)));
        assert!(is_page(judged(&page("第一步：打开网站；第二步：请输入验证码；第三步：提交申请。"))));
        assert!(is_page(judged(&format!("{}<form>请输入验证码<input></form>", page("任命张三为局长。")))));
        assert!(is_page(judged(&page(asks))), "what it says there is told when it is read");
        assert!(!is_page(judged(&format!("<title>安全验证</title><h1>安全验证</h1><p>{asks}</p>"))));
    }

    #[test]
    fn a_bare_page_may_send_its_readers_on() {
        let html = [("content-type", "Text/HTML; charset=gbk")];
        let sends_on = |body: &str| match judge(&answered(200, &html, body), 100) {
            Verdict::Refresh { to, .. } => Some(to.to_string()),
            _ => None,
        };
        let found = sends_on(r#"<META HTTP-EQUIV="refresh" CONTENT="0; url=/z.html?a=1&amp;b=2">"#);
        assert_eq!(found.as_deref(), Some("http://a.gov.cn/z.html?a=1&b=2"));
        for body in [
            "<meta content='0;URL=/z.html' http-equiv=Refresh>",
            "<meta http-equiv=refresh content=0;url=/z.html>",
            r#"<meta http-equiv="refresh" content="0; url='/z.html'">"#,
            r#"<meta http-equiv="refresh" content="00, /z.html"/>"#,
            r#"<meta name="x" content="1;url=/y"><meta http-equiv="refresh" content="1.5;url=/z.html">"#,
        ] {
            assert_eq!(sends_on(body).as_deref(), Some("http://a.gov.cn/z.html"), "{body}");
        }
        let mut in_gbk = answered(200, &html, "");
        let refresh = "<meta http-equiv=refresh content='0;url=/法.html?t=治'>";
        in_gbk.exchange.body = encoding_rs::GBK.encode(refresh).0.into_owned().into();
        let Verdict::Refresh { to, .. } = judge(&in_gbk, 1000) else { panic!("it sends its readers on") };
        assert_eq!(to.as_str(), "http://a.gov.cn/%E6%B3%95.html?t=%D6%CE");
        let without_scripts = r#"<NoScript><meta http-equiv="refresh" content="0;url=/z.html"></NoScript>"#;
        assert_eq!(sends_on(without_scripts).as_deref(), Some("http://a.gov.cn/z.html"));
        let beside = format!("{without_scripts}<p>全县各部门认真落实各项工作任务，规范执法行为。</p>");
        assert_eq!(sends_on(&beside), None, "it has a text for everybody");
        assert_eq!(sends_on(r#"<!-- <meta http-equiv="refresh" content="0;url=/z.html"> -->"#), None);
        assert_eq!(sends_on(r#"<meta http-equiv="refresh" content="10;url=/z.html">"#), None);
        assert_eq!(sends_on(r#"<meta http-equiv="refresh" content="300;url=/z.html">"#), None);
        assert_eq!(
            sends_on(r#"<meta http-equiv="refresh" content="5;url=y.html">"#),
            None,
            "it reloads itself"
        );
    }
}
