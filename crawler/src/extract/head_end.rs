//! The first lines of a saved text in; where its head ends, and the title that stands there by its place, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::date;
use crate::extract::head::Role;
use crate::extract::headings;
use crate::extract::issuer;
use crate::extract::meta_line;
use crate::extract::stand_in;

/// A title that is known by its place alone stands among so many first lines.
const FIRST_LINES: usize = 6;

/// A title that is known by its place alone is no longer than this, in characters.
const LONGEST: usize = 40;

/// A title that is known by its place alone is no shorter than this, in characters, unless it names a sort of letter.
const SHORTEST: usize = 4;

/// A sentence is no shorter than this, in characters.
const SHORTEST_SENTENCE: usize = 10;

/// Returns the line in which the text begins: the first of prose, or a salutation, a short sentence or a signature before
/// that, under which no title stands. A site may greet its readers in a sentence; what the site prints about the page then
/// follows.
pub(crate) fn of(lines: &[&str], roles: &[Role]) -> usize {
    let prose = roles.iter().position(|role| *role == Role::Prose).unwrap_or(roles.len());
    let ends = |at: &usize| {
        let line = lines[*at].trim();
        if !matches!(roles[*at], Role::Short) {
            return false;
        }
        let is_signed = *at > 1 && is_day(line) && issuer::is_organ(lines[*at - 1].trim());
        is_salutation(line)
            || (is_sentence(line) || is_signed) && !is_of_page(&lines[*at + 1..prose], &roles[*at + 1..prose])
    };
    (0..prose).find(ends).unwrap_or(prose)
}

/// Tells whether lines hold what a site prints about a page: the way to it, or when it was published.
fn is_of_page(lines: &[&str], roles: &[Role]) -> bool {
    lines.iter().zip(roles).any(|(line, role)| match role {
        Role::Breadcrumb | Role::Dated => true,
        Role::Labelled => {
            let said = meta_line::read(line);
            said.published.is_some() || said.source.is_some() || said.index_number.is_some()
        }
        _ => false,
    })
}

/// Finds the title among the few lines over a salutation or a short sentence, where nothing in its words says so: 贺信.
pub(crate) fn title_by_place(lines: &[&str], roles: &[Role]) -> Option<usize> {
    let is_alone = roles.iter().all(|role| matches!(role, Role::Short | Role::Prose));
    // The day of a session stands under a title that is printed elsewhere.
    if lines.len() > FIRST_LINES || !is_alone || lines.iter().any(|line| SESSION.is_match(line.trim())) {
        return None;
    }
    let next = |at: usize| lines.get(at + 1).map(|line| line.trim());
    let found = (0..lines.len()).find(|at| may_be_placed(lines[*at].trim(), next(*at)))?;
    // A clause over lines that are neither head nor sentence is the beginning of a text that was broken into lines.
    (!lines[found].contains('，') || found + 1 == lines.len()).then_some(found)
}

fn may_be_placed(line: &str, next: Option<&str>) -> bool {
    let bare: String = line.split_whitespace().collect();
    let count = bare.chars().count();
    // 贺信 is a title and 张三 is none.
    let is_name_of_letter =
        bare.ends_with(['信', '书', '报', '函', '令', '告', '知', '示', '定', '复', '决']);
    let han = bare.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
    let is_red_head = bare.ends_with("文件") && next.is_some_and(|next| issuer::number(next).is_some());
    let shortest = if is_name_of_letter { 2 } else { SHORTEST };
    (shortest..=LONGEST).contains(&count)
        && han >= 2
        && !bare.contains(['。', '；', '：', ':'])
        && !bare.starts_with(['（', '('])
        && !bare.ends_with(['，', '、', '！', '!', '？', '?'])
        && issuer::number(line).is_none()
        && !is_red_head
        && !is_day(line)
        && !is_annex(line)
        && !issuer::is_organ(&bare)
        && !stand_in::is_column(&bare)
        && !headings::is_heading(line)
}

/// Tells whether a line names an annex: 附件1：经费预算.
pub(crate) fn is_annex(line: &str) -> bool {
    ANNEX.is_match(line.trim())
}

/// Tells whether a line is the day under a text, as people write it, perhaps with whoever signed before it.
pub(crate) fn is_day(line: &str) -> bool {
    let line = line.trim();
    let Some(found) = date::first(line).filter(|found| found.time.is_none() && line.contains('年')) else {
        return false;
    };
    let signed: String = line.chars().take(found.start).collect();
    let is_signed = found.end == line.chars().count() && issuer::is_organ(signed.trim());
    is_signed || date::only(line).is_some()
}

/// Tells whether a line is a short sentence.
fn is_sentence(line: &str) -> bool {
    line.chars().count() >= SHORTEST_SENTENCE
        && line.ends_with(['。', '！'])
        && !line.starts_with(['（', '('])
}

