//! What the rules ask of a yearly report: a kind and a year in; the day by which it is due, the rule, and its parts out.

use jiff::civil::Date;

use crate::document::DocumentKind;
use crate::document::SectionKind;
use crate::parts;

/// A day by which a report must be public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// The rule that says so.
    pub rule: &'static str,
}

/// Returns the day by which the report about a year is due; none where no rule gives a day of the calendar.
///
/// A department's disclosure report is due two months before its government's since the regulation of 2019; an issuer
/// that is not known is taken for the government.
pub fn due(kind: DocumentKind, year: i16, issuer: Option<&str>) -> Option<Due> {
    let is_government =
        issuer.is_none_or(|issuer| issuer.ends_with("政府") || issuer.ends_with("政府办公室"));
    let (month, day, rule) = match kind {
        DocumentKind::RuleOfLawReport => (4, 1, "《法治政府建设与责任落实督察工作规定》：每年4月1日之前公开"),
        DocumentKind::DisclosureReport if year < 2018 => {
            (3, 31, "《政府信息公开条例》（2007年）第三十一条：每年3月31日前公布")
        }
        DocumentKind::DisclosureReport if is_government || year == 2018 => {
            (3, 31, "《政府信息公开条例》（2019年）第四十九条：政府的年度报告每年3月31日前公布")
        }
        DocumentKind::DisclosureReport => {
            (1, 31, "《政府信息公开条例》（2019年）第四十九条：部门的年度报告每年1月31日前公布")
        }
        DocumentKind::WebsiteReport if year >= 2017 => {
            (1, 31, "《政府网站发展指引》（国办发〔2017〕47号）：每年1月31日前公布")
        }
        DocumentKind::EnforcementStatistics if year >= 2018 => {
            (1, 31, "国办发〔2018〕118号：每年1月31日前公开上年度执法数据")
        }
        _ => return None,
    };
    Some(Due { day: Date::new(year.checked_add(1)?, month, day).ok()?, rule })
}

/// Returns the parts that a report must have; none for kinds of which the rules ask no parts.
///
/// 其他需要报告的情况 is asked for too and may be absent, because there may be nothing else.
pub fn required(kind: DocumentKind) -> &'static [SectionKind] {
    match kind {
        DocumentKind::RuleOfLawReport => &parts::ASKED_FOR,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::due;
    use crate::document::DocumentKind as Kind;

    #[track_caller]
    fn check(kind: Kind, year: i16, issuer: Option<&str>, expected: Option<&str>) {
        assert_eq!(due(kind, year, issuer).map(|due| due.day.to_string()).as_deref(), expected);
    }

    #[test]
    fn each_kind_has_the_day_of_its_rule() {
        check(Kind::RuleOfLawReport, 2021, None, Some("2022-04-01"));
        check(Kind::DisclosureReport, 2015, Some("某市教育局"), Some("2016-03-31"));
        check(Kind::DisclosureReport, 2021, Some("某市人民政府"), Some("2022-03-31"));
        check(Kind::DisclosureReport, 2021, Some("某市教育局"), Some("2022-01-31"));
        check(Kind::WebsiteReport, 2020, None, Some("2021-01-31"));
        check(Kind::EnforcementStatistics, 2020, None, Some("2021-01-31"));
        check(Kind::WorkReport, 2020, None, None);
        check(Kind::RuleOfLawReport, i16::MAX, None, None);
    }
}
