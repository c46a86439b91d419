//! A status, headers and body go in; whether a site keeps us out, and how, comes out. Nothing is ever solved here.

use std::sync::LazyLock;

use regex::Regex;

use crate::fetch::answer::Block;

/// Larger pages are pages, whatever words they hold.
const STUB_SIZE: usize = 60_000;

/// Recognises a block, from the status first and from the body of small pages second.
pub(crate) fn block(status: u16, media_type: &str, body: &[u8]) -> Option<Block> {
    let head = &body[..body.len().min(STUB_SIZE)];
    // Most answers are pages, which tell that they are none of these by their beginning.
    if matches!(status, 200..=299) && (body.len() > STUB_SIZE || begins_as_page(head)) {
        return None;
    }
    // Markers are ASCII or given in UTF-8; GBK stubs are recognised by their scripts.
    let text = String::from_utf8_lossy(head);
    match status {
        401 | 403 => Some(marked(&text).unwrap_or(Block::Forbidden)),
        405 => Some(Block::Shield405),
        412 => Some(Block::Challenge412),
        451 => Some(Block::Geo),
        521 if text.contains("<script") || text.contains("__jsl") => Some(Block::Jsl521),
        200..=299 if may_hold_script(media_type, &text) => stub(&text),
        429 | 500..=599 => marked(&text).filter(|_| body.len() <= STUB_SIZE),
        _ => None,
    }
}

/// So much of a page is looked at first.
const BEGINNING: usize = 8192;

/// Tells whether the beginning alone of a long answer shows as much as a page. It is cut behind a tag, so that what it shows is no
/// more than what the whole shows.
fn begins_as_page(body: &[u8]) -> bool {
    if body.len() <= BEGINNING {
        return false;
    }
    let end = body[..BEGINNING].iter().rposition(|byte| *byte == b'>').map_or(0, |at| at + 1);
    seen(&String::from_utf8_lossy(&body[..end]), FULL) >= FULL
}

/// Whether a body can be a stub at all: images, PDF and office files cannot.
fn may_hold_script(media_type: &str, text: &str) -> bool {
    let is_text = media_type.is_empty() || media_type.starts_with("text/") || media_type.contains("html");
    is_text
        || media_type.contains("json")
        || media_type.contains("javascript")
        || text.trim_start().starts_with('<')
}

/// Recognises a challenge that came with status 200.
fn stub(text: &str) -> Option<Block> {
    let seen = seen(text, FULL);
    if seen >= FULL {
        return None;
    }
    marked(text).or_else(|| {
        let is_empty = seen < 60;
        (is_empty && COOKIE_BY_SCRIPT.is_match(text) && RELOAD.is_match(text)).then_some(Block::CookieStub)
    })
}

