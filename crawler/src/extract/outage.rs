//! A page that speaks of a fault in; whether its site is out of order, or an office tells of what happened, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::AttachmentLink;
use crate::extract::lines::Line;

/// How much a page says, in characters, that only says that its site is out of order.
const NOTICE: usize = 120;

/// How much Chinese a page says, in characters, beside the trace of a program.
const BESIDE_TRACE: usize = 200;

/// How many Chinese characters say more than that something is out of order.
const MORE: usize = 8;

/// What a page shows and what is known of it.
pub(crate) struct Shown<'a> {
    pub(crate) lines: &'a [Line],
    pub(crate) files: &'a [AttachmentLink],
    /// The titles that its head names.
    pub(crate) titles: Vec<&'a str>,
    /// What the list calls it.
    pub(crate) link_text: Option<&'a str>,
    /// Whether it says when it went up.
    pub(crate) is_dated: bool,
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:系统|网站|平台|服务器|本站|网页|页面)[^。]{0,8}(?:维护|升级|改造|改版|调整)[^。]{0,4}中(?:[，,。！!.…；;\s]|$)|(?:系统|网站|平台|服务器|本站|网页|页面)[^。]{0,8}(?:正在|例行)[^。]{0,4}(?:维护|升级|改版)|(?:系统|服务器)(?:繁忙|忙|异常|错误)(?:[，,。！!.…；;\s]|$)|^\W*(?:正在|例行)(?:维护|升级)|^\W*程序(?:发生|出现|运行)?(?:异常|出错)(?:[，,。！!：:.…；;\s]|$)|\b(?:javax?|org|com)(?:\.\w+)+(?:Exception|Error)\b|服务不可用|数据库[^。]{0,6}(?:失败|错误|异常|出错)|(?i:internal server error|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|database connection)",
    )
});

/// What an office says of a fault that is over or was looked into; a site that is out of order cannot know that.
static SETTLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"所致|已(?:经|于[^，。]{1,14}|全部|及时|按期)?(?:恢复|修复|排除|解决|整改|完成|办结|抢修|更换|移交|转交|责令|约谈|通报|问责|处置)|经(?:查|核查|核实|复核|排查|调查)|反映|来[信电访]|投诉|问责|处分|通报批评",
    )
});

/// What an office says of what is to come.
static TELLS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"特此|现将|现就|定于|将于|决定|如下|期间|届时|导致|造成|原因"));

/// What both say, and what tells nothing.
static PLEA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:敬?请|望)[^，,。！!；;]*|[^，,。！!；;]*(?:不便|抱歉|谅解|管理员|稍[后候]|重试|再试|刷新)[^，,。！!；;]*",
    )
});

/// Titles that are about a fault or work on a system.
static ABOUT_FAULTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:数据库|系统|网站|平台|服务器|网页|页面|程序|服务|机房|网络|专线).*(?:故障|异常|错误|失败|维护|升级|改造|改版|中断|暂停|恢复|停机|迁移|切换|检修|抢修|断电|停电|整改|处置)|(?:故障|断电|停电|暂停|检修|迁移|升级|维护).*(?:数据库|系统|网站|平台|服务器|网页|程序|服务|机房|网络|专线)",
    )
});

/// Titles of what offices put up at short notice.
static NOTICES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:公告|通告|通知|通报|说明|答复|回复|复函|启事|提醒|公示|安排|情况|进展)(?:[（(].*[)）])?$")
});

/// Titles of pages that a program shows in place of another.
static OF_A_PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:系统|网站|平台|页面|服务器|程序|操作|信息|温馨|友情|错误|出错|访问|本站|正在|升级|运行|内部|发生|数据库|连接)*(?:提示|提醒|错误|异常|出错|失败|维护|维护中|升级中|升级|繁忙|忙|故障|警告|信息|页|页面|了|公告|通知)*$|(?i)^[^\p{Han}]*(?:error|exception|unavailable|warning)|^\W*[45]\d\d\b",
    )
});

