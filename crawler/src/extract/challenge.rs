//! A page in; whether it is only a script or a question that stands before the page, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::put_up;
use crate::extract::put_up::Matter;
use crate::extract::put_up::Shown;
use crate::extract::refusal;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::Tree;

/// How much a page shows, in characters, that is only a question.
const SHORT: usize = 400;

/// How much it shows beside a script that sets a cookie and goes on.
const WAITING: usize = 60;

/// How many Chinese characters of its own it says then at most.
const OWN_WORDS: usize = 8;

/// How much it shows when it shows nothing.
const NOTHING: usize = 20;

/// What the scripts of shields hold.
static SCRIPTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"__jsl_clearance|acw_sc__v|\$_ts\b|_\$jsvmprt|_cf_chl_|cdn-cgi/challenge-platform/h/|security[-_]verify|antibot|YunSuoAutoJump|_Incapsula_Resource",
    )
});

/// What their pages ask and tell.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)安全验证|人机(?:身份)?(?:验证|识别|检测|校验)|滑动验证|访问(?:安全)?验证|拼图[^。]{0,4}验证|(?:拖动|滑动|按住)[^。]{0,8}滑块|请(?:[^勿。][^。]{0,9})?(?:输入|填写|获取|完成|通过)[^。]{0,8}验证|请先?(?:开启|启用|打开|允许)[^。]{0,8}(?:javascript|cookie)|(?:您|你)的(?:访问|请求|操作|IP)[^。]{0,40}(?:阻断|拦截|攻击行为|拒绝|禁止)|访问被(?:拒绝|阻断|拦截|禁止)|请求存在威胁|(?:访问|请求|操作)[^。]{0,6}(?:(?:过于|太)频繁|过快)|访问(?:人数|量)(?:过多|过大)|(?:waf|云防护|创宇盾|安全狗|云锁|云盾|防火墙)[^。]{0,12}(?:拦截|阻断|拒绝)|(?:拦截|阻断)[^。]{0,12}(?:waf|云防护|创宇盾|安全狗|防火墙)|网站防火墙|所在的?(?:地区|区域|国家)[^。]{0,12}(?:无法|不能|限制|禁止|暂不)|(?:境外|海外)(?:IP|地址|用户)?[^。]{0,8}(?:无法|不能|限制|禁止)访问|(?:不支持|限制|禁止|拒绝|屏蔽|暂停)[^。]{0,6}(?:境外|海外|国外)[^。]{0,8}(?:访问|用户|IP)|(?:您|你)的?(?:当前)?(?:IP|网络|环境)[^。]{0,24}(?:异常|限制|风险|拒绝|禁止)|not available (?:in your (?:country|region)|outside)|your (?:region|country|location|area)[^.]{0,20}(?:not (?:allowed|supported|permitted|available)|blocked|restricted|denied)|just a moment|checking your browser|verify (?:that )?you are (?:a )?human|page has been denied|unusual traffic",
    )
});

static COOKIE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"document(?:\.|\[['"])cookie"#));

static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"location(?:\.(?:href|reload|replace|assign)|\s*=|\[)|history\.go|\.submit\(\)")
});

/// What scripts hold that stand before a page, and others too.
static TRACES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)captcha|\barg1\s*=|__jsluid|\bwaf_|验证码|请(?:开启|启用|打开)[^<]{0,8}JavaScript|without JavaScript enabled",
    )
});

/// What offices write about questions and shields, and what those say besides.
static MATTER: LazyLock<Matter> = LazyLock::new(|| {
    Matter::new(
        r"(?i)验证|拦截|阻断|防火墙|攻击|威胁|危险|不合法|非法|恶意|正在(?:检[查测]|加载|进入|为您)|请(?:完成|拖动|滑动|按住|开启|启用|更换|稍)|浏览器|javascript|cookie|空间提供商|如何解决|提交内容|防护|安全狗|waf|创宇盾|机器人|自动程序|继续(?:访问|浏览)|看不清|换一张|(?:访问|请求|操作)[^。]{0,6}(?:频繁|过快|受限)|访问被|滑块|拼图",
        r"(?i)验证码|验证|防火墙|拦截|访问|浏览器|脚本|javascript|cookie|waf|攻击|IP",
    )
    // Who asks such questions does not know what lists call the page behind them.
    .with_least(1, 2)
});

/// What asks for a proof before the text of the very page.
static GATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:验证码|验证)(?:之?后|以)[^。，,]{0,4}(?:继续|查看|访问|浏览|阅读|显示)[^。，,]{0,4}(?:全文|本文|正文|原文|内容|详情|页面?)?(?:\W|$)",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// Tells whether the page is a script or a question that stands before the page. What an office put up is neither, whatever its
/// template loads and its text speaks of.
pub(crate) fn is_challenge(tree: &Tree<'_>, head_title: &str, shown: &Shown<'_>) -> bool {
    let said: usize = shown.lines.iter().map(|line| line.chars).sum();
    if said > SHORT {
        return refusal::is_refusal(head_title, shown);
    }
    let scripts = scripts(tree);
    let asks = || {
        SPOKEN.is_match(head_title)
            || shown.lines.iter().any(|line| SPOKEN.is_match(&put_up::without_quoted(&line.text)))
    };
    let sets_cookie = || COOKIE.is_match(&scripts) && (said < NOTHING || GOES_ON.is_match(&scripts));
    let is_stub = || said < WAITING && sets_cookie() || said < NOTHING && TRACES.is_match(&scripts);
    let is_stub = || is_stub() && !says_something(shown);
    let gates = || shown.text.lines().any(|line| GATE.is_match(line));
    (is_scripted(tree, &scripts) || asks() || is_stub())
        && !shown.is_list()
        && !put_up::is_put_up(shown, &MATTER)
        && (!shown.is_below_its_title() || gates())
        || refusal::is_refusal(head_title, shown)
}

/// Whether scripts are those of a shield, by what they hold or by the mark that some put on the elements themselves.
fn is_scripted(tree: &Tree<'_>, scripts: &str) -> bool {
    let is_marked =
        |id| tree.tag(id) == Some(Tag::Hidden) && tree.attribute(id, "r").is_some_and(|mark| mark == "m");
    SCRIPTED.is_match(scripts) || tree.subtree(tree.root()).any(is_marked)
}

/// Tells whether a page says something beside what challenges say, as every long one does.
pub(crate) fn says_something(shown: &Shown<'_>) -> bool {
    shown.text.len() > 4 * SHORT || put_up::own_words(shown, &MATTER) >= OWN_WORDS
}

/// Tells whether what a page says in the words of a program is what its title says that it is about.
pub(crate) fn is_about(title: &str, text: &str) -> bool {
    MATTER.titles.find_iter(title).any(|word| text.contains(word.as_str()))
}

/// What a page holds for browsers: its scripts, where they lie, and what it tells readers without them. Comments are for nobody.
fn scripts(tree: &Tree<'_>) -> String {
    let mut scripts = String::new();
    let mut end = 0;
    for id in tree.subtree(tree.root()) {
        let node = tree.node(id);
        if tree.tag(id) == Some(Tag::Hidden) {
            end = end.max(node.end);
            scripts.extend(tree.attribute(id, "src").as_deref());
            scripts.push('\n');
        }
        if let Data::Text(text) = node.data
            && id < end
        {
            scripts.push_str(text);
            scripts.push('\n');
        }
    }
    scripts
}