/// The marks of known challenges. The caller sees to it that the page holds little else.
fn marked(text: &str) -> Option<Block> {
    if text.contains("acw_sc__v") || text.contains("acw_sc_v") {
        return Some(Block::AcwSc);
    }
    if text.contains("__jsl_clearance") {
        return Some(Block::Jsl521);
    }
    if CLOUDFLARE.is_match(text) || CAPTCHA.is_match(text) {
        return Some(Block::Captcha);
    }
    GEO.is_match(text).then_some(Block::Geo)
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// Words that ask for a proof of being human. A login form that only has a field 验证码 does not match.
static CAPTCHA: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?ix)(?:请|需要)(?:[^勿。<][^。<]{0,15})?(?:验证码|安全验证|人机验证|滑动验证|滑块)|(?:拖动|滑动|按住)[^。<]{0,8}滑块|人机(?:身份)?验证
        |访问(?:安全)?验证|拼图[^。<]{0,4}验证|人机(?:识别|检测|校验)
        |(?:访问|请求|操作)[^。<]{0,6}(?:过于|太)频繁|(?:您|你)的(?:请求|访问)[^。<]{0,24}(?:被[^。<]{0,10}拦截|攻击行为|被阻断)
        |security_verify_data|YunSuoAutoJump|<title>[^<]{0,20}(?:安全验证|验证码|captcha)(?:\s*[-_|–—][^<]*|[^<]{0,4})</title|tcaptcha|geetest|nc_captcha|aliyuncaptcha|g-recaptcha|hcaptcha
        |"(?:need|require|is|has)?_?captcha[a-z]*"\s*:\s*(?:true|1|"[^"])"#,
    )
});
/// Cloudflare's question before a page. The script that it adds to pages themselves, `challenge-platform/scripts/jsd`, asks nothing.
static CLOUDFLARE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)_cf_chl_|<title>\s*just a moment\b|checking your browser before accessing|cdn-cgi/challenge-platform/h/|cf-browser-verification",
    )
});
static COOKIE_BY_SCRIPT: LazyLock<Regex> = LazyLock::new(|| regex(r#"document(?:\.|\[['"])cookie"#));
static RELOAD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"location(?:\.(?:href|reload|replace|assign)|\s*=|\[)|history\.go|\.submit\(\)"));
static GEO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)所在的?(?:地区|区域|国家)[^。<]{0,12}(?:无法|不能|限制|禁止|暂不)|(?:境外|海外)(?:IP|地址|用户)?[^。<]{0,8}(?:无法|不能|限制|禁止)访问|(?:不支持|限制|禁止|拒绝|屏蔽|暂停)[^。<]{0,6}(?:境外|海外|国外)[^。<]{0,8}(?:访问|用户|IP)|your (?:region|country|location|area)[^.<]{0,20}(?:not (?:allowed|supported|permitted)|blocked|restricted|denied)|not available in your (?:country|region)",
    )
});

/// A page that shows so many characters is a page.
const FULL: usize = 400;

/// Counts the characters that a reader would see, roughly and without blanks; stops counting at `most`.
fn seen(text: &str, most: usize) -> usize {
    let (mut seen, mut rest) = (0, text);
    while let Some(character) = rest.chars().next().filter(|_| seen < most) {
        if let Some(after) = rest.strip_prefix('<').and_then(behind_markup) {
            rest = after;
            continue;
        }
        seen += usize::from(!character.is_whitespace());
        rest = &rest[character.len_utf8()..];
    }
    seen
}

/// A page that shows fewer characters shows nothing.
const NOTHING: usize = 20;

/// Tells whether a page shows something to readers with scripts.
pub(super) fn shows_text(body: &[u8]) -> bool {
    seen(&String::from_utf8_lossy(body), NOTHING) >= NOTHING
}