/// Furniture around a text.
static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"发布(?:时间|日期|机构)|来源\s*[：:]|浏览(?:次数|量)|字(?:号|体)\s*[：:]|打印|关闭窗口|当前位置|版权所有|ICP备|网安备|主办单位|承办单位|技术支持|网站标识码|地址\s*[：:]|邮编",
    )
});

/// Tells whether the page says that its site is being worked on or out of order, and nothing else. A page with files beside it
/// says more, and so does what an office tells of a fault.
pub(crate) fn is_out_of_order(shown: &Shown<'_>) -> bool {
    let prose: Vec<&Line> = shown.lines.iter().filter(|line| !line.is_links()).collect();
    let length: usize = prose.iter().map(|line| line.chars).sum();
    let says_so = || length < NOTICE && prose.iter().any(|line| SAYS_SO.is_match(&line.text));
    shown.files.is_empty() && (says_so() && !is_told_by_an_office(shown, &prose) || is_trace(&prose))
}

/// A line of a trace that Java prints: a method, and where it stands.
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[A-Za-z_$][\w$]*(?:\.[\w$<>]+)+\((?:[\w$]+\.java:\d+|Native Method|Unknown Source)\)")
});

/// Tells whether what the page shows is the trace of a program that broke off. Chinese says hardly more than what is the matter.
fn is_trace(prose: &[&Line]) -> bool {
    let frames: usize = prose.iter().map(|line| FRAME.find_iter(&line.text).take(3).count()).sum();
    frames >= 3 && prose.iter().map(|line| han(&line.text)).sum::<usize>() < BESIDE_TRACE
}

/// Tells whether a page that speaks of a fault is one that was put up to do so: it has a title of its own, the one that the list
/// gives or one beside a date, and says more than that something is out of order.
fn is_told_by_an_office(shown: &Shown<'_>, prose: &[&Line]) -> bool {
    let listed = shown.link_text.filter(|listed| is_named(listed, shown, prose));
    let own = shown.titles.iter().copied().chain(prose.first().map(|line| line.text.as_str()));
    let titles: Vec<&str> = own.filter(|title| is_title(title)).chain(listed).collect();
    if titles.is_empty() {
        return false;
    }
    let is_body = |line: &&&Line| !titles.contains(&line.text.trim()) && !FURNITURE.is_match(&line.text);
    let body: String = prose.iter().filter(is_body).map(|line| format!("{}\n", line.text)).collect();
    let rest = PLEA.replace_all(&body, "");
    if han(&SAYS_SO.replace_all(&rest, "")) < MORE {
        return false;
    }
    if SETTLED.is_match(&body) {
        return true;
    }
    let is_about_faults = titles.iter().any(|title| ABOUT_FAULTS.is_match(title));
    let is_notice = titles.iter().any(|title| NOTICES.is_match(title)) && TELLS.is_match(&rest);
    (listed.is_some() || shown.is_dated) && is_about_faults || listed.is_some() && shown.is_dated && is_notice
}

/// Tells whether a page is headed as the list calls it; lists cut long titles off.
fn is_named(listed: &str, shown: &Shown<'_>, prose: &[&Line]) -> bool {
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
    let listed = without_blanks(listed);
    let (begins, is_cut) = match listed.trim_end_matches(['.', '…', '。']) {
        cut if cut.len() < listed.len() => (cut, true),
        whole => (whole, false),
    };
    let is_heading = |text: &str| {
        let text = without_blanks(text);
        text == begins || is_cut && text.starts_with(begins)
    };
    let headings = shown.titles.iter().copied().chain(prose.iter().map(|line| line.text.as_str()));
    han(begins) >= 4 && !SAYS_SO.is_match(begins) && headings.into_iter().any(is_heading)
}

/// Tells whether a text can be the title of something that was put up.
fn is_title(title: &str) -> bool {
    let title = title.trim();
    let is_short = (4..60).contains(&title.chars().count()) && !title.contains('。');
    is_short && han(title) >= 4 && !OF_A_PROGRAM.is_match(title) && !SAYS_SO.is_match(title)
}

fn han(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count()
}
