//! What each kind of request answers.

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::year::ReportYear;
use jiff::civil::date;

use crate::interrupt::Interrupt;
use crate::local::tests::Shelf;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::local::tests::section;
use crate::query::parse;
use crate::search::Matching;
use crate::search::SearchRequest;

const WORK: DocumentKind = DocumentKind::WorkReport;
const LAW: DocumentKind = DocumentKind::RuleOfLawReport;

pub(super) fn shelf() -> Shelf {
    let mut plan = placed(
        "绵阳市法治政府建设报告",
        "执法监督不够。下一步加强执法监督。",
        2020,
        &["四川省", "绵阳市"],
        LAW,
    );
    plan.sections =
        vec![section("1", SectionKind::Problems, 0, 7), section("2", SectionKind::NextPlan, 7, 17)];
    plan.issuer = Some("绵阳市司法局".to_owned());
    plan.published = Some(date(2021, 3, 1));
    let mut span =
        placed("青岛市政府工作报告", "推进生态环境保护，生态环境质量改善", 2021, &["山东省", "青岛市"], WORK);
    span.report_year = Some(ReportYear::span(2020, 2021));
    span.source = Some("青岛日报".to_owned());
    span.published = Some(date(2022, 1, 9));
    Shelf::of(&[
        ("law", plan),
        ("work", span),
        ("old", placed("四川省政府工作报告", "整治水污染", 2018, &["四川省"], WORK)),
        ("bare", report("生态环境公报", "空气质量")),
    ])
}

#[test]
fn bare_words_stand_in_the_text_or_in_the_title() {
    let shelf = shelf();
    shelf.check("生态环境", &["bare", "work"], 2);
    shelf.check("\"生态环境\"", &["work"], 2);
    shelf.check("生态环境 空气", &["bare"], 1);
    shelf.check("text:生态环境 质量", &["work"], 3);
    shelf.check("title:生态环境", &["bare"], 0);
    shelf.check("政府工作报告", &["old", "work"], 0);
}

#[test]
fn operators_combine_conditions() {
    let shelf = shelf();
    shelf.check("\"执法监督\" OR \"水污染\"", &["law", "old"], 3);
    shelf.check("质量 -\"生态\"", &["bare"], 1);
    shelf.check("-质量", &["law", "old"], 0);
    shelf.check("(质量 OR 污染) kind:work-report", &["old", "work"], 2);
    shelf.check("NOT (质量 OR 监督)", &["old"], 0);
    shelf.check("\"生态\" \"生态\"", &["work"], 2);
}

#[test]
fn near_counts_the_characters_between() {
    let shelf = Shelf::of(&[
        ("a", report("题", "法治一二三政府。政府法治")),
        ("b", report("题", "法治一二三四政府")),
    ]);
    shelf.check("\"法治\" NEAR/3 \"政府\"", &["a"], 4);
    shelf.check("法治 NEAR/4 政府", &["a", "b"], 6);
    shelf.check("法治 NEAR/0 政府", &["a"], 2);
    shelf.check("法治 NEAR/4 法治", &[], 0);
    shelf.check("法治 NEAR/1 (一二 OR 府)", &["a", "b"], 6);
}

#[test]
fn what_is_known_of_a_document_narrows() {
    let shelf = shelf();
    shelf.check("year:2020", &["law", "work"], 0);
    shelf.check("year:2021..", &["work"], 0);
    shelf.check("region:四川", &["law", "old"], 0);
    shelf.check("地区：四川/绵阳", &["law"], 0);
    shelf.check("issuer:司法局", &["law"], 0);
    shelf.check("来源:青岛", &["work"], 0);
    shelf.check("published:2021..2021", &["law"], 0);
    shelf.check("kind:政府工作报告 year:2018", &["old"], 0);
    shelf.check("", &["bare", "law", "old", "work"], 0);
}