/// Returns what follows a script, what is for readers without them, a style sheet, a title, a comment or a tag, whose `<` has been read; `None` when it is none.
fn behind_markup(rest: &str) -> Option<&str> {
    if let Some(comment) = rest.strip_prefix("!--") {
        return Some(comment.split_once("-->").map_or("", |(_, after)| after));
    }
    for name in ["noscript", "script", "style", "title"] {
        let is_element = rest.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
            && !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_element {
            let closes = |at: &usize| {
                let tag = rest.get(at + 2..at + 3 + name.len()).unwrap_or_default();
                tag.ends_with('>') && tag[..name.len()].eq_ignore_ascii_case(name)
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(closes);
            return Some(end.map_or("", |at| &rest[at + 3 + name.len()..]));
        }
    }
    rest.split_once('>').map(|(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, expected: impl Into<Option<Block>>) {
        assert_eq!(block(status, "text/html", body.as_bytes()), expected.into(), "{status} {body:?}");
    }

    #[test]
    fn a_status_alone_can_be_a_block() {
        check(403, "<h1>Forbidden</h1>", Block::Forbidden);
        check(401, "", Block::Forbidden);
        check(405, "<title>405</title>blocked", Block::Shield405);
        check(412, "<script>$_ts={}</script>", Block::Challenge412);
        check(451, "", Block::Geo);
        check(521, "<script>document.cookie=('_')+('_jsl')</script>", Block::Jsl521);
        check(521, "web server is down", None);
        check(404, "", None);
        check(503, "busy", None);
        let asks = "<title>Just a moment...</title>Checking your browser before accessing";
        check(503, asks, Block::Captcha);
        check(503, "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script>", Block::Captcha);
        check(
            503,
            "<p>busy</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
            None,
        );
    }

    #[test]
    fn a_stub_with_status_200_is_a_block() {
        check(
            200,
            "<html><script>var arg1='3F';setCookie('acw_sc__v2',x);location.reload()</script></html>",
            Block::AcwSc,
        );
        check(
            200,
            "<script>document.cookie='a=1;path=/';location.href='/x.html'</script>",
            Block::CookieStub,
        );
        check(200, "<script>document.cookie='__jsl_clearance=1|0|x'</script>", Block::Jsl521);
        check(200, "<title>安全验证</title><body>请完成下列安全验证后继续访问</body>", Block::Captcha);
        check(200, "<body>请输入验证码</body>", Block::Captcha);
        check(200, "<title>检查</title>请完成拼图验证后继续浏览", Block::Captcha);
        check(200, "<title>请稍候</title>正在进行人机识别检查", Block::Captcha);
        check(200, "<body>访问过于频繁，请稍后再试</body>", Block::Captcha);
        check(200, "<body>您的请求疑似攻击行为，已被网站防火墙拦截</body>", Block::Captcha);
        check(200, "<script>self.location='/x?security_verify_data='+1</script>", Block::Captcha);
        check(200, r#"{"result":null,"needCaptcha":true}"#, Block::Captcha);
        check(200, "<title>安全验证 - 某某网站</title><body></body>", Block::Captcha);
        check(200, "<body>抱歉，您所在的地区无法访问本站</body>", Block::Geo);
        check(200, "<body>根据相关规定，本网站暂不支持境外IP访问。</body>", Block::Geo);
        check(200, "<body>Access denied: your region is not allowed to view this site.</body>", Block::Geo);
    }

    #[test]
    fn a_page_with_text_is_no_block() {
        let text = "全市行政机关依法履行职责，".repeat(60);
        check(200, &format!("<script>document.cookie='a=1';location.href</script><p>{text}</p>"), None);
        check(200, &format!("<p>请输入验证码{text}</p>"), None);
        check(200, "<p>短短的一页。</p><script>document.cookie='visited=1'</script>", None);
        check(200, "<form>用户名 密码 验证码</form>", None);
        let warns = "<title>某县教育局验证码短信诈骗预警</title><p>请勿向他人透露验证码。如遇可疑请求，请立即报警。</p>";
        check(200, warns, None);
        check(200, "", None);
    }

    #[test]
    fn the_beginning_of_a_long_answer_tells_a_page_and_never_a_stub() {
        let text = "<p>全市行政机关依法履行职责，</p>".repeat(400);
        check(200, &format!("{text}<script>acw_sc__v2</script>"), None);
        let code = "a=1;".repeat(5_000);
        check(200, &format!("<script>{code}acw_sc__v2</script>"), Block::AcwSc);
        check(200, &format!("<p title='{code}'></p>{code}"), None);
        check(200, &format!("{}<a title='{code}'>__jsl_clearance</a>", "甲".repeat(99)), Block::Jsl521);
    }

    #[test]
    fn scripts_styles_titles_comments_and_tags_are_not_seen() {
        let page = "<TITLE>题</title><!-- <p> --><style>p{}</STYLE><Script src='a'>if(a</b)</SCRIPT><p class=a> 甲\n乙</p>";
        assert_eq!(seen(page, 9), 2);
        assert_eq!(seen("<noscript><p>甲</p></noscript>乙", 9), 1);
        assert_eq!(seen("<scripted>甲<b", 9), 3, "a tag that is not closed is text");
        assert_eq!(seen("甲<script>乙", 9), 1, "a script that is not closed goes on to the end");
        assert_eq!(seen(&"甲".repeat(99), 9), 9);
    }

    #[test]
    fn files_are_never_stubs() {
        assert_eq!(block(200, "application/pdf", b"%PDF-1.4 acw_sc__v2"), None);
    }
}
