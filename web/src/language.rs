//! The two languages of the pages: which one a reader wants, and what things are called in it.

mod phrases;

use corpus::coverage::Doubt;
use corpus::coverage::State;
use corpus::document::Confidence;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::SectionKind;
use corpus::quantity_series::Measure;
use corpus::reason::Reason;
use corpus::visit::Outcome;
use corpus::year::Period;
use corpus::year::ReportYear;
use jiff::Timestamp;

pub(crate) use phrases::Phrases;

/// A language of the pages. The documents themselves stay Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    /// Finds a language by the name that stands in an address or a cookie.
    pub(crate) fn find(key: &str) -> Option<Language> {
        match key {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// Chooses from `Accept-Language`: the first of the two that the browser ranks highest, else Chinese.
    pub(crate) fn accepted(header: &str) -> Language {
        let mut best = (Language::Chinese, 0.0);
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let Some(language) = Language::find(name.split('-').next().unwrap_or_default()) else { continue };
            let weight = parts
                .filter_map(|part| part.trim().strip_prefix("q="))
                .find_map(|weight| weight.parse::<f32>().ok())
                .unwrap_or(1.0);
            if weight > best.1 {
                best = (language, weight);
            }
        }
        best.0
    }

    /// Returns the name that stands in an address or a cookie.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// Returns the BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// Returns its name in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::Chinese => "中文",
            Language::English => "English",
        }
    }

    /// Returns the language that this one is switched to.
    pub(crate) fn other(self) -> Language {
        match self {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        }
    }

    /// Returns the phrases.
    pub(crate) fn phrases(self) -> &'static Phrases {
        match self {
            Language::Chinese => &phrases::CHINESE,
            Language::English => &phrases::ENGLISH,
        }
    }

    fn choose(self, chinese: &'static str, key: &'static str) -> String {
        match self {
            Language::Chinese => chinese.to_owned(),
            Language::English => key.replace(['-', '_'], " "),
        }
    }

    /// Returns what a kind of document is called.
    pub(crate) fn kind(self, kind: DocumentKind) -> String {
        self.choose(kind.chinese(), kind.key())
    }

    /// Returns what a kind of section is called.
    pub(crate) fn section(self, kind: SectionKind) -> String {
        self.choose(kind.chinese(), kind.key())
    }

    /// Returns whether a quantity is a level or a change.
    pub(crate) fn measure(self, measure: Measure) -> String {
        self.choose(measure.chinese(), measure.key())
    }

    /// Returns how a year of a district stands.
    pub(crate) fn state(self, state: State) -> String {
        self.choose(state.chinese(), state.key())
    }

    /// Returns why a year of a district is to be read with care.
    pub(crate) fn doubt(self, doubt: Doubt) -> String {
        self.choose(doubt.chinese(), doubt.key())
    }

    /// Returns what a field is called.
    pub(crate) fn field(self, field: Field) -> String {
        self.choose(field.chinese(), field.key())
    }

    /// Returns what an outcome is called.
    pub(crate) fn outcome(self, outcome: Outcome) -> String {
        self.choose(outcome.chinese(), outcome.key())
    }

    /// Returns what a degree of trust is called.
    pub(crate) fn confidence(self, confidence: Confidence) -> String {
        self.choose(confidence.chinese(), confidence.key())
    }

    /// Says how a field was found or why it is missing; words that no key stands for are shown as they are.
    pub(crate) fn reason(self, written: &str) -> String {
        let Some((reason, what)) = Reason::read(written) else { return written.to_owned() };
        let said = self.choose(reason.chinese(), reason.key());
        if what.is_empty() {
            return said;
        }
        let named = |word: &str| SectionKind::parse(word).map_or(word.to_owned(), |kind| self.section(kind));
        let what: Vec<String> = what.split(", ").map(named).collect();
        match self {
            Language::Chinese => format!("{said}：{}", what.join("、")),
            Language::English => format!("{said}: {}", what.join(", ")),
        }
    }

    /// Writes the years that a report speaks about.
    pub(crate) fn report_year(self, year: ReportYear) -> String {
        let part = match (self, year.period) {
            (Language::English, _) => return year.to_string(),
            (Language::Chinese, Period::Months(first, last)) => &format!("{first}—{last}月"),
            (Language::Chinese, Period::Year | Period::Span | Period::Plan) => "",
            (Language::Chinese, Period::ThreeQuarters) => "前三季度",
            (Language::Chinese, Period::FirstHalf) => "上半年",
            (Language::Chinese, Period::SecondHalf) => "下半年",
            (Language::Chinese, Period::Quarter(1)) => "第一季度",
            (Language::Chinese, Period::Quarter(2)) => "第二季度",
            (Language::Chinese, Period::Quarter(3)) => "第三季度",
            (Language::Chinese, Period::Quarter(_)) => "第四季度",
        };
        let start = year.start;
        if year.end == start { format!("{start}年{part}") } else { format!("{start}–{}年", year.end) }
    }

    /// Writes a time as it stands on a clock in Beijing, where the documents come from.
    pub(crate) fn time(self, at: Timestamp) -> String {
        let local = jiff::tz::offset(8).to_datetime(at);
        let zone = match self {
            Language::Chinese => "北京时间",
            Language::English => "UTC+8",
        };
        format!("{} {zone}", local.strftime("%Y-%m-%d %H:%M"))
    }
}