/// Tells whether a line says whom a letter is for: 县政府：, 各镇人民政府，县直各单位：, 各位代表：.
fn is_salutation(line: &str) -> bool {
    let Some(whom) = line.strip_suffix(['：', ':', '！', '!']) else { return false };
    let is_called = !line.ends_with(['：', ':']);
    let is_short = (2..=60).contains(&whom.chars().count()) && !whom.contains(['。', '：', ':', '；']);
    is_short && !meta_line::has_label(line) && (WHOM.is_match(whom) || !is_called && issuer::is_organ(whom))
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

static SESSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[—\-（(]*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,40}(?:会议|大会)"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^附(?:件|表|录|图)?\s*[0-9０-９一二三四五六七八九十]{0,2}\s*(?:[：:.．、]|$)|^附件\s*[0-9０-９一二三四五六七八九十]",
    )
});
/// Whom letters are for. A label may end like one of them as well, but says nothing of 各 or 全.
static WHOM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:代表|委员|同志|同志们|朋友|朋友们|们|教师|师生|市民|居民|村民|群众|职工|干部|家长|考生|先生|女士|政府|[市县区省州]委|党委|党组|常委会)$|(?:^|[，、\s])(?:各|全|有关|相关|广大).*(?:单位|部门|机构|企业|公司|学校|组织|局|委|办|厅|院|所|站|处|室|街道|镇|乡|社区|村)$",
    )
});

#[cfg(test)]
mod tests {
    use crate::extract::plain;

    /// Checks the title of a text that loses nothing but that.
    #[track_caller]
    fn check(title: &str, rest: &str) {
        let document = plain(&format!("{title}\n{rest}"), None, None).document;
        assert_eq!((document.title.as_str(), document.text.as_str()), (title, rest), "{title}");
    }

    const SENTENCES: &str = "我局认真落实各项任务，完成各项工作。\n全局上下一心，成效明显，群众满意。";

    #[test]
    fn an_annex_takes_neither_title_nor_text() {
        for title in ["关于解决经费的请示", "贺信", "申请书", "以法治之力护航发展", "法治简报", "甲县概况"]
        {
            for annex in ["附件：经费预算", "附件1", "附表：甲县2023年工作总结"] {
                check(
                    title,
                    &format!("县财政局：\n{SENTENCES}\n甲县司法局\n2024年1月18日\n{annex}\n合计12万元"),
                );
                check(
                    title,
                    &format!(
                        "{SENTENCES}\n甲县司法局\n2024年1月18日\n{annex}\n2023年行政执法统计表\n合计12件"
                    ),
                );
            }
        }
    }

    #[test]
    fn a_letter_is_called_what_stands_over_whom_it_is_for() {
        for whom in ["全县广大教师：", "各位代表：", "县政府：", "各镇人民政府，县直各单位：", "张三同志:"]
        {
            check("慰问信", &format!("{whom}\n春风化雨，桃李芬芳。\n向你们致以节日的问候！\n甲县人民政府"));
        }
    }

    #[test]
    fn a_title_holds_no_day_of_a_signature() {
        check(
            "法治简报",
            &format!("第3期\n甲县司法局 2024年1月18日\n{SENTENCES}\n【工作动态】\n县司法局开展宣传情况"),
        );
    }

    #[test]
    fn a_speech_without_a_title_loses_nothing() {
        for opening in ["各位代表！", "各位代表：", "同志们！"] {
            let text =
                format!("{opening}\n现在，我代表县人民政府，向大会报告工作。\n2023年工作回顾\n{SENTENCES}");
            let document = plain(&text, None, None).document;
            assert_eq!((document.title.as_str(), document.text.as_str()), ("政府工作报告", text.as_str()));
        }
        for first in ["张三", "各位同志！", "某装备作为核心装备，是基础"] {
            let text = format!("{first}\n各项\n工作取得新成效，得到好评。\n{SENTENCES}");
            assert_ne!(plain(&text, None, None).document.title, first);
        }
    }

    #[test]
    fn a_writ_is_called_a_writ() {
        let text = "甲市监罚〔2024〕3号\n当事人：甲县某超市（个体工商户）\n经营者：张某\n当事人经营过期食品，事实清楚。\n甲县市场监督管理局\n2024年1月18日\n附件：没收物品清单";
        check("行政处罚决定书", text);
    }

    #[test]
    fn what_a_site_says_over_its_pages_does_not_end_their_heads() {
        let page = "欢迎访问甲县人民政府网站。\n首页\n政务公开\n甲县2023年工作总结\n发布时间：2024-01-18 来源：甲县司法局\n我局完成各项任务，成效明显。";
        let document = plain(page, None, None).document;
        assert_eq!(document.title, "甲县2023年工作总结");
        assert_eq!(document.text, "我局完成各项任务，成效明显。");
        let letter = "县政府：\n我局完成各项任务，成效明显。\n甲县司法局\n2024年1月18日\n附件：2023年工作总结\n一、主要工作";
        assert_eq!(plain(letter, None, None).document.text, letter);
    }
}
