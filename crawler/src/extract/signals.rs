//! A page and its text in; whether it is a page that is not there, a challenge, or only a way to other pages, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::AttachmentLink;
use crate::extract::lines::Line;

/// What pages print that stand for a missing one.
const MISSING: &[&str] = &[
    "页面不存在",
    "网页不存在",
    "页面未找到",
    "找不到页面",
    "找不到该页",
    "页面已删除",
    "内容不存在",
    "文章不存在",
    "信息不存在",
    "该信息已被删除",
    "您访问的页面",
    "您要访问的页面",
    "您要查看的",
    "已被删除或",
    "页面无法访问",
    "无法找到该页",
    "404错误",
    "404 Not Found",
    "404 not found",
    "Page Not Found",
    "Not Found",
    "栏目不存在",
    "访问的资源不存在",
    "该页面不存在",
    "请求的页面不存在",
    "您所访问的页面",
    "此页面不存在",
    "文件不存在",
];

/// What scripts and shields write that stand before the page.
const CHALLENGES: &[&str] = &[
    "__jsl_clearance",
    "acw_sc__v2",
    "acw_sc__v3",
    "__jsluid",
    "$_ts",
    "_$jsvmprt",
    "arg1=",
    "captcha",
    "验证码",
    "安全验证",
    "人机验证",
    "滑动验证",
    "访问验证",
    "WAF",
    "waf_",
    "云防护",
    "创宇盾",
    "安全狗",
    "请开启JavaScript",
    "请启用JavaScript",
    "document.cookie",
    "cdn-cgi/challenge",
    "您的访问被阻断",
    "您的请求被拦截",
    "访问被拒绝",
    "请求存在威胁",
    "security-verify",
    "antibot",
];

/// How much a page says, in characters, that is only a notice.
const SHORT: usize = 400;

/// Sentences that say of a page that it is not there, in whatever words.
static SAYS_MISSING: LazyLock<Regex> = LazyLock::new(|| {
    let gone = "不存在|未找到|没有找到|找不到|走丢|丢失|[已被][经被]?(?:删除|移除|下线|下架|撤回|撤稿|屏蔽)|未审核|无法(?:访问|显示|浏览|找到)";
    let page = "页面|网页|文章|稿件|栏目|网址|链接";
    // A document that is no longer in force is still there.
    let other = "信息|内容|数据|记录|资源|新闻|文件|文档";
    pattern(&format!(
        r"(?i)(?:{page})[^。]{{0,12}}?(?:{gone}|[已被][经被]?(?:失效|过期|撤销))|(?:该|此|本|您|请求|访问|浏览|查看)[^。]{{0,6}}?(?:{other})[^。]{{0,8}}?(?:{gone})|^\W*(?:{other})(?:{gone})|(?:没有找到|找不到|未找到)[^。]{{0,12}}?(?:{page})|\b(?:page|file|document|url|resource)\b[^.]{{0,40}}\b(?:not (?:be )?found|not exist|no longer)|\b404 (?:file|page|error)"
    ))
});

/// What a sentence says that speaks about something missing: a reply to an applicant, a mended fault.
static SPEAKS_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern("申请|反映|告知|答复|经查|清理|修复|整改|附件|详见|统计"));

/// What a script tells a reader.
static ALERT: LazyLock<Regex> = LazyLock::new(|| pattern(r#"alert\s*\(\s*["']([^"'<]{2,80})["']"#));

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// How long a sentence is, in characters, that says of a page that it is not there.
const NOTICE: usize = 60;

/// Tells whether the page says that it is not there. A page with files beside it is there, whatever it says.
pub(crate) fn is_missing(title: &str, html: &str, lines: &[Line], files: &[AttachmentLink]) -> bool {
    // The menu around a notice is no part of it.
    let prose = || lines.iter().filter(|line| !line.is_links());
    let shown: usize = prose().map(|line| line.chars).sum();
    let says_so = |line: &Line| {
        line.chars < NOTICE && SAYS_MISSING.is_match(&line.text) && !SPEAKS_OF.is_match(&line.text)
    };
    if files.is_empty() && shown < SHORT / 2 && prose().any(says_so) {
        return true;
    }
    let is_told = || ALERT.captures(html).is_some_and(|told| SAYS_MISSING.is_match(&told[1]));
    if shown < NOTICE && html.len() < 4096 && is_told() {
        return true;
    }
    let said: usize = lines.iter().map(|line| line.chars).sum();
    let titled = title.chars().count() < 40
        && (title.starts_with("404") || MISSING.iter().any(|words| title.contains(words)));
    if titled && said < 3 * SHORT {
        return true;
    }
    let names_it = |line: &Line| {
        line.chars < 80
            && MISSING.iter().any(|words| line.text.contains(words))
            && !SPEAKS_OF.is_match(&line.text)
    };
    said < SHORT && lines.iter().any(names_it)
}

/// Tells whether the page is a script or a question that stands before the page.
pub(crate) fn is_challenge(html: &str, lines: &[Line]) -> bool {
    let said: usize = lines.iter().map(|line| line.chars).sum();
    if said > SHORT {
        return false;
    }
    let scripted = html.contains("<script") || html.contains("<SCRIPT");
    let weak = ["document.cookie", "验证码", "captcha", "arg1="];
    let has = |words: &str| html.contains(words);
    let strong = CHALLENGES.iter().filter(|words| !weak.contains(words)).any(|words| has(words));
    (strong && (scripted || said < SHORT))
        || (scripted && said < 120 && html.len() < 60_000 && weak.iter().any(|words| has(words)))
}

/// Tells whether a page holds links and hardly a sentence.
pub(crate) fn is_navigation(lines: &[Line]) -> bool {
    let links = lines.iter().filter(|line| line.is_links()).count();
    let prose: usize =
        lines.iter().filter(|line| !line.is_links() && line.text.contains('。') && line.chars > 30).count();
    links >= 5 && prose == 0 && links * 2 > lines.len()
}
