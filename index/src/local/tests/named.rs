//! Reports that a query names by place, year and kind come first, however it is written.

use corpus::document::Document;
use corpus::document::DocumentKind;

use crate::local::tests::Shelf;
use crate::local::tests::placed;

const WORK: DocumentKind = DocumentKind::WorkReport;

fn shelf() -> Shelf {
    let plain = "一年来，全面推进各项工作，请予审议。";
    let keen =
        "二〇一九年政府工作报告、2019年政府工作报告：国务院总理、全国、中央政府、州政府、市政府都说到2019。"
            .repeat(9);
    let notice = DocumentKind::Notice;
    Shelf::of(&[
        (
            "country-2018",
            placed("国务院政府工作报告（2019年政府工作报告前一年）", &keen, 2018, &["全国"], WORK),
        ),
        ("country-2019", placed("政府工作报告", plain, 2019, &["全国"], WORK)),
        ("resolution-2019", placed("关于2019年政府工作报告的决议", &keen, 2019, &["全国"], WORK)),
        ("notice-2019", placed("国务院2019年通知", &keen, 2019, &["全国"], notice)),
        (
            "aba-2019",
            placed("2019年阿坝州政府工作报告", &keen, 2019, &["四川省", "阿坝藏族羌族自治州"], WORK),
        ),
        ("changzhou-2019", placed("政府工作报告", plain, 2019, &["江苏省", "常州市"], WORK)),
        ("changzhou-2018", placed("常州市2019年政府工作报告", &keen, 2018, &["江苏省", "常州市"], WORK)),
        ("beijing-2019", placed("政府工作报告", plain, 2019, &["北京市"], WORK)),
    ])
}

#[track_caller]
fn check(shelf: &Shelf, query: &str, first: &str) {
    let page = shelf.search(query);
    let found: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(found.first(), Some(&first), "{query}: {found:?}");
}

#[test]
fn a_place_is_named_without_blanks() {
    let shelf = shelf();
    for place in ["常州", "江苏常州", "常州市"] {
        check(&shelf, &format!("2019{place}政府工作报告"), "changzhou-2019");
        check(&shelf, &format!("2019年{place}政府工作报告"), "changzhou-2019");
        check(&shelf, &format!("{place}政府工作报告2019"), "changzhou-2019");
    }
    check(&shelf, "2019北京政府工作报告", "beijing-2019");
    check(&shelf, "2019阿坝州政府工作报告", "aba-2019");
}

#[test]
fn the_report_of_the_country_is_named_in_many_words() {
    let shelf = shelf();
    let queries = [
        "2019 中央政府工作报告",
        "国务院总理2019年政府工作报告",
        "总理 2019 政府工作报告",
        "二〇一九年政府工作报告",
        "2019年政府工作报告",
        "全国 2019 政府工作报告",
        "国务院 2019",
    ];
    queries.iter().for_each(|query| check(&shelf, query, "country-2019"));
    check(&shelf, "2018年政府工作报告", "country-2018");
}

#[test]
fn the_report_of_place_year_and_kind_needs_no_other_word() {
    let shelf = shelf();
    let found = |query: &str| {
        let page = shelf.search(query);
        let hits = page.hits.iter().filter(|_| page.relaxed.is_none());
        hits.map(|hit| hit.id.as_str().to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(found("2019年常州两会政府工作报告"), ["changzhou-2019"]);
    assert_eq!(found("常州 2019-01 政府工作报告 招商引资"), ["changzhou-2019"]);
    assert_eq!(found("常州市2019政府工作报告全文阅读"), ["changzhou-2019"]);
    assert_eq!(found("江苏2019年政府工作报告 招商引资"), [""; 0], "a place under it is another one");
    assert_eq!(found("常州 2019 政府工作报告 \"招商引资\""), [""; 0], "what stands in quotes is needed");
    assert_eq!(found("常州市教育局2019年工作报告"), [""; 0], "the report of an office is another one");
    assert_eq!(found("常州 2019 招商引资"), [""; 0], "there is no kind");
}

#[test]
fn the_report_of_the_country_is_named_by_session_and_by_premier() {
    let shelf = shelf();
    for query in [
        "第十三届全国人大第二次会议政府工作报告",
        "全国十三届二次人大政府工作报告",
        "李克强2019年政府工作报告",
        "李克强在第十三届全国人民代表大会第二次会议上的政府工作报告",
    ] {
        check(&shelf, query, "country-2019");
    }
    check(&shelf, "第十三届全国人大第一次会议政府工作报告", "country-2018");
}

#[test]
fn what_a_document_is_stands_in_for_the_name_of_an_office_and_for_rules() {
    let (rule, place) = (DocumentKind::Regulation, ["上海市"].as_slice());
    let mut given = placed("上海市养犬条例", "上海市养犬应当登记。", 2011, place, rule);
    given.source = Some("上海市人大常委会".to_owned());
    let of_office = Document {
        issuer: Some("上海市人民代表大会常务委员会".to_owned()),
        ..placed("上海市养犬规定", "上海市养犬。", 2011, place, DocumentKind::Notice)
    };
    let elsewhere = placed("某市养犬条例", "学上海市养犬。", 2011, &["天津市"], rule);
    let shelf = Shelf::of(&[("given", given), ("office", of_office), ("elsewhere", elsewhere)]);
    shelf.check("上海市养犬立法", &["given"], 2);
    shelf.check("上海市 养犬 地方性法规", &["given"], 2);
    shelf.check("上海市 人大常委会 2011 养犬", &["given", "office"], 4);
    shelf.check("上海市 养犬 \"立法\"", &[], 0);
    assert!(shelf.search("养犬 立法").relaxed.is_some(), "no place is named");
    shelf.check("上海市 养犬 -法规", &["elsewhere", "given", "office"], 6);
}
