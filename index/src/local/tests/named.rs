//! Reports that a query names by place, year and kind come first, however it is written.

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
