//! A page in; what it came to when a server or a framework wrote it in place of one, told by its shape, out.
//!
//! Such pages are headed by a status or by the name of what wrote them, in whatever language; the words below differ.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::extract::instead;
use crate::extract::instead::Instead;
use crate::extract::put_up::Shown;
use crate::extract::put_up::han;

/// The longest answer of a program, in bytes, that only says what went wrong.
const LONGEST: usize = 4096;

/// How many Chinese characters a heading has at most beside its status and the reason for it.
const BESIDE_STATUS: usize = 3;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// A status behind the word for one, or before the reason that the standard gives for it.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:JBWEB\d+:\s*|IIS [\d.]+\s*)?(?:(?:HTTP|详细|服务器)?[\s/.\d]{0,5}(?:status|error|状态码?|错误(?:代码)?)|HTTP)[^\p{Han}\w]{0,4}([45]\d\d)(?:\.\d+)?(?:\b|$)|^\W*([45]\d\d)(?:\.\d+)?[^\p{Han}\w]{0,4}(?:not found|forbidden|unauthorized|bad (?:gateway|request)|gateway time-?out|internal server error|service (?:temporarily )?unavailable|error|gone|method not allowed|not acceptable|too many requests|request time-?out)\b|^\W*([45]\d\d)\W{1,4}(?:未找到|找不到|禁止访问|访问被拒绝|拒绝访问|未授权|服务器错误|服务不可用|内部服务器错误)",
    )
});

/// The reason in Chinese.
static REASON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"未找到|找不到|文件|目录|禁止访问|访问被?拒绝|拒绝访问|未授权|内部|服务器|服务|不可用|错误|资源|页面|网页|状态|详细|无法",
    )
});

/// The names under which programs show what went wrong in them.
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:server error in .{1,60} application\W*$|.{0,40}应用程序中的服务器错误|whitelabel error page|apache tomcat.{0,20}error report|runtime error\W*$|运行时错误\W*$|\w*exception\W*$|(?:fatal|uncaught) (?:error|exception)\b|welcome to (?:nginx|openresty|centos|apache)|iis windows server|apache2? .{0,20}default page|系统发生错误\W*$|页面错误\W{0,2}请稍后再试|源站(?:连接)?(?:超时|错误|异常)|whoops,? looks like something went wrong|(?:error\W{0,2})?the requested url could not be retrieved)",
    )
});

/// The names of folders over what lies in them, and the way out of them.
static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:index of|directory listing (?:for|of|--)|目录列表)\s*[:：]?\s*/|^[\w.:-]+ - /[^\p{Han}]*$",
    )
});

/// A status that a program names somewhere in what it says.
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bstatus\s*[=:]\s*([45]\d\d)\b"));

/// Tells what a page came to that shows nothing of what its list promised.
pub(crate) fn of(head_title: &str, html: &str, shown: &Shown<'_>) -> Option<Instead> {
    if let Some(instead) = of_json(html) {
        return Some(instead);
    }
    if shown.listed_title().is_some() || shown.is_framed || !shown.files.is_empty() {
        return None;
    }
    let first = shown.prose().take(2).map(|line| line.text.as_str());
    let heads: Vec<&str> =
        first.chain([head_title]).chain(shown.headings.iter().map(String::as_str)).collect();
    if let Some(status) = heads.iter().find_map(|head| status_of(head)) {
        return Some(meaning(status));
    }
    if heads.iter().any(|head| PROGRAM.is_match(head)) {
        let named = shown.prose().find_map(|line| NAMED.captures(&line.text)?.get(1)?.as_str().parse().ok());
        return Some(named.map_or(Instead::Broken, meaning));
    }
    heads.iter().any(|head| FOLDER.is_match(head)).then_some(Instead::Broken)
}

/// Reads the status in a heading that says hardly anything else.
fn status_of(head: &str) -> Option<u16> {
    let found = STATUS.captures(head)?;
    let status = found.iter().skip(1).flatten().next()?.as_str().parse().ok()?;
    (han(&REASON.replace_all(head, "")) <= BESIDE_STATUS).then_some(status)
}

fn meaning(status: u16) -> Instead {
    match status {
        404 | 410 => Instead::Missing,
        401 | 403 | 405 | 406 => Instead::Denied,
        _ => Instead::Broken,
    }
}

