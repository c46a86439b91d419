//! The lines of a text in; the lines without what a page tells its visitor above and below it (the hour, counters, the weather, the
//! visitor's address) out. Such lines are others at every visit, so they would make new versions of what stays as it is.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::prose::is_prose;

/// How many lines at the head of a text, before its first sentence, may be of the visit.
const HEAD: usize = 6;

/// How many at its foot, behind its last sentence.
const FOOT: usize = 8;

/// What lines of the visit are made of, as a whole; a sentence that says the same says more.
static OF_VISIT: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d[\d,，.]*\s*[万千亿wWkK]?\+?";
    let deed = "浏览|阅读|访问|点击|查看|下载|收藏|分享|转发|点赞|评论|围观|播放";
    let day = r"(?:[\d年月日号时分秒点/.:：,，()（）|\-\s]|星期[一二三四五六日天]|周[一二三四五六日]|[农阴]历[\p{Han}]{0,12}|[上下]午|晚上|凌晨|中午|[AaPp][Mm])*";
    let option =
        "(?:非常|很|比较|基本|不太|很不)?满意|一般|不满意|有用|没用|无用|[好中差]评|有帮助|没帮助|赞|踩|顶";
    let kinds = [
        format!(r"(?:今[天日]|现在|当前)(?:是|日期|时间)[:：]?{day}\d{day}(?:{WEATHER}\s*(?:{DEGREES})?)?"),
        format!(r"(?:现在|当前|北京|系统|服务器|打印|访问|浏览)(?:时间|日期)[:：]?{day}\d{day}"),
        format!(
            r"(?:本文|本页|本信息|文章|页面|总|累计|今日|本站|网站|附件)?(?:[【\[《][^】\]》]{{1,60}}[】\]》])?\s*(?:已|共|总计)?(?:被|有)?\s*(?:{deed})(?:次数|人数|人次|总数|总量|数|量|率|热度)?[:：]?\s*[（(]?{number}[)）]?\s*(?:人次|次|人|位|条|遍)?"
        ),
        format!(
            r"(?:已有|共有|有|累计)?\s*{number}\s*(?:人次|人|位|次|名)(?:网友|用户|读者|访客|游客)?(?:已经|已)?\s*(?:{deed}|看过|读过|喜欢)(?:了|过)?(?:本文|本页|此文|该文|[本此]信息)?"
        ),
        format!(r"(?:当前|目前|现在)?\s*在线(?:人数|用户|访客)?[:：]?\s*{number}\s*[人位名]?"),
        format!(
            r"(?:当前|目前|现在)?\s*(?:共?有)?\s*{number}\s*[人位名](?:用户|访客|网友|游客)?\s*(?:正在|同时)?在线"
        ),
        format!(
            r"[您你]是(?:本[文页站])?的?第\s*{number}\s*[位个名](?:访问者|访客|读者|来访者|浏览者|游客|用户)"
        ),
        r"(?:[您你](?:当前|现在)?的?|来访|访客|客户端)\s*[Ii][Pp]\s*(?:地址)?[是为]?[:：]?\s*[0-9a-fA-F.:]{7,45}(?:\s*来自.{0,20})?"
            .to_owned(),
        r"(?:本?页面?|程序|脚本|系统|本次)?(?:执行|加载|处理|生成|响应)(?:时间|耗时|用时)?[:：]?\s*\d[\d.]*\s*(?:秒|毫秒|ms|s)"
            .to_owned(),
        r"(?:本站|本?网站|本?系统|平台)?(?:已经|已)?(?:安全|稳定|持续|正常|连续|平稳)+运行了?(?:时间)?[:：]?\s*\d[\d,]*\s*天(?:\s*\d+\s*(?:小时|时|分钟|分|秒))*"
            .to_owned(),
        format!(
            r"(?:[^。；\t]{{0,12}}(?:[您你]|本页|本文|网友|[本该此]信息)[^。；\t]{{0,16}}[:：?？\s])?\s*(?:(?:{option})\s*[（(]\s*\d+\s*[票人%]?\s*[)）][\s、，,/|]*){{2,}}"
        ),
    ];
    pattern(&format!(r"^[\s【\[（(·•]*(?:{})[\s】\]）)]*$", kinds.join("|")))
});

/// A place, its weather and its degrees, as a box beside a text shows them.
static TODAYS_WEATHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:今[日天])?(?:天气)?[:：]?\s*(?:\p{{Han}}{{2,8}}?[:：\s]\s*)?(?:今[日天])?\s*{WEATHER}\s*{DEGREES}(?:\s*[东南西北]+风.{{0,8}})?$"
    ))
});

const WEATHER: &str =
    "(?:(?:大|中|小|阵|雷阵|暴|雨夹)*(?:晴|阴|多云|雨|雪|雾|霾|浮尘|扬沙)(?:转|间|到|有时)?)+";
