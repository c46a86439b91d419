//! The years that a title names in; those that it is about out, without the ones in which it appeared, was revised or
//! handed in.

use std::sync::LazyLock;

use regex::Regex;

/// One year in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The year.
    pub(crate) year: i16,
    /// Its first byte.
    pub(crate) start: usize,
    /// One past the last byte of 年 or 年度.
    pub(crate) end: usize,
}

/// What is done with a document in the year before it: 2021年公开, 2023年1月印发, 2023年修订, 2023年版.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?)?\s*(?:公开|发布|公布|印发|下发|刊发|修订|修正|修改|更新|报送|上报|填报|编报|编制|审议|通过|施行|版|稿)",
    )
});
/// A day, or a month that is no part of a stretch of months.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*\d{1,2}\s*月(?:份|底|末|初)?(?:\s*\d{1,2}\s*日)?\s*(?:[^-—–－~～至到\s]|$)")
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Leaves out the years in which a document appeared, where it names another: no document is about the year of its own
/// publication because it says when that was.
pub(crate) fn own(title: &str, years: Vec<Named>) -> Vec<Named> {
    let is_alone = years.windows(2).all(|two| two[0].year == two[1].year);
    if is_alone {
        return years;
    }
    let own: Vec<Named> = years.iter().copied().filter(|named| !is_of_appearance(title, *named)).collect();
    if own.is_empty() { years.into_iter().take(1).collect() } else { own }
}

fn is_of_appearance(title: &str, named: Named) -> bool {
    let (before, behind) = (&title[..named.start], &title[named.end..]);
    let is_year_of_subject = title[..named.end].ends_with('度');
    // 2021年7月至2022年6月 is one stretch; 截至2023年1月 is a day.
    let is_joined = before.trim_end().ends_with(['至', '到', '-', '—', '–', '－', '~', '～'])
        && !before.ends_with("截至");
    !is_year_of_subject && DONE.is_match(behind) || !is_joined && DAY.is_match(behind)
}
