//! A page that shows nothing of what its list promised in; whether a shield says there that it refused it, out.
//!
//! Shields are many and their words change, but what they have to say does not: that something was refused, to whom, by what, and
//! under which number to ask about it.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::put_up::Shown;
use crate::extract::put_up::han;

/// The longest of such pages, in characters, and how much Chinese is in it at most.
const LONGEST: (usize, usize) = (1500, 300);

/// The longest line, in characters, that heads one.
const HEADING: usize = 60;

/// How many Chinese characters of its own an office says at least.
const OWN_WORDS: usize = 12;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// That something was refused.
static REFUSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:rejected|denied|blocked|forbidden|not (?:allowed|permitted)|could not be satisfied|unable to access|restricted)\b|don['’]?t have permission|拦截|阻断|阻挡|阻止|终止|拒绝|禁止访问|屏蔽|触发[^。]{0,12}(?:策略|规则)|(?:识别|判定|认定|标记)为[^。]{0,8}攻击|疑似[^。]{0,8}攻击|行为已?被?记录",
    )
});

/// The number under which to ask about it, or who is meant.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:support|request|event|incident|attack|message|ray|session|trace|transaction|reference|block|error)[ -]?(?:id|number|code|reason)\b|\breference ?#|\b(?:your|client|visitor) ip\b|\buuid\b|(?:事件|请求|拦截|攻击|追踪|日志|规则|防护)\s*(?:id|编号|号码?|标识)|(?:客户端|访问者|来源|您的)\s*ip",
    )
});

/// What refuses.
static SHIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^a-z])waf(?:[^a-z]|$)|(?:web|网站)\s*(?:应用)?(?:程序)?防[护火]|web ?application firewall|web ?site firewall|security (?:service|policy|solution|rule)|online attacks|cloudflare|cloudfront|akamai|云防护|云加速|云盾|防护系统|安全策略|安全防护|网站卫士|防护中心",
    )
});

/// Whose visit it was.
static VISIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:您|你)的?(?:本次|当前)?(?:访问|请求|行为|操作|ip)|(?:本次|当前|此次)(?:访问|请求)")
});

/// Tells whether the page says so, and shows nothing besides that its list promised or that an office would say.
pub(crate) fn is_refusal(head_title: &str, shown: &Shown<'_>) -> bool {
    let said: usize = shown.lines.iter().map(|line| line.chars).sum();
    if !shown.is_bare() || said > LONGEST.0 || shown.is_list() {
        return false;
    }
    let prose: Vec<&str> = shown.prose().map(|line| &*line.text).collect();
    let whole = format!("{head_title}\n{}", prose.join("\n"));
    if !REFUSED.is_match(&whole) || han(&whole) > LONGEST.1 || own_words(&prose) >= OWN_WORDS {
        return false;
    }
    let is_headed = || {
        let mut heads = prose.iter().take(2).chain(std::iter::once(&head_title));
        heads.any(|head| head.chars().count() < HEADING && han(head) == 0 && REFUSED.is_match(head))
    };
    NUMBERED.is_match(&whole) || SHIELD.is_match(&whole) || VISIT.is_match(&whole) || is_headed()
}

/// Counts the Chinese characters of clauses that no shield writes.
fn own_words(prose: &[&str]) -> usize {
    static ELSE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)安全|攻击|风险|威胁|危险|非法|恶意|异常|防护|网站|管理员|原因|提示|联系|稍[后候]|重试|返回|url|ip|参数|提交|访问|请求|时间|版权|备案|主办|感谢|抱歉|对不起|正常|误|解除|疑问|客服",
        )
    });
    let clauses = prose.iter().flat_map(|line| line.split(['，', '。', '！', '；', '：', ' ', '\n']));
    let signs = [&REFUSED, &NUMBERED, &SHIELD, &VISIT, &ELSE];
    clauses.filter(|clause| !signs.iter().any(|sign| sign.is_match(clause))).map(han).sum()
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    #[track_caller]
    fn check(expected: bool, title: &str, body: &str) {
        for link_text in [None, Some("某县2020年度法治政府建设工作报告")] {
            let html = format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
            let page =
                Page { url: "http://www.example.gov.cn/a/1.html", html: &html, link_text, ..Page::default() };
            assert_eq!(extract::html(&page).signals.challenge, expected, "{html}");
        }
    }

    #[test]
    fn a_shield_is_told_by_what_it_has_to_say() {
        for (title, body) in [
            (
                "Request Rejected",
                "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 4711<br><a href='javascript:history.back()'>[Go Back]</a>",
            ),
            (
                "Attention Required!",
                "<h1>Sorry, you have been blocked</h1><p>You are unable to access example.gov.cn</p><h2>Why have I been blocked?</h2><p>This website is using a security service to protect itself from online attacks.</p>",
            ),
            (
                "Access Denied",
                "<h1>Access Denied</h1>You don't have permission to access this page on this server.<p>Reference #18.2d35</p>",
            ),
            (
                "Web Page Blocked",
                "<h2>Web Page Blocked!</h2><p>The page cannot be displayed.</p><p>Attack ID: 1 Message ID: 2</p>",
            ),
            (
                "ERROR",
                "<h1>403 ERROR</h1><h2>The request could not be satisfied.</h2><p>Request blocked.</p>",
            ),
            (
                "安全提示",
                "<p>当前URL：/a</p><p>您的访问行为触发了网站的安全策略，请稍后重试</p><p>某某云加速</p>",
            ),
            ("提示", "<p>您的访问已被某某WAF识别为攻击，如有疑问请联系管理员</p>"),
            ("拦截提示", "<p>某某WEB应用防护系统：您的行为已被记录</p>"),
            ("提示", "<p>Web应用防护系统检测到您的访问存在风险，本次访问已被终止。</p><p>事件编号：11</p>"),
            ("提示", "<p>某盾云WAF：您的请求有安全隐患，已被阻挡</p>"),
        ] {
            check(true, title, body);
        }
    }

    #[test]
    fn what_an_office_refuses_is_no_shield() {
        for (title, body) in [
            (
                "某县人民政府",
                "<p>王某：您的请求本局已收悉。经调查，该地块未纳入征收范围，补偿申请予以拒绝，理由另行书面说明。</p>",
            ),
            ("某县应急局", "<p>山洪预警期间，三号公路终止通行，绕行路线由交警现场指引，恢复时间另告。</p>"),
            (
                "County Office",
                "<p>The application of the company was denied. The office explained the decision to the applicants.</p>",
            ),
        ] {
            check(false, title, body);
        }
        let framed = "<h1>Access denied cases fall</h1><div>发布时间：2023-03-05</div><div id=zoom><p>Your IP and request ID were asked for; access was denied.</p></div>";
        check(false, "Access denied cases fall", framed);
    }
}
