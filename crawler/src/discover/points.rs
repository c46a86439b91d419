//! A link goes in; how much speaks for its being an article, or that it is part of the frame, comes out.

use corpus::visit::Role;

use crate::address;
use crate::discover::page::Anchor;

/// What speaks for a link being an article, less what speaks against it.
pub(crate) fn points(anchor: &Anchor) -> i32 {
    let facts = address::family(&anchor.url);
    let by_address = match (facts.role, facts.is_sure) {
        (Role::Article, _) if facts.cms.is_some() => 3,
        (Role::Article, _) => 2,
        (Role::Attachment, _) => 1,
        (Role::List, true) => -2,
        (Role::List, false) => 0,
    };
    let is_article_of_cms = facts.role == Role::Article && facts.cms.is_some();
    let by_title = match anchor.title.chars().count() {
        // An icon beside the title leads to a download or the like, unless the address is an article's.
        0 if facts.cms.is_none() => -6,
        0 => -1,
        // 报告1 among others like it; alone it may as well be 简介 in a menu.
        1..=3 if is_article_of_cms => -1,
        1..=3 => -2,
        4..=7 => 0,
        8..=13 => 1,
        14.. => 2,
    };
    let by_kind = if anchor.date.is_none() && names_a_document(&anchor.title) { 1 } else { 0 };
    by_address + by_title + by_kind + if anchor.date.is_some() { 3 } else { 0 }
        - if anchor.is_furniture { 3 } else { 0 }
}

/// Whether a title is that of a single document: of a year, or made by somebody, and of a kind. A column has neither year nor number.
fn names_a_document(title: &str) -> bool {
    const KINDS: [&str; 16] = [
        "报告", "年报", "公报", "通知", "公告", "通告", "意见", "决定", "办法", "方案", "条例", "规定",
        "批复", "公示", "要点", "总结",
    ];
    let bare = title.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_of_a_year = ["19", "20"].iter().any(|century| {
        title.match_indices(century).any(|(at, _)| {
            let digits = title[at..].bytes().take_while(u8::is_ascii_digit).count();
            digits == 4 && title[at + 4..].trim_start().starts_with('年')
        })
    });
    let is_of_a_kind = KINDS.iter().any(|kind| bare.ends_with(kind));
    title.chars().count() >= 14 && is_of_a_kind && (is_of_a_year || title.starts_with("关于"))
}

/// Whether the words of a link say that it is part of the frame.
pub(crate) fn is_navigation(anchor: &Anchor) -> bool {
    const WORDS: [&str; 44] = [
        "首页",
        "网站首页",
        "返回首页",
        "主页",
        "更多",
        "查看更多",
        "more",
        "登录",
        "注册",
        "用户登录",
        "下一页",
        "上一页",
        "下页",
        "上页",
        "后一页",
        "前一页",
        "尾页",
        "末页",
        "最后一页",
        "第一页",
        "首頁",
        "下一頁",
        "上一頁",
        "跳转",
        "go",
        "搜索",
        "检索",
        "打印",
        "关闭",
        "返回",
        "返回顶部",
        "无障碍",
        "无障碍浏览",
        "长者模式",
        "english",
        "繁體",
        "繁体",
        "简体",
        "设为首页",
        "加入收藏",
        "网站地图",
        "联系我们",
        "关于我们",
        "rss",
    ];
    let text = if anchor.text.is_empty() { &anchor.title } else { &anchor.text };
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_number =
        bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit()) && !is_year(anchor, &bare);
    let is_notice = ["ICP备", "ICP证", "公网安备", "公安备案"].iter().any(|notice| text.contains(notice));
    anchor.is_rel_next || is_notice || (is_number && !text.is_empty()) || WORDS.contains(&bare.as_str())
}

/// Whether a number is that of a year under which an article is listed; lists have no thousand pages.
fn is_year(anchor: &Anchor, number: &str) -> bool {
    let facts = address::family(&anchor.url);
    let is_article = facts.role == Role::Article && facts.cms.is_some();
    is_article && number.parse().is_ok_and(|year: u16| (1949..2100).contains(&year))
}
