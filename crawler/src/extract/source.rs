//! What stands behind the label of a source in; the name of the source without its neighbours in the line, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::furniture;
use crate::extract::issuer;

/// What the names of media end with.
const MEDIA: [&str; 18] = [
    "网",
    "社",
    "报",
    "刊",
    "台",
    "杂志",
    "发布",
    "频道",
    "客户端",
    "公众号",
    "视频号",
    "平台",
    "传媒",
    "新闻",
    "在线",
    "网站",
    "电视",
    "广播",
];

/// What the names of places and of parts of offices end with.
const PARTS: [char; 12] = ['县', '区', '市', '省', '州', '盟', '旗', '村', '科', '股', '队', '组'];

/// Whoever wrote a text or answers for it, behind the source.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[（(]?(?:本报|本网|本台|见习|实习|首席|全媒体)?(?:记者|通讯员|撰稿人?|值班编委|编委|责任编辑|责编|编辑)(?:\s*[:：]|\s|$)",
    )
});

/// What pages print behind the source without a blank.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:分享到?|点赞|收藏|语音播报|听语音|我要打印|打印|我要纠错|纠错|次浏览|扫码阅读|保护视力色?|繁体版?|评论\s*[（(]?\d+)[\s\d:：()（）]*$",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Returns the name that a value begins with. A blank ends it unless the name of another office or medium follows.
pub(crate) fn alone(value: &str) -> &str {
    let value = PERSON.find(value).filter(|found| found.start() > 0).map_or(value, |at| &value[..at.start()]);
    let value = first_words(value.trim_start());
    match GLUED.find(value) {
        Some(found) if value[..found.start()].chars().count() >= 2 => &value[..found.start()],
        _ => value,
    }
}

fn first_words(value: &str) -> &str {
    let mut end = 0;
    let mut rest = value;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        let word = rest[start..].split(char::is_whitespace).next().unwrap_or("");
        let from = value.len() - rest.len() + start;
        if end > 0 && !goes_on(&value[..end], word) {
            break;
        }
        end = from + word.len();
        rest = &value[end..];
    }
    &value[..end]
}

/// Tells whether a word behind a blank belongs to the name before it.
fn goes_on(name: &str, word: &str) -> bool {
    // The letters of a name may stand apart: 县 委 宣传部.
    let is_begun =
        name.chars().count() < 3 || name.ends_with(['、', '，', ',', '“', '《', '（', '(', '/', '-', '—']);
    let is_joined = word.starts_with(['、', '，', ',', '（', '(', '/', '-', '—', '和', '与', '及']);
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let is_foreign = name.ends_with(is_latin)
        && word.starts_with(is_latin)
        && word.chars().filter(char::is_ascii_alphabetic).count() > 1;
    let is_medium = MEDIA.iter().any(|end| word.ends_with(end)) && word.chars().count() >= 3;
    let is_named = issuer::is_organ(word) || is_medium || word.ends_with(PARTS);
    let is_furniture = furniture::is_made_of_pieces(word) || word.contains([':', '：']);
    is_begun || is_joined || is_foreign || is_named && !is_furniture
}

#[cfg(test)]
mod tests {
    use crate::extract::source;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        assert_eq!(source::alone(value), expected, "{value}");
    }

    #[test]
    fn a_blank_ends_a_source_unless_an_office_follows() {
        for beside in [
            " 记者：张三 评论(0)",
            " 记者 张三",
            "（记者 张三）",
            "记者：张三",
            " 通讯员：张三",
            " 撰稿人：张三",
            " 值班编委：张三",
            " 分享到",
            "分享到",
            " 微信 微博",
            " 收藏",
            " 点赞 12",
            "点赞 12",
            " 语音播报",
            " 繁体",
            " A+ A-",
            " T大 T小",
            " 我要打印",
            " 次浏览",
            " 原文链接",
            " IP属地：浙江",
        ] {
            check(&format!("今日甲县{beside}"), "今日甲县");
        }
        for whole in [
            "教育部 财政部",
            "甲县人民政府 办公室",
            "甲县农业农村局 种植业科",
            "“甲县普法” 微信公众号",
            "新华社 人民日报",
            "China Daily",
            "县 委 宣传部",
            "县委宣传部、 县司法局",
            "人民日报评论",
            "中国记者协会",
            "甲市 乙县",
        ] {
            check(whole, whole);
        }
    }
}
