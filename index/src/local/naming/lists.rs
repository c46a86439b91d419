//! The words that name kinds of documents, and those that stand beside a name and say nothing more.

use corpus::document::DocumentKind as Kind;

/// What names a kind of document: all strings of a line stand in the query. The first line that fits decides.
pub(super) const KINDS: &[(Kind, &[&str])] = &[
    (Kind::AuditReport, &["审计", "报告"]),
    (Kind::PlanReport, &["发展计划"]),
    (Kind::PlanReport, &["计划报告"]),
    (Kind::PlanReport, &["计划执行"]),
    (Kind::PlanReport, &["国民经济计划"]),
    (Kind::Budget, &["预算", "报告"]),
    (Kind::Budget, &["预算草案"]),
    (Kind::Budget, &["财政预算"]),
    (Kind::Budget, &["预算执行"]),
    (Kind::Budget, &["决算"]),
    (Kind::StatisticalBulletin, &["统计公报"]),
    (Kind::DisclosureReport, &["信息公开", "报告"]),
    (Kind::DisclosureReport, &["信息公开", "年报"]),
    (Kind::DisclosureReport, &["政务公开", "报告"]),
    (Kind::DisclosureReport, &["政务公开", "年报"]),
    (Kind::RuleOfLawReport, &["法治政府"]),
    (Kind::RuleOfLawReport, &["依法行政", "报告"]),
    (Kind::RuleOfLawReport, &["法治建设", "报告"]),
    (Kind::WorkReport, &["工作报告"]),
    (Kind::WorkReport, &["政府报告"]),
];

/// What papers about a report are called: who writes one of these looks for such a paper and not for the report.
pub(super) const ABOUT: &[&str] = &[
    "通知", "方案", "要点", "办法", "意见", "解读", "图解", "读懂", "条例", "规定", "细则", "分工", "决议",
    "批复", "清单", "讲话", "会议", "培训", "考核", "学习", "精神", "审议", "绩效", "指南", "目录", "新闻",
    "公示", "示范",
];

/// What the title of a paper that answers a report or lays it out says: no such paper is the report, whatever kind it was
/// filed under. Titles of reports do say 会议 and 审议.
pub(crate) const ANSWERS: &[&str] = &["决议", "批复", "解读", "图解", "读懂", "分工"];

/// What stands beside a place and a year and asks for nothing more.
pub(super) const FILLING: &[&str] =
    &["人民政府", "年度", "年", "政府", "报告", "年报", "全文", "关于", "公布", "和", "与", "的"];

/// What those write beside a name who ask for it in a sentence: 我想找…, …在哪里.
pub(super) const REQUESTS: &[&str] = &[
    "我想",
    "我要",
    "想要",
    "想",
    "要",
    "请问",
    "请",
    "帮我",
    "给我",
    "帮忙",
    "找",
    "查",
    "看",
    "搜",
    "寻找",
    "查找",
    "查询",
    "查看",
    "搜索",
    "一下",
    "下载",
    "在哪里",
    "在哪儿",
    "在哪",
    "哪里有",
    "哪里",
    "哪儿",
    "有没有",
    "是什么",
    "什么是",
    "吗",
    "呢",
    "有",
    "原文",
    "全文",
    "内容",
    "主要内容",
];

/// What the name of a kind is filled with; it sets no report apart from others of its kind. Without a kind it is what somebody
/// looks for: 上海 2021 社会发展.
pub(super) const FILLING_OF_KINDS: &[&str] = &[
    "国民经济",
    "社会发展",
    "建设",
    "工作",
    "情况",
    "执行",
    "草案",
    "财政",
    "收支",
    "本级",
    "预算",
    "决算",
    "计划",
    "同级",
    "其他",
    "两会",
    "今年",
];

/// The kinds of which a place gives one a year; of the others every office gives its own.
pub(super) const GIVEN_ONCE: &[Kind] =
    &[Kind::WorkReport, Kind::PlanReport, Kind::StatisticalBulletin, Kind::AuditReport];

/// What names the report of a government, and no other work report.
pub(super) const OF_GOVERNMENT: &[&str] = &["政府工作报告", "政府报告"];

/// What those write beside it who say where and how it was given. Beside 工作报告 alone it tells whose report is meant.
pub(super) const GIVEN: &[&str] =
    &["全国人民代表大会", "人民代表大会", "全国人大", "人代会", "人大", "大会", "在", "上", "所作", "作"];

/// What names of offices end with. Whoever names an office beside a report wants what that office gave.
pub(super) const OFFICES: &[&str] = &[
    "局", "委", "办", "厅", "部", "院", "处", "所", "队", "会", "组", "社", "厂", "园", "站", "协", "镇",
    "乡", "村", "街道", "中心", "公司", "集团", "大学", "中学", "小学", "银行",
];

/// What stands for the whole country where a report is named and no place: its government, and who gives its report.
pub(super) const COUNTRY: &[&str] = &["国务院", "中央", "全国", "总理"];

/// What stands for it beside the name of a kind only, as every premier does, who gives the report: 中国 2018 asks for anything.
pub(super) const COUNTRY_OF_KINDS: &[&str] = &[
    "中国",
    "我国",
    "国家",
    "两会",
    "周恩来",
    "华国锋",
    "赵紫阳",
    "李鹏",
    "朱镕基",
    "温家宝",
    "李克强",
    "李强",
];

/// What the rules of a place are called by who looks for one of them.
pub(super) const RULES: &[&str] = &["立法", "法规", "规章", "地方性法规", "地方立法", "地方法规"];

/// The word with which the dictionary begins their full name, and that name.
pub(super) const LOCAL: &str = "地方性";
pub(super) const LOCAL_RULES: &str = "地方性法规";
