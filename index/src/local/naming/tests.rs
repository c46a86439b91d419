//! What queries name, and what they do not.

use corpus::document::DocumentKind as Kind;

use crate::local::naming::Naming;
use crate::local::naming::nearness;
use crate::query::parse;

#[track_caller]
fn check(query: &str, places: &[&str], years: &[i16], kind: Option<Kind>, is_all: bool) {
    let naming = Naming::of(&parse(query).expect("the query is sound").root);
    let named: Vec<&str> = naming.places.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((named.as_slice(), naming.years.as_slice(), naming.kind), (places, years, kind), "{query}");
    assert_eq!(naming.is_all(), is_all, "{query}");
}

#[test]
fn places_years_and_kinds_are_read_wherever_they_stand() {
    let work = Some(Kind::WorkReport);
    check("2025年上海市政府工作报告", &["上海市"], &[2025], work, true);
    check("二〇二五年上海市政府工作报告", &["上海市"], &[2025], work, true);
    check("上海市政府工作报告（2025年度）", &["上海市"], &[2025], work, true);
    check(
        "江苏省南京市 2021 法治政府建设",
        &["江苏省", "南京市"],
        &[2021],
        Some(Kind::RuleOfLawReport),
        true,
    );
    check("上海 2025", &["上海"], &[2025], None, true);
    check("绵阳市审计报告 中小学", &["绵阳市"], &[], Some(Kind::AuditReport), false);
    check("12345热线 三十六计", &[], &[], None, false);
    check("(上海 2025) 发文机关:人民政府", &["上海"], &[2025], None, true);
    check("上海 -2025", &["上海"], &[], None, true);
    check("上海 OR 2025", &[], &[], None, true);
    check("江苏鼓楼区 2021", &["江苏", "鼓楼区"], &[2021], None, true);
    check("长春 朝阳 2020", &["长春", "朝阳"], &[2020], None, true);
    check("2025年上海 上海 2025年报告", &["上海"], &[2025], None, true);
    check("江苏南京2021年度工作情况", &["江苏", "南京"], &[2021], None, false);
}

#[test]
fn what_begins_or_ends_within_another_word_is_no_place() {
    for query in ["乡村振兴 2021", "南京大屠杀 2021", "朝阳产业 2021"] {
        check(query, &[], &[2021], None, false);
    }
    check("上海合作组织 2021", &["上海"], &[2021], None, false);
}

#[test]
fn a_place_ends_where_one_that_lies_in_it_begins() {
    let work = Some(Kind::WorkReport);
    for (place, city) in
        [("辽宁", "沈阳"), ("浙江", "湖州"), ("福建", "厦门"), ("广东", "江门"), ("云南", "昆明")]
    {
        check(&format!("{place}{city}2024政府工作报告"), &[place, city], &[2024], work, true);
        check(&format!("2024{place}{city}"), &[place, city], &[2024], None, true);
    }
    check_parts("辽宁沈阳2024", &["辽宁", "沈阳", "2024"]);
}

#[test]
fn a_place_is_read_whatever_word_stands_across_its_end() {
    let work = Some(Kind::WorkReport);
    for place in ["常州", "德州", "湖州", "贺州", "北京", "广东"] {
        check(&format!("2024{place}政府工作报告"), &[place], &[2024], work, true);
        check(&format!("2024年{place}政府工作报告"), &[place], &[2024], work, true);
        check(&format!("{place}政府工作报告2024"), &[place], &[2024], work, true);
    }
    check("2024江苏常州政府工作报告", &["江苏", "常州"], &[2024], work, true);
    check("2024海南州政府工作报告", &["海南州"], &[2024], work, true);
    check("2024自治州政府工作报告", &[], &[2024], work, false);
}

#[track_caller]
fn check_parts(query: &str, parts: &[&str]) {
    let naming = Naming::of(&parse(query).expect("the query is sound").root);
    assert_eq!(naming.parts(query), parts, "{query}");
}

#[test]
fn words_are_not_cut_across_a_place() {
    check_parts("2024常州政府工作报告", &["2024", "常州", "政府工作报告"]);
    check_parts("常州政府工作报告2024", &["常州", "政府工作报告2024"]);
    check_parts("南京大屠杀", &["南京大屠杀"]);
}