const DEGREES: &str = r"-?\d{1,2}\s*(?:℃|°C|度)?\s*(?:[~～\-—–/至到]\s*-?\d{1,2}\s*)?(?:℃|°C|度)";

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Tells whether a line says something of the visit and nothing else. A row of a table is never one.
pub(crate) fn is_of_visit(line: &str) -> bool {
    // Looking is dear, and most lines are longer or name no number.
    line.len() < 300
        && line.contains(|c: char| c.is_ascii_digit())
        && !line.contains('\t')
        && OF_VISIT.is_match(line)
}

/// Drops lines of the visit at the head and the foot of a text; inside it they are what it says.
pub(crate) fn without<'a>(lines: Vec<&'a str>) -> Vec<&'a str> {
    let head = lines.iter().position(|line| is_prose(line)).unwrap_or(lines.len()).min(HEAD);
    let foot = lines.iter().rposition(|line| is_prose(line)).map_or(0, |at| at + 1);
    let foot = foot.max(lines.len().saturating_sub(FOOT));
    let is_weather = |line: &str| line.len() < 100 && TODAYS_WEATHER.is_match(line);
    // A forecast tells the weather of several places.
    let is_forecast = lines.iter().filter(|line| is_weather(line)).count() > 1;
    let is_kept = |(at, line): &(usize, &'a str)| {
        let is_inside = (head..foot).contains(at);
        is_inside || !is_of_visit(line) && (is_forecast || !is_weather(line))
    };
    lines.into_iter().enumerate().filter(is_kept).map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::of_visit;

    const FIRST: &str = "全县各部门认真落实各项工作任务，规范执法行为。";
    const LAST: &str = "下一步，继续完善制度，不断提高能力和水平。";

    /// Tells what becomes of a line at the head, between two sentences and at the foot.
    #[track_caller]
    fn check(line: &str, is_dropped: bool) {
        let above = of_visit::without(vec![line, FIRST, LAST]);
        let below = of_visit::without(vec![FIRST, LAST, line]);
        let (head, foot) = if is_dropped {
            (vec![FIRST, LAST], vec![FIRST, LAST])
        } else {
            (vec![line, FIRST, LAST], vec![FIRST, LAST, line])
        };
        assert_eq!((above, below), (head, foot), "{line}");
        assert_eq!(of_visit::without(vec![FIRST, line, LAST]), [FIRST, line, LAST], "{line}");
    }

    #[test]
    fn what_is_another_at_every_visit_is_no_part_of_a_text() {
        for line in [
            "今天是2026年1月10日 星期六",
            "今天是：2026-01-10 星期六 农历冬月廿二",
            "今天是2026年1月10日，星期六 晴转多云 3~12℃",
            "现在时间：2026-01-10 10:00:05",
            "北京时间：2026年1月10日 上午10:05",
            "打印日期：2026-01-10",
            "【打印时间：2026/1/10 9:30】",
            "阅读量 3.5万",
            "阅读量：1,024",
            "浏览次数：1万+",
            "本文已被阅读 12 次",
            "已有 55 人浏览",
            "128人已阅读",
            "3人点赞",
            "评论（3）",
            "附件【年度报告】已下载3次",
            "当前在线：9人",
            "当前共有 31 位访客在线",
            "您是第 10245 位访问者",
            "您的IP地址：10.0.0.1",
            "您的IP是：240e:abcd::1 来自某省某市",
            "页面执行时间：0.03秒",
            "安全运行1024天",
            "本网站已安全稳定运行 365 天 3小时",
            "您对本页面的评价：满意(2) 一般(0) 不满意(0)",
            "满意（12） 基本满意（3） 不满意（1）",
            "某市 小雨 10~16℃",
            "某市：晴转多云 -3℃/8℃ 东北风3级",
        ] {
            check(line, true);
        }
    }

    #[test]
    fn what_a_text_says_in_the_same_words_stays() {
        for line in [
            "今天是2022年12月4日国家宪法日。",
            "今天是我们一年一度的宣誓日",
            "公众号文章阅读量达到3万次。",
            "普法视频播放量突破12万次，点赞3000人次",
            "全年网站访问量 12万次，同比增长5%",
            "网站总访问量\t120000",
            "阅读量",
            "已有55人报名参加培训",
            "在线办理事项：120项",
            "系统已安全运行1024天，未发生事故。",
            "2026年1月10日",
            "某县司法局 2026年1月10日",
            "处理时间：5个工作日",
            "评议结果：满意(45) 基本满意(3) 不满意(0)",
            "现在时间紧、任务重",
            "下载地址：http://www.a.gov.cn/1.doc",
            "办理时间：上午9:00-12:00",
            "附件1：2022年统计表",
            "12人",
            "（三）",
        ] {
            check(line, false);
        }
    }

    #[test]
    fn a_forecast_keeps_its_places() {
        let forecast = vec!["未来一天天气预报如下。", "甲市 晴 10~20℃", "乙市 多云 8~16℃"];
        assert_eq!(of_visit::without(forecast.clone()), forecast);
    }
}