/// Writes a number with a comma after every three digits.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Language) {
        assert_eq!(Language::accepted(header), expected, "{header:?}");
    }

    #[test]
    fn the_browsers_first_choice_of_the_two_is_taken() {
        check("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese);
        check("en-US,en;q=0.9,zh;q=0.8", Language::English);
        check("en;q=0.3, zh-TW;q=0.7", Language::Chinese);
        check("de, fr;q=0.9, en;q=0.5", Language::English);
        check("de", Language::Chinese);
        check("", Language::Chinese);
        check("en;q=0", Language::Chinese);
        check("en;q=high", Language::English);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        for (value, written) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), written);
        }
    }

    #[test]
    fn report_years_are_written_for_people() {
        let half = ReportYear { start: 2022, end: 2022, period: Period::FirstHalf };
        assert_eq!(Language::Chinese.report_year(ReportYear::single(2021)), "2021年");
        assert_eq!(Language::Chinese.report_year(ReportYear::span(2020, 2021)), "2020–2021年");
        assert_eq!(Language::Chinese.report_year(half), "2022年上半年");
        assert_eq!(Language::English.report_year(half), "2022 H1");
        for (period, chinese, english) in [
            (Period::ThreeQuarters, "2022年前三季度", "2022 Q1-Q3"),
            (Period::Months(1, 11), "2022年1—11月", "2022 M1-11"),
        ] {
            let part = ReportYear { period, ..half };
            assert_eq!(Language::Chinese.report_year(part), chinese);
            assert_eq!(Language::English.report_year(part), english);
        }
    }

    #[test]
    fn reasons_are_said_in_the_language_of_the_reader() {
        for (written, chinese, english) in [
            ("no-source-in-the-page", "页面未载来源", "no source in the page"),
            ("line: 发布时间", "标签：发布时间", "line: 发布时间"),
            (
                "parts-that-the-rules-ask-for-are-missing: problems, next_plan",
                "规定应有而未见的部分：不足、打算",
                "parts that the rules ask for are missing: problems, next plan",
            ),
            ("what an older version wrote", "what an older version wrote", "what an older version wrote"),
        ] {
            assert_eq!(Language::Chinese.reason(written), chinese);
            assert_eq!(Language::English.reason(written), english);
        }
    }

    #[test]
    fn times_are_those_of_beijing() {
        let at: Timestamp = "2024-05-01T18:30:00Z".parse().expect("a time");
        assert_eq!(Language::Chinese.time(at), "2024-05-02 02:30 北京时间");
    }
}
