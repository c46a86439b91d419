//! The lines of a text in; the lines without what stands under it (neighbours, related pages, counters, records) out.

use crate::extract::date;
use crate::extract::furniture;
use crate::extract::headings;
use crate::extract::issuer;
use crate::extract::neighbours;

/// How many lines from the end the first line of a foot may stand.
const REACH: usize = 30;

/// A line of a foot is shorter than this, in characters.
const LONGEST: usize = 120;

/// A line that opens a foot is shorter than this, in characters.
const LONGEST_MARK: usize = 80;

/// What opens a foot: the name of a neighbour or of the site's owner may follow without a mark.
const NEIGHBOURS: [&str; 5] = ["上一篇", "下一篇", "上一条", "下一条", "版权所有"];

/// What stands over the names of other pages, alone or before a mark.
const HEADS: [&str; 7] = ["相关文档", "相关链接", "相关阅读", "相关稿件", "相关新闻", "相关信息", "热点新闻"];

/// What names, behind a mark, whoever worked on a page, or what else there is of its text.
const OF_PAGE: [&str; 20] = [
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "一校",
    "二校",
    "三校",
    "撰稿",
    "供稿",
    "核稿",
    "审稿",
    "审核",
    "校对",
    "责编",
    "编辑",
    "原文链接",
    "版权声明",
    "更新于",
];

/// What the sentences of a foot speak of.
const OF_SITE: [&str; 10] =
    ["版权", "转载", "本网", "本站", "免责", "声明", "浏览器", "分辨率", "未经", "技术支持"];

/// Drops what stands under a text. A line opens it when nothing of a text follows: 热点新闻 may be the name of a column that a
/// text speaks of, and 上一篇：… what it quotes.
pub(crate) fn without(mut lines: Vec<&str>) -> Vec<&str> {
    let from = lines.len().saturating_sub(REACH);
    // What stands above the last line of the text opens no foot.
    let behind_text = (from..lines.len()).rev().find(|at| is_text(&lines, *at)).map_or(from, |at| at + 1);
    let is_signed = behind_text > 0 && date::only(lines[behind_text - 1].trim()).is_some();
    let opens = |at: &usize| opens(lines[*at]) || is_signed && is_of_page(lines[*at].trim());
    if let Some(at) = (behind_text..lines.len()).find(|at| opens(at) || heads_others(&lines, *at)) {
        lines.truncate(at);
    }
    let whole = lines.len();
    while let Some(last) = lines.last() {
        let of_foot = lines.len() < whole && furniture::names_the_host(last);
        let is_row = furniture::is_row_of_table(&lines, lines.len() - 1);
        if !of_foot && (is_row || !furniture::is_furniture(last)) {
            break;
        }
        lines.pop();
    }
    lines
}

/// Tells whether a line under a signature is of the page and not of the text. 审核：张三 names a person, 更新于 a day.
fn is_of_page(line: &str) -> bool {
    let Some(behind) = OF_PAGE.iter().find_map(|word| line.strip_prefix(word)) else { return false };
    let behind = behind.strip_prefix('人').unwrap_or(behind);
    let value = behind.trim_start_matches(['：', ':', '丨', '|', '/', ' ', '\u{3000}']);
    (value.len() < behind.len() || date::first(value).is_some_and(|found| found.start == 0))
        && value.chars().count() < 60
}

/// Tells whether a line heads the names of other pages: at least one stands under it.
fn heads_others(lines: &[&str], at: usize) -> bool {
    at + 1 < lines.len() && neighbours::is_head(lines[at])
}

/// Tells whether a line opens a foot: a label, with a mark or nothing behind it, and no sentence.
fn opens(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['【', '[', '>', '»', ' ', '•', '◆', '■']);
    if line.chars().count() >= LONGEST_MARK {
        return false;
    }
    let behind = |words: &[&str]| words.iter().find_map(|word| line.strip_prefix(word));
    let is_glued = |behind: &str| behind.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let is_sentence = line.ends_with(['。', '；', '！', '？', '，', '：']);
    match behind(&NEIGHBOURS) {
        Some(behind) => !is_glued(behind) || !is_sentence && !behind.starts_with(['者', '章', '人']),
        None => behind(&HEADS).is_some_and(|behind| !is_glued(behind)),
    }
}

/// Tells whether a line is of a text: long, a sentence that does not speak of the site, a heading, or the day of a signature.
fn is_text(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    let chars = line.chars().count();
    let is_sentence = chars >= 10 && line.ends_with(['。', '；']);
    let is_numbered = headings::is_heading(line) && !line.starts_with(|c: char| c.is_ascii_digit());
    let is_signed = || {
        at > 0 && date::only(line).is_some() && line.contains('年') && issuer::is_organ(lines[at - 1].trim())
    };
    chars >= LONGEST
        || is_sentence && !opens(line) && !OF_SITE.iter().any(|word| line.contains(word))
        || is_numbered
        || is_signed()
}

#[cfg(test)]
mod tests {
    use crate::extract::foot;

    const TEXT: [&str; 2] = ["三、下一步打算", "继续完善制度，不断提高能力和水平。"];

    #[track_caller]
    fn check(line: &str, below: &[&str], expected: &[&str]) {
        let lines = [&["开头一段。", line], below].concat();
        assert_eq!(foot::without(lines), [&["开头一段。"], expected].concat(), "{line}");
    }

    #[test]
    fn whoever_worked_on_a_page_stands_in_its_foot() {
        let signed = ["某县司法局", "2023年1月18日"];
        for line in [
            "初审：张三",
            "撰稿 李四",
            "审核人：王五  校对：赵六",
            "原文链接：http://a.cn/1",
            "更新于 2023-01-18 10:00",
        ] {
            let lines = [&["开头一段。"], &signed[..], &[line, "张三"]].concat();
            assert_eq!(foot::without(lines), ["开头一段。", signed[0], signed[1]], "{line}");
        }
        check("审核结果：合格", &["另附名单"], &["审核结果：合格", "另附名单"]);
        check("编辑：张三", &TEXT, &["编辑：张三", TEXT[0], TEXT[1]]);
        check("编辑部地址：某路1号", &[], &["编辑部地址：某路1号"]);
    }

    #[test]
    fn a_sentence_opens_no_foot() {
        for line in [
            "下一篇章的工作重点是数字水利建设。",
            "相关新闻发布工作由县委宣传部负责，做好舆论引导。",
            "版权所有者应当依法维护自身权益。",
            "相关信息已在县政府网站公开，接受社会监督。",
            "下一条河道整治工程已开工。",
            "上一条标准废止后，执行新标准。",
            "相关阅读推广活动开展12场。",
        ] {
            check(line, &[], &[line]);
            check(line, &["甲县某局", "2023年1月18日"], &[line, "甲县某局", "2023年1月18日"]);
        }
    }

    #[test]
    fn what_follows_tells_whether_a_label_opens_a_foot() {
        for line in ["热点新闻", "上一篇：某同志的来信", "相关链接：", "最新发布", "热点排行"]
        {
            check(line, &TEXT, &[&[line], &TEXT[..]].concat());
            check(line, &["甲县某局", "2023年1月18日"], &[line, "甲县某局", "2023年1月18日"]);
            check(line, &["某镇召开会议", "某局开展检查"], &[]);
            check(line, &["凡本网注明来源的作品，版权均属本网所有。"], &[]);
        }
        check("上一篇关于某事的通知", &["下一篇没有了"], &[]);
        check("【上一条】某镇召开会议", &["【下一条】某局开展检查"], &[]);
        check("相关信息公开情况", &["某镇"], &["相关信息公开情况", "某镇"]);
    }
}
