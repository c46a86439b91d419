//! When two documents are one, and what speaks against it.

use jiff::civil::date;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::identity::is_edited;
use crate::identity::is_one_text;
use crate::identity::is_rendition;
use crate::identity::is_reprint;

const REPORT: &str = "一、总体情况。本机关依法公开信息，全年主动公开信息一百二十条，受理申请五件，均按期答复，没有收到复议和诉讼。\
    二、存在的问题。公开的内容还不够全面，更新还不够及时，人员业务能力有待提高。三、改进的措施。加强学习培训，完善工作制度，\
    丰富解读形式，回应社会关切，推动各项工作再上新台阶。四、其他需要报告的事项。没有其他需要报告的事项，特此报告，请予监督。";

fn report(title: &str, text: &str, issuer: Option<&str>) -> Document {
    let mut document = Document::new(title, text);
    document.kind = DocumentKind::DisclosureReport;
    document.issuer = issuer.map(str::to_owned);
    document
}

#[track_caller]
fn renditions(one: &Document, other: &Document, expected: bool) {
    assert_eq!(is_rendition(one, other), expected, "{one:?} {other:?}");
    assert_eq!(is_rendition(other, one), expected, "{other:?} {one:?}");
}

#[test]
fn a_corrected_report_is_the_same_and_that_of_another_office_is_not() {
    let corrected = REPORT.replace("一百二十条", "一百三十条");
    let title = "2022年政府信息公开工作年度报告";
    let of = |office: &str, text: &str| format!("本报告由{office}编制。{text}");
    renditions(&report(title, REPORT, None), &report(title, REPORT, None), true);
    renditions(
        &report(title, &of("财政局", REPORT), None),
        &report(title, &of("教育局", REPORT), None),
        false,
    );
    let by = |issuer| report(title, REPORT, Some(issuer));
    renditions(&by("某市财政局"), &by("某市教育局"), false);
    renditions(&by("某市财政局"), &by("某省某市财政局"), true);
    renditions(&by("某县人民政府"), &by("某县人民政府办公室"), true);
    renditions(&by("某市财政局、某市教育局"), &by("某市教育局"), true);
    renditions(&by("某市财政局"), &report(title, REPORT, None), true);
    renditions(&by("某市财政局"), &report(title, &corrected, None), false);
    let other_words = REPORT.replace("学习培训", "培训学习");
    renditions(&report(title, REPORT, None), &report(title, &other_words, None), false);
    renditions(&report(title, REPORT, None), &report(title, &format!("{REPORT}（完）"), None), true);
    let named = |text: &str| report("某市财政局2022年政府信息公开工作年度报告", text, None);
    renditions(&named(REPORT), &named(&corrected), true);
    renditions(&named(REPORT), &by("某市财政局"), true);
    renditions(&by("某市财政局"), &report(title, "一、总体情况。另有说明。", None), false);
}

#[test]
fn a_form_that_names_nobody_is_of_the_office_that_its_source_names() {
    let from = |source: &str, text: &str| {
        let mut document = report("2022年政府信息公开工作年度报告", text, None);
        document.source = Some(source.to_owned());
        document
    };
    let corrected = REPORT.replace("一百二十条", "一百三十条");
    let other = corrected.replace("五件", "六件、办结七件、转办八件");
    renditions(&from("某县财政局", REPORT), &from("某县教育局", REPORT), false);
    one_text(&from("某县财政局", REPORT), &from("某县教育局", REPORT), false);
    renditions(&from("某县财政局", REPORT), &from("某县财政局", &corrected), true);
    renditions(&from("某县财政局", REPORT), &from("某县财政局", &other), false);
    renditions(&from("某县人民政府", REPORT), &from("某县人民政府", &corrected), false);
    renditions(&from("某县人民政府", REPORT), &from("本站", REPORT), true);
    renditions(&report("2022年年报", REPORT, Some("某县财政局")), &from("某县教育局", REPORT), false);
    let of_place = |text: &str| Document { kind: DocumentKind::WorkReport, ..from("本站", text) };
    renditions(&of_place(REPORT), &of_place(&corrected), true);
    assert!(is_edited(&from("本站", REPORT), &from("本站", &corrected)), "at one address it is an edit");
}

#[test]
fn a_long_notice_is_one_under_titles_of_one_matter_and_two_from_two_bureaus() {
    let words =
        "为切实做好安全生产工作，现将有关事项通知如下：各单位要落实责任，排查隐患，限期整改。".repeat(6);
    let notice = |title: &str, text: &str, source: &str| {
        let mut document = Document::new(title, text);
        document.kind = DocumentKind::Notice;
        document.source = Some(source.to_owned());
        document
    };
    let title = "关于做好安全生产工作的通知";
    let first = notice(title, &words, "某县教育局");
    one_text(&first, &notice(title, &words, "某县民政局"), false);
    one_text(&first, &notice(title, &words, "某省应急管理厅"), true);
    one_text(&first, &notice(title, &words, "某县人民政府"), true);
    let signed = format!("{words}\n某县教育局\n2022年1月5日");
    let again = notice("【转载】某县教育局关于做好安全生产工作的通知", &signed, "本站");
    assert!(is_reprint(&first, &again) && is_reprint(&again, &first));
    let by_other = notice(title, &signed.replace("教育局", "民政局"), "本站");
    assert!(!is_reprint(&again, &by_other), "each signed for itself");
    assert!(!is_reprint(&first, &notice("关于做好防汛工作的通知", &words, "某县教育局")));
}

#[track_caller]
fn one_text(one: &Document, other: &Document, expected: bool) {
    assert_eq!(is_one_text(one, other), expected, "{one:?} {other:?}");
}

#[test]
fn a_few_words_are_one_document_only_where_all_that_is_known_agrees() {
    let words = "经研究决定，任免有关同志职务，名单见附件，请各单位遵照执行。";
    let notice = |text: &str, number: Option<&str>, year: i16, issuer: Option<&str>| {
        let mut document = Document::new("任免通知", text);
        document.document_number = number.map(str::to_owned);
        document.published = Some(date(year, 1, 5));
        document.issuer = issuer.map(str::to_owned);
        document
    };
    let first = notice(words, Some("某人〔2021〕1号"), 2021, None);
    one_text(&first, &notice(words, Some("某人〔2021〕2号"), 2021, None), false);
    one_text(&first, &notice(words, Some("某人[2021]1号"), 2021, None), true);
    one_text(&first, &notice(words, None, 2023, None), false);
    one_text(&first, &notice(words, None, 2021, None), true);
    let by = |issuer| notice(words, None, 2021, Some(issuer));
    one_text(&by("某市财政局"), &by("某市教育局"), false);
    let long = words.repeat(8);
    let reprint = |year, issuer| notice(&long, None, year, Some(issuer));
    one_text(&reprint(2021, "某市财政局"), &reprint(2023, "某市人民政府办公室"), true);
    let yearly = |issuer| report("年度报告", &long, Some(issuer));
    one_text(&yearly("某市财政局"), &yearly("某市教育局"), false);
}
