//! The whole text of a page in; what a program says there in place of a text, when that is all there is, out.
//!
//! Content systems keep the frame of an article, title and date included, around the few words of a failure. Those are told by
//! their whole: what an office puts up, however short, says something of its own besides.

use std::sync::LazyLock;

use regex::Regex;

/// What the words of a program in place of a text come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// What was asked for is not there.
    Missing,
    /// Whoever asks may not see it.
    Denied,
    /// The program failed, or has not finished.
    Broken,
    /// There is nothing to show, which an office may mean as it stands.
    Nothing,
}

/// The longest of such texts, in folded characters.
const LONGEST: usize = 60;

/// The longest report of a program that failed, and how much Chinese is in it at most.
const LONGEST_REPORT: (usize, usize) = (600, 40);

/// What may stand before and behind.
const OPENS: &str = r"(?:(?:很|非常|十分|真|实在)?(?:抱歉|对不起|遗憾)|不好意思|(?:系统|错误|温馨|友情|操作)?提示(?:信息)?|错误(?:代码|信息)|error|warning|sorry|oops|http(?:status)?|状态码?|您好|[\W_])*";
const ENDS: &str = r"(?:[\W_]|了|敬?请[^。]{1,24}|错误(?:编号|代码|码)[^。]{0,16}|(?:找不到|未找到)[^。]{0,12}|暂?时?(?:不能|无法)(?:访问|查看|浏览|打开|显示)|poweredby[^。]{0,24}|(?:nginx|openresty|apache)[\w./-]*|[\d一二三四五六七八九十]+秒[^。]{0,24}|(?:点击|返回|回到|即将|自动|谢谢|感谢|如有)[^。]{0,24})*";

/// Which one is meant, and what it is.
const WHICH: &str = r"(?:该|此|本|这[个条篇]?|当前|所|您|你|要|想|请求|访问|浏览|查看|查找|查询|搜索|寻找|需要|打开|输入|指定|相关|任何|对应|到|的|内|条|篇|个)*";
const PAGE: &str =
    r"(?:页面?|网页|信息|内容|文章|稿件|资源|资讯|新闻|数据|记录|栏目|网址|链接|地址|路径|站点|对象)+";
const FILE: &str = r"(?:文件|文档)";
const DOES: &str = r"(?:访问|查看|浏览|打开|操作|阅读|使用|执行)";
/// What happened to it. That a file is no longer in force is said by offices too.
const GONE: &str =
    r"不存在|不见|未找到|没有?找到|找不到|无法(?:找到|访问|显示|浏览|查看|打开)|丢失|删除|移除|下线|下架";
const OVER: &str = r"(?:已经?被?|被)(?:过期|失效|归档|停用|撤回|撤稿|撤下|屏蔽|隐藏)|[未尚]+(?:通过)?(?:审核|发布)|正在审核中?|审核中";

static MISSING: LazyLock<Regex> = LazyLock::new(|| {
    let may = r"(?:可能|暂时|目前|已经?|尚|正在|被|或者?|管理员|作者|,|、)*";
    whole(&format!(
        r"{WHICH}{PAGE}(?:{may}(?:{GONE}|{OVER}))+(?:或者?您?没有权限{DOES}*)?|{WHICH}{FILE}(?:{may}(?:{GONE}))+|(?:未找到|没有?找到|找不到|(?:无法|不能)(?:找到|打开|获取)){WHICH}(?:{PAGE}|{FILE})|(?:无此|没有[此该])(?:{PAGE}|{FILE})|{WHICH}(?:栏目|页面?|网页|链接)+{may}撤[销并]|{WHICH}{PAGE}{may}设置?为(?:不公开|私密|隐藏)|4(?:04|10)(?:错误|页面?|error|notfound|gone|[\W_])*|(?:the|this|your|requested|web)*(?:page|file|document|resource|url|content|article|information|object|item)[a-z,']{{0,40}}?(?:not(?:be)?found|n'tbefound|notexist|n'texist|nolonger|expired|removed|deleted)[a-z,']{{0,30}}|notfound"
    ))
});

