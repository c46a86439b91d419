//! A page in; whether it only asks its reader to log in, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::aside;
use crate::extract::container::Body;
use crate::extract::put_up;
use crate::extract::put_up::Matter;
use crate::extract::put_up::Shown;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::Tree;

/// How much a page says, in characters, that only asks to log in.
const SHORT: usize = 120;

/// How many Chinese characters of its own make a text of what stands beside a login, below a title and without one.
const OWN_TEXT: (usize, usize) = (8, 20);

static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[还尚]?未登[录陆]|请先登[录陆]|请重新登[录陆]|(?:登[录陆]|会话)(?:已经?)?(?:超时|过期|失效)|登[录陆]后(?:方可|才[能可])?(?:查看|下载|访问)|请[^。]{0,16}扫码登[录陆]",
    )
});

/// What asks to log in before the text of the very page, and names nothing else that is to be seen.
static GATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"登[录陆]之?后再?(?:方可|才[能可]|可以?|继续)?(?:查看|下载|访问|阅读|浏览)(?:全文|本文|正文|原文|内容|详情|本?页面?|附件)?(?:[^\p{Han}]|$)|^\W*(?:您|你)?[还尚]?(?:没有|未)登[录陆]|^\W*(?:登[录陆]|会话)(?:已经?)?(?:超时|过期|失效)",
    )
});

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:用户|会员|欢迎|系统|统一|身份|认证|账号|管理员?|请)*登[录陆](?:页面?|系统|平台|中心|入口)?$",
    )
});

/// What offices write about logins, and what those say besides.
static MATTER: LazyLock<Matter> = LazyLock::new(|| {
    Matter::new(
        r"登[录陆出]|密码|用户|账号|帐号|验证码|注册|扫码|认证|会话|超时|过期|失效|记住|忘记|找回|口令|手机号?|短信|UKey|证书|浏览器|平台|系统",
        r"登[录陆]|认证|账号|帐号|密码|验证码|注册|用户",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// Tells whether the page only asks to log in. Sites have a form for that around their articles too: those have a text, a day or
/// a file of their own.
pub(crate) fn is_login(tree: &Tree<'_>, body: Option<&Body>, shown: &Shown<'_>) -> bool {
    let length = shown.text.chars().filter(|c| !c.is_whitespace()).count();
    if length >= SHORT || !shown.files.is_empty() {
        return false;
    }
    // What a head says above a title is said on all pages of a site.
    let says = |line: &&str| SAYS_SO.is_match(&put_up::without_quoted(line));
    let says_so = (length > 0 || !shown.is_dated) && shown.said().iter().any(says);
    let has_title = shown.listed_title().or_else(|| shown.own_title()).is_some();
    let least = if has_title { OWN_TEXT.0 } else { OWN_TEXT.1 };
    // Below the title as listed a program speaks only of the page itself, or has its form there.
    if shown.is_below_its_title() {
        let gates = shown.text.lines().any(|line| GATE.is_match(line));
        return gates || asks_for_password(tree, body, shown) && says_so;
    }
    let is_titled = || shown.titles.iter().any(|title| TITLE.is_match(title.trim()));
    (says_so || is_titled() || asks_for_password(tree, body, shown))
        && put_up::own_words(shown, &MATTER) < least
        && !put_up::is_put_up(shown, &MATTER)
}

/// Whether the page shows a field for a password; where there is an editor's container, in that, and not above its title.
fn asks_for_password(tree: &Tree<'_>, body: Option<&Body>, shown: &Shown<'_>) -> bool {
    let title = shown.listed_title();
    let titled = shown.lines.iter().find(|line| title.is_some_and(|title| title.trim() == line.text));
    let whole = titled.map_or(tree.root(), |line| line.node)..tree.len();
    let looked_at = body.filter(|body| body.is_exact).map_or(whole, |body| body.nodes.clone());
    let mut hidden = 0;
    looked_at.into_iter().any(|id| {
        if let Data::Element(tag, attributes) = tree.node(id).data
            && (tag.is_hidden() || aside::is_invisible(attributes))
        {
            hidden = hidden.max(tree.node(id).end);
        }
        id >= hidden
            && tree.tag(id) == Some(Tag::Void)
            && tree.attribute(id, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("password"))
    })
}