#[test]
fn a_section_narrows_what_stands_beside_it() {
    let shelf = shelf();
    shelf.check("\"执法监督\"", &["law"], 2);
    shelf.check("\"执法监督\" section:不足", &["law"], 1);
    shelf.check("\"加强\" section:不足", &[], 0);
    shelf.check("章节:打算", &["law"], 0);
    shelf.check("(\"加强\" section:打算) \"不够\"", &["law"], 2);
    let page = shelf.search("\"执法\"");
    let sections: Vec<(&str, u64)> =
        page.facets.section.iter().map(|facet| (facet.value.as_str(), facet.count)).collect();
    assert_eq!(sections, [("problems", 1), ("next_plan", 1)]);
}

#[test]
fn facets_count_all_hits_on_every_level() {
    let page = shelf().search("");
    let plain = |facets: &[crate::search::FacetCount]| -> Vec<String> {
        facets.iter().map(|facet| format!("{} {}", facet.value, facet.count)).collect()
    };
    assert_eq!(plain(&page.facets.year), ["2021 1", "2020 2", "2018 1"]);
    assert_eq!(plain(&page.facets.region), ["四川省 2", "四川省/绵阳市 1", "山东省 1", "山东省/青岛市 1"]);
    assert_eq!(plain(&page.facets.kind), ["work-report 2", "other 1", "rule-of-law-report 1"]);
    assert_eq!(plain(&page.facets.issuer), ["绵阳市司法局 1"]);
}

#[test]
fn when_no_document_has_all_words_any_word_is_enough_and_it_is_said() {
    let shelf = shelf();
    let page = shelf.search("空气 水污染 kind:work-report");
    assert_eq!(page.relaxed.as_ref().map(|relaxed| relaxed.words.len()), Some(2));
    assert_eq!(page.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["old"]);
    let page = shelf.search("生态环境 水污染 空气");
    assert_eq!(page.hits[0].id.as_str(), "bare", "most words come first");
    assert!(shelf.search("不存在的词语呀 \"也没有\"").relaxed.is_none());
    assert!(shelf.search("空气").relaxed.is_none());
}

#[test]
fn a_hit_shows_the_original_with_every_match_marked() {
    let mut document = report("標題 法治", "前言。\n生態 環境，生 态环境。");
    document.sections = vec![section("1", SectionKind::Measures, 4, 17)];
    let shelf = Shelf::of(&[("a", document)]);
    let page = shelf.search("\"生态环境\"");
    let hit = &page.hits[0];
    assert_eq!(hit.occurrences, 2);
    assert_eq!(hit.snippets[0].text, "生態 環境，生 态环境。");
    assert_eq!(hit.snippets[0].marks, [(0, 5), (6, 11)]);
    assert_eq!(hit.snippets[0].section.as_ref().map(|section| section.number.as_str()), Some("1"));
    assert_eq!(shelf.search("法治").hits[0].title_marks, [(3, 5)]);
    assert_eq!(shelf.search("法治").hits[0].snippets[0].marks, []);
    assert_eq!(hit.url.as_deref(), Some("http://a.test/"));
}

#[test]
fn titles_and_whole_chunks_rank_higher() {
    let filler = "其他内容。".repeat(20);
    let shelf = Shelf::of(&[
        ("apart", report("报告", &format!("卫生{filler}教育{filler}住房"))),
        ("whole", report("报告", &format!("卫生教育住房{filler}{filler}"))),
        ("title", report("卫生教育住房办法", &format!("卫生{filler}教育{filler}住房"))),
    ]);
    let page = shelf.search("卫生教育住房");
    let order: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(order, ["title", "whole", "apart"]);
}

#[test]
fn a_named_year_and_place_come_first() {
    let text = "一年来，全市工作取得新成效。各位代表：现在报告工作，2024年的情况如下。上海、绵阳等地。";
    let shelf = Shelf::of(&[
        ("a", placed("政府工作报告", text, 2022, &["四川省", "绵阳市"], WORK)),
        ("b", placed("政府工作报告", text, 2024, &["四川省", "绵阳市"], WORK)),
        ("c", placed("政府工作报告", text, 2024, &["上海市"], WORK)),
    ]);
    assert_eq!(shelf.search("上海 2024").hits[0].id.as_str(), "c");
    assert_eq!(shelf.search("绵阳 2024").hits[0].id.as_str(), "b");
}

