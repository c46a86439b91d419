//! A page in; whether it says of itself that it is not there, out.
//!
//! What such a page says has no object beyond the page (经审查，文件不存在违反上位法的情形 has one) and is all that it says.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::put_up;
use crate::extract::put_up::Matter;
use crate::extract::put_up::Shown;
use crate::extract::put_up::without_quoted;

/// How much a page says, in characters, that is only a notice.
const SHORT: usize = 400;

/// How long a sentence is, in characters, that says of a page that it is not there.
const NOTICE: usize = 60;

/// What may follow where a sentence says no more than that something is not there.
const NO_OBJECT: &str =
    r"(?:$|[^\p{Han}]|[了或请也啦哦呢吧已暂并且被您]|可能|通过|无法|自动|[一二三四五六七八九十]秒)";

/// Sentences that say of a page that it is not there, in whatever words.
static SAYS_MISSING: LazyLock<String> = LazyLock::new(|| {
    let gone = "(?:不存在|未找到|没有找到|找不到|走丢|丢失|[已被][经被]?(?:管理员|作者|编辑|系统)?(?:删除|移除|下线|下架|撤回|撤稿|屏蔽)|未审核|无法(?:访问|显示|浏览|找到))";
    let page = "(?:页面|网页|文章|稿件|栏目|网址|链接)";
    // A document that is no longer in force is still there.
    let other = "(?:信息|内容|数据|记录|资源|新闻|文件|文档)";
    let end = NO_OBJECT;
    format!(
        r"(?i)(?:{page}[^。]{{0,12}}?(?:{gone}|[已被][经被]?(?:失效|过期|撤销))|(?:该|此|本|您|请求|访问|浏览|查看)[^。]{{0,6}}?{other}[^。]{{0,8}}?{gone}|^\W*{other}{gone}|(?:没有找到|找不到|未找到)[^。]{{0,12}}?{page}){end}|\b(?:page|file|document|url|resource)\b[^.]{{0,40}}\b(?:not (?:be )?found|not exist|no longer)|\b404 (?:file|page|error)"
    )
});

/// What pages print that stand for a missing one.
static NAMES_MISSING: LazyLock<String> = LazyLock::new(|| {
    let end = NO_OBJECT;
    format!(
        r"(?:(?:页面|网页|内容|文章|信息|栏目|访问的资源|文件)不存在|页面未找到|页面已删除|页面无法访问|该信息已被删除|找不到该?页面?|无法找到该页|404错误){end}|没有找到(?:对应的)?站点|您(?:要|所)?访问的页面|您要查看的|已被删除或|404 Not Found|404 not found|Page Not Found|Not Found"
    )
});

static SAYS: LazyLock<Regex> = LazyLock::new(|| pattern(&SAYS_MISSING));

static NAMES: LazyLock<Regex> = LazyLock::new(|| pattern(&NAMES_MISSING));

/// The number of an error as a title; 404地质队 is a name.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^404(?:\P{Han}|$|错误|页|未|找|出错|访问|不存在)"));

/// What offices write about pages that are missing, and what such pages say besides.
static MATTER: LazyLock<Matter> = LazyLock::new(|| {
    let said = format!("{}|{}|404|过期|下线|移除", *SAYS_MISSING, *NAMES_MISSING);
    Matter::new(&said, r"404|不存在|删除|撤[销回稿下]|失效|链接|网页|页面|栏目|下线|下架")
});

/// What a sentence says that speaks about something missing: a reply to an applicant, a mended fault, a count.
static SPEAKS_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"申请|反映|告知|答复|经查|经审查|经检索|特此|责令|清理|修复|整改|附件|详见|统计|(?:不存在|错误|无法访问|未找到)\W{0,3}\d+\s*[个条次处项件]",
    )
});

/// What a script tells a reader.
pub(crate) static ALERT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"alert\s*\(\s*["']([^"'<]{2,80})["']"#));

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// Tells whether the page says that it is not there. What an office put up is there, whatever it speaks of.
pub(crate) fn is_missing(title: &str, html: &str, shown: &Shown<'_>) -> bool {
    says_so(title, html, shown) && !put_up::is_put_up(shown, &MATTER)
}

/// Whether some words of the page say so. A page with files beside it is there when its title does not say so.
fn says_so(title: &str, html: &str, shown: &Shown<'_>) -> bool {
    // The menu around a notice is no part of it.
    let length: usize = shown.prose().map(|line| line.chars).sum();
    let says_so = |text: &str| SAYS.is_match(&without_quoted(text)) && !SPEAKS_OF.is_match(text);
    if shown.files.is_empty()
        && length < SHORT / 2
        && shown.prose().any(|line| line.chars < NOTICE && says_so(&line.text))
    {
        return true;
    }
    let is_told = || ALERT.captures(html).is_some_and(|told| SAYS.is_match(&told[1]));
    if length < NOTICE && html.len() < 4096 && is_told() {
        return true;
    }
    // Nothing that the list promised is there, and what is says at length that it is not.
    let says_at_length = |line: &str| line.split_inclusive(['。', '；', '！']).take(2).any(says_so);
    let is_bare = shown.files.is_empty() && shown.listed_title().is_none() && !shown.is_dated;
    if is_bare && length < SHORT && shown.said().into_iter().take(3).any(says_at_length) {
        return true;
    }
    let said: usize = shown.lines.iter().map(|line| line.chars).sum();
    let is_titled =
        title.chars().count() < 40 && (NUMBER.is_match(title) || NAMES.is_match(&without_quoted(title)));
    if is_titled && said < 3 * SHORT {
        return true;
    }
    let names_it = |text: &str| NAMES.is_match(&without_quoted(text)) && !SPEAKS_OF.is_match(text);
    said < SHORT && shown.lines.iter().any(|line| line.chars < 80 && names_it(&line.text))
}
