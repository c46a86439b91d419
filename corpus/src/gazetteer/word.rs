//! The name of a county in the midst of a text in; whether it is only made of the ends of other words there out: 示范县, 办理县.

use crate::gazetteer::names::Mention;

/// Tells whether a short name of a county in the midst of a text is likely no name: it stands behind no border of words, goes
/// on as 县城, or the text speaks of its own county.
pub(super) fn is_of_words(text: &str, mention: &Mention) -> bool {
    let (before, after) = (&text[..mention.start], &text[mention.end..]);
    is_like_words(&text[mention.start..mention.end])
        && (!ends_word(before) || after.starts_with('城') || tells_of_own(before))
}

/// Tells whether a name is short enough to come about where other words meet: 范县, 和县, 桥东区; 太和县 is not.
fn is_like_words(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    match letters[..] {
        [_, '县' | '区'] => true,
        [_, direction, '区'] => "东西南北中新".contains(direction),
        _ => false,
    }
}

/// Tells whether a text ends where a name may begin: at a mark, a figure, or a word that names stand behind.
fn ends_word(before: &str) -> bool {
    const WORDS: [&str; 36] = [
        "于",
        "在",
        "对",
        "向",
        "由",
        "年",
        "年度",
        "同意",
        "印发",
        "批复",
        "公布",
        "发布",
        "批准",
        "调整",
        "撤销",
        "设立",
        "成立",
        "授予",
        "表彰",
        "命名",
        "确定",
        "转发",
        "支持",
        "支援",
        "援助",
        "帮扶",
        "协作",
        "结对",
        "考察",
        "调研",
        "赴",
        "到",
        "驻",
        "自治区",
        "自治州",
        "地区",
    ];
    let last = before.chars().next_back();
    last.is_none_or(|c| !c.is_alphabetic()) || WORDS.iter().any(|word| before.ends_with(word))
}

/// Tells whether a text speaks of the county or the city that it comes from: 我县荣获…, 全市….
fn tells_of_own(before: &str) -> bool {
    ["我县", "我区", "我市", "全县", "全区", "全市", "本县", "本区", "本市"]
        .iter()
        .any(|own| before.contains(own))
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::place_in;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        let place = place_in(title, None, None).place.map(|place| place.written());
        assert_eq!(place.as_deref().unwrap_or("-"), expected, "{title}");
    }

    #[test]
    fn the_ends_of_words_are_no_county() {
        for title in [
            "我县荣获先进示范县称号",
            "我县获评某某健康县称号",
            "某某科技创新县名单",
            "完善名单县级审核机制",
            "加强权责清单县级管理",
            "加强城市和县城绿化",
            "某某经费县级统筹管理",
            "已完成县级改革的通报",
            "建成县级平台的做法",
            "公开县级部门预算",
            "加强办理县人大代表建议",
            "某某大桥东区施工",
            "推进市和县改革",
            "平安县区创建会召开",
            "我县与成县签订协议",
        ] {
            check(title, "-");
        }
    }

    #[test]
    fn a_county_of_two_characters_stands_behind_a_border_of_words() {
        check("和县2022年工作报告", "安徽省/马鞍山市/和县");
        check("和县城区某某路改造公告", "安徽省/马鞍山市/和县");
        check("马鞍山市和县某某工程公告", "安徽省/马鞍山市/和县");
        check("某公司关于和县某某工程的公告", "安徽省/马鞍山市/和县");
        check("同意单县某某规划", "山东省/菏泽市/单县");
        check("某某公司、单县某某中心公告", "山东省/菏泽市/单县");
        check("某某公司“单县”某某公告", "山东省/菏泽市/单县");
        check("太和县区域规划", "安徽省/阜阳市/太和县");
    }
}