/// The rare string lies far behind what the other alternative finds.
#[test]
fn alternatives_that_share_a_string_lose_no_document() {
    let mut documents: Vec<(String, Document)> =
        (0..300).map(|number| (format!("d{number:03}"), report("题", "甲县说。"))).collect();
    documents[250].1 = report("题", "甲县说。乙县说。");
    let shelf = Shelf::of(&documents.iter().map(|(id, one)| (id.as_str(), one.clone())).collect::<Vec<_>>());
    for (query, found, places) in [
        ("\"甲县\" OR (\"乙县\" \"甲县\")", 300, 301),
        ("(\"乙县\" \"甲县\") OR \"甲县\"", 300, 301),
        ("(\"乙县\" \"甲县\") OR (\"甲县\" 说)", 300, 602),
        ("(\"乙县\" NEAR/5 \"甲县\") OR (\"甲县\" -丙)", 300, 301),
        ("(乙县 甲县) OR 甲县", 300, 301),
        ("说 ((\"乙县\" 说) OR \"甲县\")", 300, 602),
    ] {
        let total = shelf.search(query).total;
        assert_eq!((total.documents, total.occurrences), (found, places), "{query}");
    }
}

/// A report is what its place, year and kind say, also where its text and title do not say so.
#[test]
fn a_report_is_found_by_its_place_year_and_kind() {
    let said = "南京市司法局学习上海市、内蒙古自治区法治政府建设经验，2021年政府工作报告要求落实。";
    let shelf = Shelf::of(&[
        ("wanted", placed("法治政府建设情况报告", "我市推进依法行政。", 2021, &["江苏省", "南京市"], LAW)),
        ("under", placed("区法治政府建设情况报告", said, 2021, &["江苏省", "南京市", "鼓楼区"], LAW)),
        ("before", placed("南京市2020年法治政府建设情况报告", said, 2020, &["江苏省", "南京市"], LAW)),
        ("other", placed("江苏省南京市2021年政府工作报告", said, 2021, &["江苏省", "南京市"], WORK)),
        ("about", report("江苏省南京市2021年法治政府建设工作要点", said)),
    ]);
    for query in [
        "江苏省南京市 2021 法治政府建设",
        "2021年南京市法治政府建设年度报告",
        "南京 法治政府建设情况 2021年度",
        "南京市二〇二一年法治政府建设报告",
    ] {
        assert_eq!(shelf.search(query).hits[0].id.as_str(), "wanted", "{query}");
    }
    assert_eq!(shelf.search("江苏省南京市 2021 政府工作报告").hits[0].id.as_str(), "other");
    assert_eq!(shelf.search("江苏省南京市2021年法治政府建设工作要点").hits[0].id.as_str(), "about");
    // What documents were found by is said.
    let named = shelf.search("江苏省南京市 2021 法治政府建设").named.expect("place, year and kind are named");
    assert_eq!(
        (named.places, named.years, named.kind),
        (vec!["江苏省".to_owned(), "南京市".to_owned()], vec![2021], Some(LAW))
    );
    assert!(shelf.search("\"南京市\" 2021").named.is_none() && shelf.search("江苏省").named.is_none());
    // What else is said must be said, and nothing is found by one fact alone.
    let found = |query: &str| {
        let mut ids: Vec<String> =
            shelf.search(query).hits.iter().map(|hit| hit.id.as_str().to_owned()).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(found("南京市 2021 法治政府建设报告 司法局"), ["about", "before", "other", "under"]);
    assert_eq!(found("\"南京市\" 2021 江苏省"), ["about", "other", "under"]);
    assert_eq!(found("江苏省"), ["about", "other"]);
    // 南京市 stands once in the text, 江苏省 nowhere.
    let under = &shelf.search("江苏省 南京市 鼓楼区 2021").hits[0];
    assert_eq!((under.id.as_str(), under.occurrences), ("under", 2));
    assert_eq!(found("-江苏省"), ["before", "under", "wanted"]);
}

#[test]
fn an_explanation_shows_the_words() {
    let explained =
        shelf().index.explain(&parse("法治政府建设 \"工作報告\" -title:a").unwrap(), Matching::String);
    assert_eq!(explained.reading, "(法治政府建设 AND \"工作報告\" AND NOT title:\"a\")");
    assert_eq!(explained.parts[0].words, ["法治", "政府", "建设"]);
    assert_eq!(explained.parts[1].folded, "工作报告");
}

#[test]
fn the_generation_changes_with_each_commit_and_says_how_far_it_goes() {
    let mut shelf = shelf();
    let before = shelf.index.generation();
    assert_eq!((before.followed, before.store.as_str()), (1, "test"));
    shelf.put("new", &report("题", "新"));
    shelf.commit();
    let after = shelf.index.generation();
    assert_eq!(after.followed, 2);
    assert!(after.commit > before.commit);
}

#[test]
fn very_long_queries_are_answered() {
    let shelf = shelf();
    let long: String = (0..9_000).map(|at| char::from_u32(0x4E00 + at % 5_000).unwrap()).collect();
    assert_eq!(shelf.search(&long).total.documents, 0);
    assert_eq!(shelf.search(&format!("\"{long}\"")).total.documents, 0);
    shelf.search(&"法治政府".repeat(2_500));
}

#[test]
fn a_section_leaves_as_many_as_its_facet_counts_beside_what_is_excluded() {
    let document = |text: &str| Document {
        sections: vec![section("1", SectionKind::Problems, 0, 5), section("2", SectionKind::Measures, 5, 10)],
        ..report("题", text)
    };
    let shelf = Shelf::of(&[
        ("a", document("法治甲乙。其他甲乙。")),
        ("b", document("法治甲乙。其他环境。")),
        ("c", document("法治环境。其他甲乙。")),
        ("d", document("其他甲乙。法治甲乙。")),
    ]);
    for query in ["-环境", "法治 -环境", "\"法治\" -\"环境\"", "甲乙 OR -环境", "法治 (甲乙 OR (其他 -环境))"]
    {
        let whole = shelf.search(query);
        for kind in [SectionKind::Problems, SectionKind::Measures] {
            let mut narrowed = SearchRequest::new(parse(query).unwrap());
            narrowed.filter.section = Some(kind);
            let left = shelf.index.search(&narrowed).unwrap().total.documents;
            let counted = whole.facets.section.iter().find(|facet| facet.value == kind.key());
            assert_eq!(counted.map_or(0, |facet| facet.count), left, "{query} {}", kind.key());
        }
    }
    let mut narrowed = SearchRequest::new(parse("法治 -环境").unwrap());
    narrowed.filter.section = Some(SectionKind::Problems);
    let page = shelf.index.search(&narrowed).unwrap();
    assert_eq!((page.hits[0].id.as_str(), page.total.documents, page.total.occurrences), ("a", 1, 1));
}

#[test]
fn forms_are_counted_each_and_together() {
    let shelf = Shelf::of(&[
        ("a", report("题", "深化放管服改革。放管服。")),
        ("b", report("题", "推进简政放权、放管结合、优化服务改革")),
        ("c", report("放管服改革", "简政放权放管结合优化服务，放管服")),
        ("d", report("题", "简政放权")),
    ]);
    let mut request = SearchRequest::new(parse("放管服").unwrap());
    assert_eq!(
        shelf.index.search(&request).unwrap().total.documents,
        2,
        "without expansion nothing is widened"
    );
    request.expand = true;
    let page = shelf.index.search(&request).unwrap();
    assert_eq!((page.total.documents, page.total.occurrences), (3, 5));
    let forms: Vec<(&str, u64, u64)> = page.expansions[0]
        .forms
        .iter()
        .map(|form| (form.text.as_str(), form.total.documents, form.total.occurrences))
        .collect();
    let long = ("简政放权、放管结合、优化服务", 1, 1);
    assert_eq!(forms, [("放管服", 2, 3), long, ("简政放权放管结合优化服务", 1, 1)]);
    request.query = parse("改革 -放管服").unwrap();
    let page = shelf.index.search(&request).unwrap();
    assert_eq!(page.total.documents, 0);
    let kept_out: Vec<u64> = page.expansions[0].forms.iter().map(|form| form.total.documents).collect();
    assert_eq!(kept_out, [2, 1, 1], "how many each form keeps out");
    request.query = parse("简政放权").unwrap();
    assert!(shelf.index.search(&request).unwrap().expansions.is_empty());
}

#[test]
fn another_query_is_offered_when_nothing_is_found() {
    let shelf = Shelf::of(&[("a", report("题", "加强法治政府建设，改善生态环境。"))]);
    let offered = |query: &str| shelf.search(query).did_you_mean.map(|other| (other.query, other.documents));
    assert_eq!(offered("法制政府"), Some(("法治政府".to_owned(), 1)));
    assert_eq!(offered("\"生态坏境\" 法治"), Some(("\"生态环境\" 法治".to_owned(), 1)));
    assert_eq!(offered("fazhizhengfu"), Some(("法治政府".to_owned(), 1)));
    assert_eq!(offered("法治"), None);
    assert_eq!(offered("火星"), None);
    assert_eq!(offered("shentaihuanjing"), Some(("生态环境".to_owned(), 1)), "a letter is missing");
    assert_eq!(offered("法制政府 -法治"), None, "what would find nothing either is not offered");
}

#[test]
fn a_slip_within_a_longer_query_is_mended_from_what_stands_beside_it() {
    let kind = DocumentKind::WorkReport;
    let shelf = Shelf::of(&[
        ("a", placed("2025年上海市政府工作报告", "推进乡村振兴，新兴产业", 2025, &["上海市"], kind)),
        ("b", report("通告", "通报高度重视，正在兴办")),
        ("c", report("题", "政府工作报告。全国政府工作报告汇编")),
    ]);
    let offered = |query: &str| shelf.search(query).did_you_mean.map(|other| other.query);
    assert_eq!(offered("乡村正兴").as_deref(), Some("乡村振兴"));
    assert_eq!(offered("\"乡村正兴\"").as_deref(), Some("\"乡村振兴\""));
    assert_eq!(offered("推进乡村正兴").as_deref(), Some("推进乡村振兴"));
    assert_eq!(offered("2025年上海市政府工作报高").as_deref(), Some("2025年上海市政府工作报告"));
    assert_eq!(offered("2025上海政府工做报告").as_deref(), Some("2025上海政府工作报告"));
    assert_eq!(offered("通报高度"), None, "what stands as it is written is no slip");
    assert_eq!(offered("高度龘饕"), None);
}

#[test]
fn a_search_that_nobody_waits_for_ends_and_is_no_damage() {
    let shelf = shelf();
    let request = SearchRequest::new(parse("\"法\" NEAR/9 \"法\" NEAR/9 \"治\"").unwrap());
    let interrupt = Interrupt::default();
    let found = interrupt.run(|| shelf.index.search(&request).unwrap().total).expect("somebody waits");
    assert_eq!(found, shelf.index.search(&request).unwrap().total);
    interrupt.raise();
    assert!(interrupt.run(|| shelf.index.search(&request)).is_none());
    let other = SearchRequest::new(parse("法治").unwrap());
    assert!(interrupt.run(|| shelf.index.search(&other)).is_none());
    assert!(shelf.index.search(&other).is_ok());
}
