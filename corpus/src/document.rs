//! What one published document is: its text, its three dates, its issuer, place, kind and sections.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::district::Place;
use crate::year::ReportYear;

/// The stable name of a document; at most 200 characters, never empty, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// The longest id in characters.
    pub const LONGEST: usize = 200;

    /// Returns the id, or `None` when it is empty, too long or holds control characters.
    pub fn parse(id: &str) -> Option<DocumentId> {
        let fits = !id.is_empty() && id.chars().count() <= DocumentId::LONGEST;
        (fits && !id.chars().any(char::is_control)).then(|| DocumentId(id.to_owned()))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Declares an enum whose variants each have a key for machines and a Chinese name for people.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal, $chinese:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every value, in the order they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Returns the name that machines use.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// Returns the name that Chinese readers see.
            pub fn chinese(self) -> &'static str {
                match self { $($name::$variant => $chinese,)* }
            }

            /// Finds a value by its key or its Chinese name.
            pub fn parse(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.key() == name || value.chinese() == name)
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// What sort of document it is.
    DocumentKind {
        /// The yearly report on building a rule-of-law government.
        RuleOfLawReport = "rule-of-law-report", "法治政府建设年度报告";
        /// The government's report to the people's congress.
        WorkReport = "work-report", "政府工作报告";
        /// The yearly report on disclosing government information.
        DisclosureReport = "disclosure-report", "政府信息公开年度报告";
        /// A statistics bureau's yearly bulletin.
        StatisticalBulletin = "statistical-bulletin", "统计公报";
        /// Budgets and final accounts.
        Budget = "budget", "预决算";
        /// A report on the audit of the budget.
        AuditReport = "audit-report", "审计工作报告";
        /// The report on the plan for economic and social development.
        PlanReport = "plan-report", "计划报告";
        /// The yearly figures on administrative enforcement.
        EnforcementStatistics = "enforcement-statistics", "行政执法统计年报";
        /// An evaluation of what spending achieved.
        PerformanceEvaluation = "performance-evaluation", "绩效评价";
        /// Answers to deputies' proposals.
        ProposalHandling = "proposal-handling", "建议提案办理";
        /// The yearly table on a government website.
        WebsiteReport = "website-report", "政府网站工作年度报表";
        /// An explanation of a policy.
        Interpretation = "interpretation", "政策解读";
        /// A law, regulation or rule.
        Regulation = "regulation", "法规规章";
        /// A plan, outline or implementation scheme.
        Plan = "plan", "规划方案";
        /// A notice, announcement or decision.
        Notice = "notice", "通知公告";
        /// News.
        News = "news", "新闻动态";
        /// A column or list page.
        List = "list", "栏目列表";
        /// A guide to a service or to disclosure.
        Guide = "guide", "指南";
        /// Anything else.
        Other = "other", "其他";
    }
}

impl DocumentKind {
    /// Tells whether one issuer publishes one such document a year, so that issuer, kind and year identify it.
    pub fn is_yearly(self) -> bool {
        use DocumentKind as K;
        matches!(
            self,
            K::RuleOfLawReport
                | K::WorkReport
                | K::DisclosureReport
                | K::StatisticalBulletin
                | K::AuditReport
                | K::PlanReport
                | K::EnforcementStatistics
                | K::WebsiteReport
        )
    }
}

keyed! {
    /// What a section of a report is about, after the five parts that the rules ask for.
    SectionKind {
        /// What was done.
        Measures = "measures", "举措";
        /// What is still wrong.
        Problems = "problems", "不足";
        /// How the person in charge did their duty.
        FirstResponsible = "first_responsible", "第一责任人";
        /// What is planned for the next year.
        NextPlan = "next_plan", "打算";
        /// Anything else.
        Other = "other", "其他";
    }
}

keyed! {
    /// One thing that is read from a page and may be missing from it.
    Field {
        /// The title.
        Title = "title", "标题";
        /// The text itself.
        Text = "text", "正文";
        /// The date the page went up.
        Published = "published", "发布日期";
        /// The date the document was signed.
        Signed = "signed", "成文日期";
        /// Where the page says it took the text from.
        Source = "source", "来源";
        /// Who issued the document.
        Issuer = "issuer", "发文机关";
        /// The number of the document, such as 国办发〔2021〕30号.
        DocumentNumber = "document_number", "发文字号";
        /// The index number of the disclosure catalogue.
        IndexNumber = "index_number", "索引号";
        /// The year or span the document speaks about.
        ReportYear = "report_year", "报告年份";
        /// What sort of document it is.
        Kind = "kind", "文种";
        /// The division that the document belongs to.
        Place = "place", "地区";
        /// The parts of the text.
        Sections = "sections", "章节";
    }
}

keyed! {
    /// How far a reading may be trusted.
    Confidence {
        /// Read from where the page states it.
        Stated = "stated", "明示";
        /// Read from a weaker place.
        Inferred = "inferred", "推断";
        /// Built by us because the page has none.
        Derived = "derived", "拟定";
    }
}

/// How a field was found, and how far it may be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where it stood, as [`crate::reason::Reason`] writes it: `line: 发布时间`.
    pub because: String,
    /// How far it may be trusted.
    pub confidence: Confidence,
}

impl Origin {
    /// Returns an origin.
    pub fn new(because: impl Into<String>, confidence: Confidence) -> Origin {
        Origin { because: because.into(), confidence }
    }
}

/// Something that a reader would look for and that the page did not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What is missing.
    pub field: Field,
    /// Why, as [`crate::reason::Reason`] writes it: `no-source-in-the-page`, `needs_ocr: scan.pdf`.
    pub because: String,
}

/// One part of a text. Offsets count characters of the document's text; `start` is the heading's first character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The place in the tree, such as `2.1`; stable for one version of the text.
    pub number: String,
    /// The heading as printed, without blanks around it.
    pub heading: String,
    /// What the part is about.
    pub kind: SectionKind,
    /// The year the part speaks about, when it is its own.
    pub year: Option<i16>,
    /// 1 for 一、, 2 for (一), and so on.
    pub level: u8,
    /// First character of the heading.
    pub start: usize,
    /// One past the last character of the part, its sub-parts included.
    pub end: usize,
}

/// A document as it was read: the text as the page said it, and everything known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The title; never empty (a built one is flagged `Derived` in `origins`).
    pub title: String,
    /// Paragraphs parted by `\n`; table cells parted by `\t`.
    pub text: String,
    /// The day the page went up.
    pub published: Option<Date>,
    /// The day the document was signed.
    pub signed: Option<Date>,
    /// Where the page says it took the text from.
    pub source: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Such as 国办发〔2021〕30号.
    pub document_number: Option<String>,
    /// The number in the disclosure catalogue.
    pub index_number: Option<String>,
    /// The year or span it speaks about.
    pub report_year: Option<ReportYear>,
    /// What sort of document it is.
    pub kind: DocumentKind,
    /// Where it belongs.
    pub place: Option<Place>,
    /// Its parts, in text order, parents before children.
    pub sections: Vec<Section>,
    /// How each field was found.
    pub origins: BTreeMap<Field, Origin>,
    /// What was not found.
    pub gaps: Vec<Gap>,
}

impl Document {
    /// Returns a document that has a title and a text and nothing else yet.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Document {
        Document {
            title: title.into(),
            text: text.into(),
            published: None,
            signed: None,
            source: None,
            issuer: None,
            document_number: None,
            index_number: None,
            report_year: None,
            kind: DocumentKind::Other,
            place: None,
            sections: Vec::new(),
            origins: BTreeMap::new(),
            gaps: Vec::new(),
        }
    }
}