/// Reads an answer to a program, not to a reader, that says that it is none.
fn of_json(body: &str) -> Option<Instead> {
    let body = body.trim();
    if body.len() > LONGEST || !body.starts_with('{') || !body.ends_with('}') {
        return None;
    }
    let Ok(Value::Object(said)) = serde_json::from_str(body) else { return None };
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    if let Some(instead) =
        ["msg", "message", "error"].iter().filter_map(|name| text(name)).find_map(instead::of)
    {
        return Some(instead);
    }
    let number = |name: &str| {
        let value = said.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok()).and_then(|number| u16::try_from(number).ok())
    };
    let mut numbers = ["status", "code", "statusCode", "errcode"].into_iter().filter_map(number);
    let status = numbers.find(|number| (400..600).contains(number));
    let failed = ["success", "ok"].iter().any(|name| said.get(*name) == Some(&Value::Bool(false)));
    status.map(meaning).or_else(|| failed.then_some(Instead::Broken))
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Instead;
    use crate::extract::Page;

    #[track_caller]
    fn check(expected: Option<Instead>, html: &str) {
        let page = Page { url: "http://www.example.gov.cn/a/1.html", html, ..Page::default() };
        let signals = extract::html(&page).signals;
        let came = match &signals {
            signals if signals.soft_not_found => Some(Instead::Missing),
            signals if signals.out_of_order => Some(Instead::Broken),
            signals => signals.instead,
        };
        assert_eq!(came, expected, "{html}");
    }

    #[test]
    fn a_server_that_says_what_went_wrong_is_told_by_its_heading() {
        for page in [
            "<title>HTTP状态 404 - 未找到</title><h1>HTTP状态 404 - 未找到</h1><p><b>类型</b> 状态报告</p><p><b>描述</b> 源服务器未能找到目标资源的表示。</p><h3>Apache Tomcat/9</h3>",
            "<title>JBWEB000065: HTTP Status 404</title><h1>JBWEB000065: HTTP Status 404 - /x</h1><p>JBWEB000309: type JBWEB000067: Status report</p>",
            "<title>Error 404--Not Found</title><h2>Error 404--Not Found</h2><p>The server has not found anything matching the Request-URI.</p>",
            "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error.</p><div>There was an unexpected error (type=Not Found, status=404).</div>",
            r#"{"timestamp":"2023-03-04T02:00:00Z","status":404,"error":"Not Found","path":"/x"}"#,
        ] {
            check(Some(Instead::Missing), page);
        }
        for page in [
            "<title>Error 500--Internal Server Error</title><h2>Error 500--Internal Server Error</h2><p>The server encountered an unexpected condition.</p>",
            "<title>Runtime Error</title><h1>Server Error in '/' Application.</h1><h2>Runtime Error</h2><p>Description: An application error occurred on the server.</p>",
            "<title>运行时错误</title><h1>“/”应用程序中的服务器错误。</h1><p>说明: 服务器上出现应用程序错误。此应用程序的当前自定义错误设置禁止远程查看详细信息。</p>",
            "<title>Index of /a/</title><h1>Index of /a/</h1><pre><a href='../'>../</a> <a href=b.html>b.html</a> 05-Mar-2023 10:00 12</pre>",
            "<title>10.0.0.1 - /a/</title><h1>10.0.0.1 - /a/</h1><pre><a href=/>[转到父目录]</a></pre>",
            r#"{"code":500,"data":null}"#,
            "<title>系统发生错误</title><h1>:(</h1><h1>无法加载控制器:Abc</h1><h3>错误位置</h3><p>FILE: /www/a/Library/Dispatcher.class.php LINE: 101</p>",
            "<title>系统发生错误</title><div><h1>页面错误！请稍后再试～</h1></div><div>V5.1</div>",
            "<title>ERROR: The requested URL could not be retrieved</title><h1>ERROR</h1><h2>The requested URL could not be retrieved</h2><p>The following error was encountered while trying to retrieve the URL: Connection timed out.</p>",
        ] {
            check(Some(Instead::Broken), page);
        }
        check(Some(Instead::Denied), r#"{"code":401,"msg":"请先登录","data":null}"#);
        check(Some(Instead::Denied), "<title>403 Forbidden</title><h1>403 Forbidden</h1><hr>nginx");
    }

    #[test]
    fn a_page_about_a_status_is_no_error() {
        for page in [
            "<title>HTTP 404错误处理办法</title><h1>HTTP 404错误处理办法</h1><p>各单位网站出现错误页面的，应当在两日内修复并报告。</p>",
            "<title>503路公交线路调整公告</title><h1>503路公交线路调整公告</h1><p>自五月一日起，503路公交改走滨江路，请市民留意。</p>",
            r#"{"code":200,"data":{"title":"某县通知"}}"#,
            "<title>系统发生错误时的处理办法</title><h1>系统发生错误时的处理办法</h1><p>各单位发现系统发生错误的，应当立即报告信息中心。</p>",
        ] {
            check(None, page);
        }
    }
}
