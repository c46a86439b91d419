//! What the rules ask of a yearly report: a kind, a year and an issuer in; the day by which it is due, and the rule, out.
//!
//! Each rule names the regulation and the article that it stands in. A kind without a rule here has no due date that is
//! known, and nothing is late then: a work report is given when the congress meets, and no rule fixes that day.

use jiff::civil::Date;

use crate::document::DocumentKind;

/// A rule that says when a report must be public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The regulation, with its number where it has one.
    pub source: &'static str,
    /// The article of it.
    pub article: &'static str,
    /// What it asks.
    pub says: &'static str,
    /// Month and day of the next year; none where the day depends on something else.
    day: Option<(i8, i8)>,
}

impl Rule {
    /// Writes the rule in one line.
    pub fn written(&self) -> String {
        format!("{}{}：{}", self.source, self.article, self.says)
    }
}

/// A day by which a report must be public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// The rule that says so.
    pub rule: Rule,
}

const RULE_OF_LAW: Rule = Rule {
    source: "《法治政府建设与责任落实督察工作规定》",
    article: "第二十四条",
    says: "每年4月1日之前向社会公开",
    day: Some((4, 1)),
};
/// The outline asks for the report in the first quarter, which is over on the same day.
const RULE_OF_LAW_OUTLINE: Rule = Rule {
    source: "《法治政府建设实施纲要（2015—2020年）》",
    article: "三、组织保障和落实机制",
    says: "每年第一季度报告上一年度情况并向社会公开",
    day: Some((4, 1)),
};
const DISCLOSURE_OF_2007: Rule = Rule {
    source: "《政府信息公开条例》（2007年国务院令第492号）",
    article: "第三十一条",
    says: "每年3月31日前公布",
    day: Some((3, 31)),
};
const DISCLOSURE_OF_GOVERNMENTS: Rule = Rule {
    source: "《政府信息公开条例》（2019年国务院令第711号）",
    article: "第四十九条第二款",
    says: "本级政府的年度报告每年3月31日前公布",
    day: Some((3, 31)),
};
const DISCLOSURE_OF_DEPARTMENTS: Rule = Rule {
    source: "《政府信息公开条例》（2019年国务院令第711号）",
    article: "第四十九条第一款",
    says: "部门的年度报告每年1月31日前公布",
    day: Some((1, 31)),
};
const WEBSITE: Rule = Rule {
    source: "《国务院办公厅关于做好政府网站年度报表发布工作的通知》（国办函〔2018〕12号）",
    article: "第二条",
    says: "每年1月31日前在本网站发布",
    day: Some((1, 31)),
};
const ENFORCEMENT: Rule = Rule {
    source: "《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》（国办发〔2018〕118号）",
    article: "第二部分第（六）项",
    says: "每年1月31日前公开上年度行政执法总体情况有关数据",
    day: Some((1, 31)),
};
const BUDGET: Rule = Rule {
    source: "《预算法》",
    article: "第十四条",
    says: "批准或批复后二十日内公开；起算日因批准日而异，不能由年份推出",
    day: None,
};

/// Returns the rule for the report about a year; none where none is known.
///
/// A department's disclosure report is due two months before its government's since the regulation of 2019; an issuer
/// that is not known is taken for the government.
pub fn rule(kind: DocumentKind, year: i16, issuer: Option<&str>) -> Option<Rule> {
    let is_government =
        issuer.is_none_or(|issuer| issuer.ends_with("政府") || issuer.ends_with("政府办公室"));
    match kind {
        DocumentKind::RuleOfLawReport if year >= 2019 => Some(RULE_OF_LAW),
        DocumentKind::RuleOfLawReport if year >= 2015 => Some(RULE_OF_LAW_OUTLINE),
        DocumentKind::DisclosureReport if year >= 2019 && !is_government => Some(DISCLOSURE_OF_DEPARTMENTS),
        DocumentKind::DisclosureReport if year >= 2019 => Some(DISCLOSURE_OF_GOVERNMENTS),
        DocumentKind::DisclosureReport if year >= 2008 => Some(DISCLOSURE_OF_2007),
        DocumentKind::WebsiteReport if year >= 2017 => Some(WEBSITE),
        DocumentKind::EnforcementStatistics if year >= 2018 => Some(ENFORCEMENT),
        DocumentKind::Budget if year >= 2015 => Some(BUDGET),
        _ => None,
    }
}

/// Returns the day by which the report about a year is due; none where no rule gives a day of the calendar.
pub fn due(kind: DocumentKind, year: i16, issuer: Option<&str>) -> Option<Due> {
    let rule = rule(kind, year, issuer)?;
    let (month, day) = rule.day?;
    Some(Due { day: Date::new(year.checked_add(1)?, month, day).ok()?, rule })
}

/// Returns the rules for reports about some years, governments' and departments', each once.
pub fn rules(kind: DocumentKind, years: &[i16]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for &year in years {
        for issuer in [None, Some("某部门")] {
            rules.extend(rule(kind, year, issuer).filter(|rule| !rules.contains(rule)));
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::due;
    use super::rules;
    use crate::document::DocumentKind as Kind;

    #[track_caller]
    fn check(kind: Kind, year: i16, issuer: Option<&str>, expected: Option<&str>) {
        assert_eq!(due(kind, year, issuer).map(|due| due.day.to_string()).as_deref(), expected);
    }

    #[test]
    fn each_kind_has_the_day_of_its_rule() {
        check(Kind::RuleOfLawReport, 2021, None, Some("2022-04-01"));
        check(Kind::RuleOfLawReport, 2016, None, Some("2017-04-01"));
        check(Kind::DisclosureReport, 2015, Some("某市教育局"), Some("2016-03-31"));
        check(Kind::DisclosureReport, 2018, Some("某市教育局"), Some("2019-03-31"));
        check(Kind::DisclosureReport, 2021, Some("某市人民政府"), Some("2022-03-31"));
        check(Kind::DisclosureReport, 2021, Some("某市教育局"), Some("2022-01-31"));
        check(Kind::WebsiteReport, 2020, None, Some("2021-01-31"));
        check(Kind::EnforcementStatistics, 2020, None, Some("2021-01-31"));
        check(Kind::RuleOfLawReport, i16::MAX, None, None);
    }

    #[test]
    fn a_kind_or_a_year_without_a_rule_has_no_due_date() {
        check(Kind::WorkReport, 2020, None, None);
        check(Kind::Budget, 2020, None, None);
        check(Kind::RuleOfLawReport, 2012, None, None);
        check(Kind::DisclosureReport, 2006, None, None);
        assert!(rules(Kind::StatisticalBulletin, &[2020]).is_empty());
    }

    #[test]
    fn every_rule_names_its_regulation_and_article() {
        let years: Vec<i16> = (2000..2030).collect();
        let all: Vec<_> = Kind::ALL.iter().flat_map(|kind| rules(*kind, &years)).collect();
        assert_eq!(all.len(), 8);
        for rule in all {
            assert!(rule.source.starts_with('《') && !rule.article.is_empty(), "{}", rule.written());
        }
    }

    #[test]
    fn the_rules_of_many_years_are_each_said_once() {
        let written: Vec<String> = rules(Kind::DisclosureReport, &[2017, 2018, 2019, 2020])
            .iter()
            .map(|rule| rule.article.into())
            .collect();
        assert_eq!(written, ["第三十一条", "第四十九条第二款", "第四十九条第一款"]);
    }
}