#[test]
fn the_central_government_stands_for_the_country_where_no_place_is_named() {
    let work = Some(Kind::WorkReport);
    check("2019 中央政府工作报告", &["全国"], &[2019], work, true);
    check("国务院总理2019年政府工作报告", &["全国"], &[2019], work, true);
    check("总理 2019 政府工作报告", &["全国"], &[2019], work, true);
    check("全国 2019 政府工作报告", &["全国"], &[2019], work, true);
    check("国务院 2019", &["全国"], &[2019], None, true);
    check("二〇一九年政府工作报告", &[], &[2019], work, true);
    check("国务院 2019 教育", &["全国"], &[2019], None, false);
    check("国务院 上海 2019", &["上海"], &[2019], None, false);
    check("国务院扶贫办 2019", &[], &[2019], None, false);
    check("中央经济工作会议 2019", &[], &[2019], None, false);
    check("全国人口2019", &[], &[2019], None, false);
    check("国务院", &[], &[], None, false);
}

#[test]
fn who_asks_in_a_sentence_names_the_same() {
    let work = Some(Kind::WorkReport);
    for query in [
        "厦门2024年政府工作报告在哪里？",
        "找厦门2024年政府工作报告",
        "我想找厦门2024年的政府工作报告全文",
        "请问哪里有2024年厦门政府工作报告",
        "厦门 2024 政府工作报告 下载",
    ] {
        check(query, &["厦门"], &[2024], work, true);
    }
    check("厦门2024年有机农业政府工作报告", &["厦门"], &[2024], work, false);
}

#[test]
fn the_country_is_named_by_its_name_beside_a_kind() {
    let work = Some(Kind::WorkReport);
    check("2018年中国政府工作报告", &["全国"], &[2018], work, true);
    check("我国2018年政府工作报告", &["全国"], &[2018], work, true);
    check("2025年全国两会政府工作报告", &["全国"], &[2025], work, true);
    check("中国 2018", &[], &[2018], None, false);
    check("中国石油2018年工作报告", &[], &[2018], work, false);
}

#[test]
fn the_premier_stands_for_the_country_beside_a_kind() {
    let work = Some(Kind::WorkReport);
    check("李克强2019年政府工作报告", &["全国"], &[2019], work, true);
    check("1954年周恩来政府工作报告", &["全国"], &[1954], work, true);
    check("国务院总理李鹏1990年所作的政府工作报告", &["全国"], &[1990], work, true);
    check("李鹏 1990", &[], &[1990], None, false);
    check("李鹏飞1990年政府工作报告", &[], &[1990], work, false);
}

#[test]
fn a_session_of_the_national_congress_is_its_year() {
    let work = Some(Kind::WorkReport);
    for session in ["第十届全国人大第一次会议", "十届全国人大一次会议", "全国十届一次人大"]
    {
        check(&format!("{session}政府工作报告"), &["全国"], &[2003], work, true);
        check(&format!("政府工作报告 {session} 国务院"), &["全国"], &[2003], work, true);
        check(&format!("温家宝在{session}上的政府工作报告"), &["全国"], &[2003], work, true);
        check(&format!("{session}关于政府工作报告的决议"), &[], &[], None, false);
    }
    check("第十届人民代表大会第一次会议", &[], &[], None, false);
    check("第十届全国人大第一次会议", &[], &[], None, false);
}

#[test]
fn what_says_when_and_where_a_report_was_given_is_filling() {
    let work = Some(Kind::WorkReport);
    for query in [
        "2024年厦门两会政府工作报告",
        "2024年1月厦门政府工作报告",
        "2024年1月15日厦门政府工作报告",
        "二〇二四年一月十五日厦门政府工作报告",
        "厦门 2024-01 政府工作报告",
        "厦门 2024.1.15 政府工作报告",
        "在厦门人民代表大会上的2024年政府工作报告",
    ] {
        check(query, &["厦门"], &[2024], work, true);
    }
    check("厦门今年政府工作报告", &["厦门"], &[], work, true);
    check("2019年3月5日国务院政府工作报告", &["全国"], &[2019], work, true);
    check("2019政府工作报告 全国人大", &["全国"], &[2019], work, true);
    check("厦门市人大2024年工作报告", &["厦门市"], &[2024], work, false);
    check("厦门2024年1月至9月预算执行", &["厦门"], &[2024], Some(Kind::Budget), false);
    check("厦门 2024-01", &["厦门"], &[2024], None, false);
}

#[track_caller]
fn check_one_report(query: &str, others: &[&str], is_one: bool) {
    let naming = Naming::of(&parse(query).expect("the query is sound").root);
    let others: Vec<String> = others.iter().map(|&other| other.to_owned()).collect();
    assert_eq!(naming.names_one_report(&others), is_one, "{query}");
}

