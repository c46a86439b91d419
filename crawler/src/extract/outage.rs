//! A page that speaks of a fault in; whether its site is out of order, or an office tells of what happened, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::lines::Line;
use crate::extract::put_up;
use crate::extract::put_up::Shown;
use crate::extract::put_up::han;

/// How much a page says, in characters, that only says that its site is out of order.
const NOTICE: usize = 120;

/// How much it says that its site was closed or has moved.
const CLOSED: usize = 300;

/// How much Chinese a page says, in characters, beside the trace of a program.
const BESIDE_TRACE: usize = 200;

/// How many Chinese characters say more than that something is out of order.
const MORE: usize = 8;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:系统|网站|平台|服务器|本站|网页|页面)[^。]{0,8}(?:维护|升级|改造|改版|调整)[^。]{0,4}中(?:[，,。！!.…；;\s]|$)|(?:系统|网站|平台|服务器|本站|网页|页面)[^。]{0,8}(?:正在|例行)[^。]{0,4}(?:维护|升级|改版)|(?:系统|服务器)(?:繁忙|忙|异常|错误)(?:[，,。！!.…；;\s]|$)|^\W*(?:正在|例行)(?:维护|升级)|^\W*程序(?:发生|出现|运行)?(?:异常|出错)(?:[，,。！!：:.…；;\s]|$)|\b(?:javax?|org|com)(?:\.\w+)+(?:Exception|Error)\b|服务不可用|数据库[^。]{0,6}(?:失败|错误|异常|出错)|(?i:internal server error|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|database connection)",
    )
});

/// What says of the very site, in place of a page of it, that it is no longer there.
static SAYS_CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:本|该|此|原)(?:网站|站点?|门户|平台|栏目)[^。；]{0,20}(?:关停|关闭|下线|停用|迁移|搬迁|并入|暂停|停止)|(?:您|你)[^。]{0,6}访问的(?:网页|页面|网站|栏目)[^。]{0,8}(?:迁移|调整|合并|并入)",
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

/// Where a fault is only mentioned: of whom it befell, among others, or how often.
static MENTIONS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:失败|错误|异常|出错|故障|繁忙|维护|升级|unavailable|error)的\p{Han}|模拟|演练|等(?:场景|情形|情况|问题|现象|故障)|(?:如|若|凡)(?:果|遇|有|因)|(?:失败|错误|异常|出错|故障)\W{0,2}\d+\s*[次个起条处]",
    )
});

/// Tells whether the page says that its site is being worked on or out of order, and nothing else. A page with files beside it
/// says more, and so does what an office tells of a fault.
pub(crate) fn is_out_of_order(shown: &Shown<'_>) -> bool {
    let prose: Vec<&Line> = shown.prose().collect();
    let length: usize = prose.iter().map(|line| line.chars).sum();
    let listed = listed_title(shown);
    let is_listed = |line: &Line| listed.is_some_and(|listed| listed.trim() == line.text);
    // What stands in the rows of a table is said of others.
    let is_row = |line: &Line| line.text.contains('\t');
    let has_rows = prose.iter().filter(|line| is_row(line)).nth(1).is_some();
    let is_said = |line: &&Line| !(is_listed(line) || has_rows && is_row(line)) && says_so(&line.text);
    let says_so = || length < NOTICE && prose.iter().any(is_said);
    let is_called_so = || shown.listed_title().is_some_and(|title| shown.says_what_it_is_called(title));
    let is_told = || is_called_so() || is_told_by_an_office(shown, &prose);
    let is_closed = || length < CLOSED && prose.iter().any(|line| SAYS_CLOSED.is_match(&line.text));
    shown.files.is_empty()
        && (says_so() && !is_told()
            || is_trace(&prose)
            || shown.link_text.is_some() && shown.is_bare() && is_closed())
}

/// Whether a line says so in a clause that speaks of nothing else.
fn says_so(line: &str) -> bool {
    let clauses = || line.split(['，', '；', '。']);
    SAYS_SO.is_match(line)
        && (!MENTIONS.is_match(line)
            || clauses().any(|clause| SAYS_SO.is_match(clause) && !MENTIONS.is_match(clause)))
}

/// Returns what the list calls a page that is headed so, when that says more than that something is out of order.
fn listed_title<'a>(shown: &'a Shown<'_>) -> Option<&'a str> {
    shown.listed_title().filter(|title| han(&SAYS_SO.replace_all(title, "")) >= 4)
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
    let listed = listed_title(shown);
    let own = shown.titles.iter().copied().chain(prose.first().map(|line| line.text.as_str()));
    let is_own = |title: &&str| put_up::is_title(title) && !SAYS_SO.is_match(title);
    let titles: Vec<&str> = own.filter(is_own).chain(listed).collect();
    if titles.is_empty() {
        return false;
    }
    let is_body = |line: &&&Line| !titles.contains(&line.text.trim()) && !put_up::is_around(&line.text);
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
