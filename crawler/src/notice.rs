//! A page or a payload in; what it came to when it is a notice of the site in place of an article or a file, out.

use std::sync::LazyLock;

use corpus::document::Document;
use corpus::document::Field;
use corpus::reason::Reason;
use corpus::visit::Outcome;
use regex::Regex;
use url::Url;

use crate::attempt::attempt;
use crate::error::Error;
use crate::extract;
use crate::extract::Extracted;
use crate::extract::Instead;
use crate::payload::Payload;
use crate::reading;

/// The largest page, in bytes, that is taken for a notice in place of a file; it may have all menus of its site around it.
const LARGEST_NOTICE: u64 = 1 << 18;

/// How much a page says, in characters, that only asks to log in.
const SHORT: usize = 120;

/// How much it may say beside a form that asks for a password.
const BESIDE_FORM: usize = 400;

/// What is said of a page that asks to log in.
pub(crate) const LOGIN: &str = "a login instead of the page";

/// What a page came to that stands in place of an article.
pub(crate) fn no_article(extracted: &Extracted) -> Option<(Outcome, &'static str)> {
    let is_login = extracted.signals.login;
    said_in_place(extracted).or_else(|| is_login.then_some((Outcome::Blocked, LOGIN)))
}

/// What a page came to that says what it is itself.
fn said_in_place(extracted: &Extracted) -> Option<(Outcome, &'static str)> {
    let signals = &extracted.signals;
    if signals.soft_not_found {
        return Some((Outcome::SoftNotFound, "the page says that it does not exist"));
    }
    if signals.challenge {
        return Some((Outcome::Blocked, "a script challenge or captcha instead of the page"));
    }
    if signals.out_of_order {
        return Some((Outcome::Transient, "the page says that its site is being worked on or out of order"));
    }
    let Some(instead) = signals.instead else {
        let shell = "the page shows nothing itself; a script or a frame is to bring its text";
        return signals.shell.then_some((Outcome::Transient, shell));
    };
    match instead {
        Instead::Missing => Some((Outcome::SoftNotFound, "the page says that it does not exist")),
        Instead::Denied => Some((Outcome::Blocked, "the page says that it may not be seen")),
        Instead::Broken => Some((Outcome::Transient, "a program says in place of a text that it failed")),
        Instead::Nothing => None,
    }
}

/// Whether a page to which an article was redirected asks to log in. A site may have a form for that around all its articles, also
/// the short ones: those are called what their list calls them.
pub(crate) fn is_login(
    payload: &Payload,
    extracted: &Extracted,
    listed: Option<&str>,
) -> Result<bool, Error> {
    if payload.body.len() > LARGEST_NOTICE || !reading::is_text(payload) {
        return Ok(false);
    }
    let Document { title, text, origins, .. } = &extracted.document;
    let is_own = origins.get(&Field::Title).is_some_and(|origin| origin.because != Reason::LinkText.key());
    let is_short = text.chars().filter(|c| !c.is_whitespace()).count() < SHORT;
    let is_listed = is_own && listed.is_some_and(|listed| listed.trim() == title);
    Ok(is_short && !is_listed && asks_to_log_in(&payload.text()?, text))
}

/// What an answer came to that stands in place of a file: sites say there too, with status 200, that they are busy or that
/// nothing is there.
pub(crate) fn no_file(url: &Url, payload: &Payload) -> Result<Option<(Outcome, &'static str)>, Error> {
    if payload.body.len() > LARGEST_NOTICE || !reading::is_text(payload) {
        return Ok(None);
    }
    let text = payload.text()?;
    let page = |html| extract::Page { url: url.as_str(), html, ..extract::Page::default() };
    let read = attempt(url, &text, |html| extract::html(&page(html)));
    Ok(read.ok().and_then(|extracted| {
        let is_login = || asks_to_log_in(&text, &extracted.document.text);
        said_in_place(&extracted)
            .or_else(|| is_login().then_some((Outcome::Blocked, "a login instead of the file")))
    }))
}

/// Whether a page that names nothing asks to log in, where a list was.
pub(crate) fn is_login_for_list(url: &Url, html: &str) -> bool {
    let page = extract::Page { url: url.as_str(), html, ..extract::Page::default() };
    attempt(url, html, |_| extract::html(&page))
        .is_ok_and(|read| read.signals.login || asks_to_log_in(html, &read.document.text))
}

/// Whether a page asks its reader to log in, and says hardly anything else: a file that was saved as a page may have a form for
/// that somewhere around its text.
fn asks_to_log_in(html: &str, text: &str) -> bool {
    static MARKUP: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)<(?:!doctype html|html|head|body|form)\b"));
    static PASSWORD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"(?i)<input\b[^>]*\btype\s*=\s*["']?password\b"#));
    static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[还尚]?未登录|请先登录|(?:登录|会话)(?:已经?)?(?:超时|过期|失效)|登录后(?:方可|才[能可])?(?:查看|下载|访问)",
        )
    });
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    let has_form = || length < BESIDE_FORM && PASSWORD.is_match(html);
    MARKUP.is_match(html) && (has_form() || length < SHORT && SAYS_SO.is_match(html))
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_told_from_a_list_without_articles() {
        let url = Url::parse("http://www.example.gov.cn/x/").expect("a constant address");
        let form = "<form>用户名<input name=u>密码<input type=password name=p><button>登录</button></form>";
        assert!(is_login_for_list(&url, &format!("<html><body><h2>用户登录</h2>{form}</body></html>")));
        assert!(!is_login_for_list(&url, "<html><body><h2>法治报告</h2><p>暂无数据</p></body></html>"));
        assert!(!is_login_for_list(&url, "<html><body><ul><li>某县司法局</li></ul></body></html>"));
    }

    #[track_caller]
    fn check(body: &str, expected: Option<Outcome>) {
        let payload =
            Payload { body: body.as_bytes().to_vec().into(), content_type: Some("text/html".to_owned()) };
        let url = Url::parse("http://www.example.gov.cn/f/a.doc").expect("a constant address");
        let came = no_file(&url, &payload).expect("a short payload can be read");
        assert_eq!(came.map(|(outcome, _)| outcome), expected, "{body}");
    }

    #[test]
    fn a_login_is_told_from_a_file() {
        let form = "<form><input name=user><input type='password' name=pass><button>登录</button></form>";
        let around = "欢迎使用某市电子政务统一身份认证平台。首次使用请联系本单位管理员开通账号，忘记口令的可以凭证件到大厅重置。本平台不处理涉密信息，违者追究责任。";
        let report = "全年办理行政复议案件十七件，均已按期办结，群众满意度不断提高。".repeat(20);
        check(
            &format!("<html><title>统一身份认证</title><body><p>{around}</p>{form}</body></html>"),
            Some(Outcome::Blocked),
        );
        check(
            &format!(
                "<html><body><div>您尚未登录或登录已超时，请重新登录后下载。</div><p>{around}</p></body></html>"
            ),
            Some(Outcome::Blocked),
        );
        check(&format!("<html><body>{form}<p>{report}</p></body></html>"), None);
        check(&format!("<html><body><p>{report}</p><p>请先登录平台再填报。</p></body></html>"), None);
        check("请先登录全国统一平台，再于月底前填报年度报告。", None);
        check(
            "<html><body><p>请登录某县政务服务网填报，逾期不再受理，联系电话见附表。</p></body></html>",
            None,
        );
    }
}