#[test]
fn one_report_is_named_by_place_year_and_kind() {
    check_one_report("厦门2024政府工作报告 亮点", &["亮点"], true);
    check_one_report("厦门2024统计公报 亮点", &["亮点"], true);
    check_one_report("厦门政府工作报告 亮点", &["亮点"], false);
    check_one_report("2024政府工作报告 亮点", &["亮点"], false);
    check_one_report("厦门2024 亮点", &["亮点"], false);
    check_one_report("厦门市2024法治政府建设 教育", &["教育"], false);
    check_one_report("厦门市中级人民法院2024工作报告", &["人民法院"], false);
}

#[test]
fn a_year_of_two_figures_is_read_beside_a_kind() {
    let work = Some(Kind::WorkReport);
    check("83年中央政府工作报告", &["全国"], &[1983], work, true);
    check("19年厦门政府工作报告", &["厦门"], &[2019], work, true);
    check("九八年厦门政府工作报告", &["厦门"], &[1998], work, true);
    check("厦门98年政府工作报告", &["厦门"], &[1998], work, true);
    check("20年来政府工作报告", &[], &[], work, false);
    check("改革开放40年政府工作报告", &[], &[], work, false);
    check("厦门 19年", &["厦门"], &[], None, false);
}

#[test]
fn a_province_is_named_by_one_character() {
    check("沪 2021", &["沪"], &[2021], None, true);
    check("2021年川政府工作报告", &["川"], &[2021], Some(Kind::WorkReport), true);
    check("川菜 2021", &[], &[2021], None, false);
}

#[test]
fn places_that_lie_apart_are_each_meant() {
    for (query, are_alternatives) in [
        ("上海和四川2025年政府工作报告", true),
        ("北京 上海 2025", true),
        ("江苏南京 2021", false),
        ("长春 朝阳 2020", false),
        ("上海 2025", false),
        ("国务院 2019", false),
    ] {
        let naming = Naming::of(&parse(query).expect("the query is sound").root);
        assert_eq!(naming.are_alternatives, are_alternatives, "{query}");
    }
}

#[test]
fn kinds_are_read_in_the_words_of_everyday() {
    check("成都2021年财政预算", &["成都"], &[2021], Some(Kind::Budget), true);
    check("成都2021年预算执行情况和预算草案", &["成都"], &[2021], Some(Kind::Budget), true);
    check("成都2021年政务公开年报", &["成都"], &[2021], Some(Kind::DisclosureReport), true);
    check("成都2021年计划执行情况报告", &["成都"], &[2021], Some(Kind::PlanReport), true);
    check(
        "成都2021年本级预算执行和其他财政收支审计工作报告",
        &["成都"],
        &[2021],
        Some(Kind::AuditReport),
        true,
    );
}

#[track_caller]
fn check_covers(query: &str, string: &str, covers: bool) {
    let naming = Naming::of(&parse(query).expect("the query is sound").root);
    assert_eq!(naming.covers(string), covers, "{query}: {string}");
}

#[test]
fn only_what_belongs_to_a_name_need_not_be_said() {
    check_covers("上海市政府 2021", "市政府", true);
    check_covers("上海市南京路 2021", "南京路", false);
    check_covers("阿里巴巴 2021", "阿里巴巴", false);
    check_covers("2021年代 上海", "年代", false);
    check_covers("上海市民 2021", "市民", false);
    check_covers("上海 2021 社会发展", "社会发展", false);
    check_covers("上海 2021 社会发展 政府工作报告", "社会发展", true);
    check_covers("上海 2021 上海政府 政府采购", "政府", true);
}

#[test]
fn filling_is_read_in_one_pass() {
    let filling = format!("上海 2021 政府工作报告{}", "国民经济和社会发展".repeat(1000));
    check(&filling, &["上海"], &[2021], Some(Kind::WorkReport), true);
    check(&format!("{filling}甲"), &["上海"], &[2021], Some(Kind::WorkReport), false);
}

#[test]
fn who_looks_for_a_paper_about_a_report_does_not_name_the_report() {
    check("2025年上海市政府工作报告重点任务分工", &["上海市"], &[2025], None, false);
    check("一图读懂2025年政府工作报告", &[], &[2025], None, false);
}

#[test]
fn the_place_itself_is_nearest() {
    let paths = ["四川省/绵阳市".to_owned()];
    assert_eq!(nearness(&paths, "四川省/绵阳市"), 1.0);
    assert_eq!(nearness(&paths, "四川省/绵阳市/涪城区"), 0.5);
    assert_eq!(nearness(&paths, "四川省"), 0.0);
    assert_eq!(nearness(&paths, "四川省/绵阳市政府"), 0.0);
}