static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    whole(&format!(
        r"(?:您|你|当前|该|用户|游客)*(?:无权限?|没有权限|权限不足|未获?授权|未经授权){DOES}*{WHICH}(?:{PAGE}|{FILE})?|(?:禁止|拒绝|不允许){DOES}+{WHICH}(?:{PAGE}|{FILE})?|(?:您|你)?的?(?:访问|请求)被?(?:拒绝|禁止|拦截)|(?:您|你)(?:所在|使用)?的?ip(?:地址)?[\d.:]*(?:已?被)?(?:禁止|限制|拒绝|封禁|屏蔽){DOES}?|accessdenied|forbidden|permissiondenied|(?:un|not)authorized|40[13](?:错误|forbidden|unauthorized|[\W_])*|请(?:您|先|重新)+登录(?:后?再?{DOES})?|(?:您|你)?的?[尚还]?未登录|(?:您|你)?的?(?:登录|会话)(?:信息|状态)?已?经?(?:超时|过期|失效)"
    ))
});

static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    whole(
        r"(?:请求|输入|传入|提交|页面|url|地址|的|您|id)*参数(?:传递)?(?:错误|有误|不正确|异常|无效|非法|缺失|丢失|不足|不完整|不合法|不能为空|为空)|(?:非法|无效|错误)的?(?:参数|请求|访问|操作|id|地址|链接)|(?:访问|系统|程序|操作|请求|页面|网站|服务器?|加载|数据库?|运行|内部|发生|出现|未知|网络|连接|读取|获取|查询|处理|执行|的)*(?:出错|错误|异常|失败|繁忙|超时)|(?:本|该|此)?(?:网站|站点?|系统|平台|栏目)(?:(?:已经?|现已|暂时?|正在|被|管理员|尚)*(?:关闭|停用|停机|暂停(?:服务|访问)?|建设中|维护中?|升级中?|未备案|备案信息不符)(?:或者?|访问|[\W_])?)+|(?:(?:您|你)的?浏览器(?:的?版本)?(?:过低|太低|过旧|不受支持)[\W_]*)?请(?:使用|用|升级|更换)(?:[a-z\d.]|谷歌|火狐|极速|主流|以上|或|、|版本|的|其他|更高)*浏览器[^。]{0,16}|(?:(?:您|你)的?浏览器(?:不支持|没有(?:开启|启用)|未(?:开启|启用)|禁用了?|已?关闭了?))?(?:请?(?:先|您)?(?:开启|启用|打开|允许))?(?:浏览器的?)?javascript[^。]{0,16}|null|undefined|nan|none|\[objectobject\]|\{\}|\[\]|\$?\{+[^{}]{1,30}\}+|(?:数据|内容|页面|正在|努力|拼命)*(?:加载|载入|读取)中?|(?:该|此|本|您?访问的?|网站|站点|的)*域名(?:已经?|现已)?(?:过期|到期|未续费)[^。]{0,24}|(?:该|此|本|您?访问的?)*(?:网站|站点|域名)[^。]{0,6}未(?:完成|取得|进行|办理)?(?:工信部|icp)*备案[^。]{0,24}|loading|pleasewait|badrequest|objectmoved[a-z]{0,20}|internalservererror|serviceunavailable|badgateway|gatewaytime-?out",
    )
});

static NOTHING: LazyLock<Regex> = LazyLock::new(|| {
    whole(&format!(
        r"(?:该|此|本|栏目|页面|当前|目前)*(?:暂时?|尚|目前)?(?:无|没有)(?:相关|任何|可显示|的)*(?:数据|内容|信息|记录|资料|文章|结果)|(?:未|没有?)(?:查询|检索|搜索|查找)到{WHICH}(?:{PAGE}|{FILE}|结果)|(?:本|该)?(?:网站|站)(?:现?已经?)(?:整体)?(?:迁移|搬迁|转移|切换)[^。]{{0,40}}"
    ))
});

