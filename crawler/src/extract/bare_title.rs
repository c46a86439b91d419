//! A title in; what of it tells what sort of document it names out: without blanks, in simplified characters, and without
//! the way to its page, the organ it begins with and the mark of a draft.

use std::sync::LazyLock;

use corpus::text;
use regex::Regex;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// A way to a page that stands for its title: 首页-政务公开-….
static WAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:网站|门户)?首页(?:(?:[-—–_>＞»|｜/]+)[^-—–_>＞»|｜/]+)+$"));
/// What parts the columns of a way.
const PARTED_BY: [char; 10] = ['-', '—', '–', '_', '>', '＞', '»', '|', '｜', '/'];
/// An organ before the year, or before what is published of each office by itself. Its name says 审计, 管理, 改革 or 培训,
/// and is no word of what the document is.
static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?:19|20)\d\d年?度?)?\p{Han}{2,30}?(?:[局厅署办委部院校馆站所队会处室]|中心|公司|学校|街道)((?:19|20)\d\d|部门[预决]|单位[预决]|本级|法治政府|法治建设|政府信息公开|政务公开|整体支出|“?三公)",
    )
});
/// The mark of a draft, or what is annexed: （审议稿）, （附名词解释）.
static DRAFT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[（(](?:附[^（()）]*|[^（()）]{1,12}稿|草案)[）)]$"));

/// Takes blanks and unseen characters away, and the marks around a title that is cited as a whole: 《某办法》（某令61号）.
/// Traditional characters become simplified ones; marks stay as they are.
pub(crate) fn plain(title: &str) -> String {
    let is_seen = |c: &char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let title: String = title.chars().filter(is_seen).map(simplified).collect();
    let Some((cited, after)) = title.strip_prefix('《').and_then(|rest| rest.split_once('》')) else {
        return title;
    };
    let bracketed = after.is_empty() || (after.starts_with(['（', '(']) && after.ends_with(['）', ')']));
    if bracketed && !cited.contains('《') { cited.to_owned() } else { title }
}

/// Returns the simplified form of a traditional character, any other character as it is.
fn simplified(character: char) -> char {
    if !matches!(character, '\u{4e00}'..='\u{9fff}') {
        return character;
    }
    text::folded(character.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(character)
}

/// Returns the last column of the way to a page that a title tells; none of any other title.
pub(crate) fn end_of_way(title: &str) -> Option<&str> {
    WAY.is_match(title).then(|| title.rsplit(PARTED_BY).next()).flatten()
}

/// Returns the title without the organ that it begins with and without the mark of a draft at its end.
pub(crate) fn without_organ(title: &str) -> String {
    let bare = ORGAN.replace(title, "$1$2");
    DRAFT.replace(&bare, "").into_owned()
}

#[cfg(test)]
mod tests {
    use crate::extract::bare_title::end_of_way;
    use crate::extract::bare_title::plain;
    use crate::extract::bare_title::without_organ;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        assert_eq!(without_organ(&plain(title)), expected, "{title}");
    }

    #[test]
    fn an_organ_before_a_year_says_nothing_of_the_document() {
        check("某县审计局2022年度部门决算", "2022年度部门决算");
        check("某市应急管理局部门预算", "部门预算");
        check("2022年某县发展和改革局部门预算", "2022年部门预算");
        check("某县审计局关于2022年度预算执行的审计报告", "某县审计局关于2022年度预算执行的审计报告");
        check("某县司法局召开2022年某某会议", "某县司法局召开2022年某某会议");
        check("某縣審計局2022年部門預算", "2022年部门预算");
    }

    #[test]
    fn the_mark_of_a_draft_is_left_out() {
        check("某县2023年政府工作报告（审议稿）", "某县2023年政府工作报告");
        check("某县2023年政府工作报告（附名词解释）", "某县2023年政府工作报告");
        check("某县2023年政府工作报告（摘要）", "某县2023年政府工作报告（摘要）");
    }

    #[test]
    fn a_way_to_a_page_ends_with_its_column() {
        assert_eq!(end_of_way("首页-政务公开-法治政府建设年度报告"), Some("法治政府建设年度报告"));
        assert_eq!(end_of_way("首页>>某县2021年政府工作报告"), Some("某县2021年政府工作报告"));
        assert_eq!(end_of_way("首页"), None);
        assert_eq!(end_of_way("2021-2022年某县政府工作报告"), None);
    }
}