/// What programs and their data bases print when they fail.
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:warning|fatalerror|parseerror|notice|deprecated):.{1,400}online\d+|sqlstate\[|\bora-\d{5}|errorinyoursqlsyntax|oledbprovider|odbc[a-z0-9]{0,20}driver|successfullyinstalledandworking|welcometonginx|^itworks|\bsystem\.[a-z.]{3,60}exception|traceback\(mostrecentcalllast\)|mysqli?_[a-z]+\(",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

fn whole(said: &str) -> Regex {
    pattern(&format!("^{OPENS}(?:{said}){ENDS}$"))
}

/// Tells what a whole text comes to when a program wrote it in place of one.
pub(crate) fn of(text: &str) -> Option<Instead> {
    // Whatever is longer by far need not be folded.
    if text.is_empty() || text.len() > 4 * LONGEST_REPORT.0 {
        return None;
    }
    let folded = corpus::text::folded(text);
    let length = folded.chars().count();
    let han = folded.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
    if length < LONGEST_REPORT.0 && han < LONGEST_REPORT.1 && REPORT.is_match(&folded) {
        return Some(Instead::Broken);
    }
    if length > LONGEST {
        return None;
    }
    let kinds = [
        (&MISSING, Instead::Missing),
        (&DENIED, Instead::Denied),
        (&BROKEN, Instead::Broken),
        (&NOTHING, Instead::Nothing),
    ];
    kinds.into_iter().find(|(said, _)| said.is_match(&folded)).map(|(_, instead)| instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: Option<Instead>, texts: &[&str]) {
        for text in texts {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_denied_is_told_by_the_whole_text() {
        check(
            Some(Instead::Missing),
            &[
                "对不起，该信息已过期",
                "内容已过期",
                "無此信息",
                "該頁面不存在",
                "您請求的頁面無法找到！",
                "未找到该信息",
                "找不到您要的资源",
                "没有找到相关内容",
                "您查看的信息不存在",
                "此文章已删除或未审核",
                "该文件不存在。",
                "很抱歉，您要查看的内容不存在或已被管理员删除，3秒后自动返回首页",
                "此页面不存在或您没有权限访问",
                "404",
                "错误代码：404 Not Found",
                "The page cannot be found",
                "Sorry, the page you requested could not be found.",
                "This content is no longer available",
                "文章未发布",
                "该信息已归档",
                "您访问的内容正在审核中",
                "该稿件正在审核中，暂不能查看。",
                "当前栏目已撤销",
                "该信息已设置为不公开",
            ],
        );
        check(
            Some(Instead::Denied),
            &[
                "您无权访问该页面",
                "您無權訪問該頁面",
                "没有权限",
                "您所在的IP被禁止访问",
                "Access Denied",
                "请先登录",
                "会话已过期，请重新登录。",
                "您的登录信息已失效，请重新登录",
            ],
        );
    }

    #[test]
    fn so_are_those_of_a_program_that_failed_or_has_nothing_to_show() {
        check(
            Some(Instead::Broken),
            &[
                "參數錯誤",
                "该域名已过期，请联系注册商续费",
                "您访问的网站未完成备案",
                "参数错误！",
                "访问出错了",
                "非法参数",
                "网站已关闭",
                "null",
                "undefined",
                "Loading...",
                "正在加载中，请稍候……",
                "Object moved to here",
                "Bad Request",
                "请使用IE浏览器访问",
                "您的浏览器不支持JavaScript，请开启后访问。",
                "您的浏览器版本过低，请使用谷歌浏览器或升级后访问",
                "网站建设中，敬请期待",
                "服务器内部错误\n错误编号：500",
                "参数传递错误，找不到该条信息。",
                "该网站未备案或备案信息不符，已被暂停访问",
                "网站已被管理员关闭或未备案，请联系管理员。",
                "It works!",
                "${content}",
                "Warning: mysql_connect(): Too many connections in /www/inc/db.php on line 12",
                "Microsoft OLE DB Provider for SQL Server 错误 '80004005'\n超时已过期",
                "System.NullReferenceException: 未将对象引用设置到对象的实例。",
            ],
        );
        let nothing = [
            "暂无数据",
            "暫無相關內容。",
            "未查询到相关数据",
            "本站已迁移至新网址，请访问 http://new.gov.cn",
        ];
        check(Some(Instead::Nothing), &nothing);
    }

    #[test]
    fn what_an_office_says_is_a_text_however_short() {
        check(
            None,
            &[
                "",
                "无",
                "略",
                "详见附件",
                "该文件已失效。",
                "本文件已废止，自2020年1月1日起停止执行。",
                "本规章已被修改。",
                "某县人民政府决定：该项目不予立项。",
                "本年度无行政复议案件。",
                "2022年我局未收到政府信息公开申请。",
                "经检索，您申请公开的信息不存在。",
                "您反映的网站无法访问问题已处理完毕。",
                "系统异常期间的申报期限顺延三日。",
                "参数错误的设备共404台，已全部更换。",
                "公示期内未收到异议。",
                "拟录用人员名单已公布，请在规定时间内报到。",
                "因机构改革，本栏目内容并入某局网站。",
                "该内容涉及敏感信息，暂不公开",
                "本站将于今晚进行维护。",
                "收文404号",
                "信息发布",
                "内容审核",
                "新闻归档",
                "页面设计",
                "请使用统一的申请表格。",
                "请重新登录的纳税人先更新证书。",
                "机构撤销后，其栏目并入某局网站。",
                "该许可已撤销。",
                "关闭小煤矿12家",
            ],
        );
    }
}
