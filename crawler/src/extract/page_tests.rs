//! What stands around a text: titles in several lines, bylines, numbers, signatures, and the container of Word.

use corpus::document::Document;

use crate::extract;
use crate::extract::Page;

const SENTENCE: &str =
    "全县各部门认真落实各项工作任务，规范执法行为，强化执法监督，及时化解矛盾纠纷，取得了积极的成效。";

/// Reads a page; `TEXT` in it stands for a sentence.
fn read(page: &str) -> Document {
    let html = page.replace("TEXT", SENTENCE);
    extract::html(&Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html: &html, ..Page::default() })
        .document
}

fn written(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

#[track_caller]
fn check_text(page: &str, expected: &str) {
    assert_eq!(read(page).text, expected.replace("TEXT", SENTENCE), "{page}");
}

#[test]
fn what_stands_behind_a_section_of_word_belongs_to_the_text() {
    check_text(
        "<div class=WordSection1><p>TEXT</p></div><b><br clear=all></b><div class=WordSection2><p>乙。</p></div><p>丙。</p>",
        "TEXT\n乙。\n丙。",
    );
}

#[test]
fn what_somebody_typed_above_a_text_out_of_word_belongs_to_it() {
    let head = "<h1>关于某事的通知</h1><p>发布时间：2021-06-03 来源：甲县教育局</p>";
    let foot = "<div class=foot><p>版权所有：甲县人民政府</p></div>";
    let word = "<div class=WordSection1><p>一、TEXT</p></div><div class=WordSection2><p>二、TEXT</p></div>";
    let expected = "各学校：\nTEXT\n一、TEXT\n二、TEXT";
    check_text(
        &format!(
            "<title>关于某事的通知</title><body><div class=nav><a href=/>首页</a><a href=/b/>政务公开</a></div>{head}<p>各学校：</p><p>TEXT</p>{word}{foot}</body>"
        ),
        expected,
    );
    check_text(
        &format!(
            "<title>关于某事的通知</title><body><div class=box>{head}<div class=txt><p>各学校：</p><p>TEXT</p><div>{word}</div></div></div>{foot}</body>"
        ),
        expected,
    );
    check_text(
        &format!(
            "<title>关于某事的通知</title><body><div class=box><h1>关于某事的通知</h1><div>{word}</div></div><div>相关链接<a href=/1.html>另一件事的通知</a></div>{foot}</body>"
        ),
        "一、TEXT\n二、TEXT",
    );
    check_text(
        &format!(
            "<title>某事</title><body><div class=box><p>另有一行</p><div id=zoom><p>关于某事的通知</p>{word}</div></div></body>"
        ),
        "关于某事的通知\n一、TEXT\n二、TEXT",
    );
    check_text(
        &format!(
            "<title>某事</title><body><div><div class=WordSection1><p>提要。</p></div></div><hr><div><p>TEXT</p>{word}</div></body>"
        ),
        "TEXT\n一、TEXT\n二、TEXT",
    );
}

#[test]
fn a_container_that_a_template_left_empty_hides_no_text() {
    let page = |zoom: &str| {
        format!(
            "<title>某县情况</title><body><div id=zoom>{zoom}</div><div><h2>某县情况</h2></div><div><p>TEXT</p></div></body>"
        )
    };
    check_text(&page(""), "TEXT");
    check_text(&page("<video src=a.mp4></video>"), "");
    check_text(&page("<p><img src=a.png></p>"), "");
    check_text(&page("<a href=a.pdf>某县情况.pdf</a>"), "某县情况.pdf");
    check_text(&page("<p>见附件。</p>"), "见附件。");
    let beside = |other: &str| {
        format!("<title>某县情况</title><body><div id=zoom></div><h2>某县情况</h2><div>{other}</div></body>")
    };
    check_text(&beside("<p>相关报道</p><p>TEXT</p>"), "");
    let column = page("").replace("<div id=zoom>", "<p>最新动态</p><div id=zoom>");
    check_text(&column, "TEXT");
    check_text(&beside("<p>TEXT</p><p>相关情况如下。</p>"), "TEXT\n相关情况如下。");
    let short = "日前，某县召开全县经济工作会议，总结一年来的工作，部署明年的各项任务。";
    check_text(&beside(&format!("<p>{short}</p>")), short);
    check_text(&beside(&format!("<p>{short}</p><p><a href=a.pdf>某县情况.pdf</a></p>")), "");
}

#[test]
fn a_box_beside_a_text_out_of_word_is_no_part_of_it() {
    let word = "<h1>关于某事的通知</h1><div><div class=WordSection1><p>一、TEXT</p></div></div>";
    for beside in
        ["<div><p>热点新闻</p><p>TEXT</p></div>", "<ul><li>TEXT</li></ul>", "<table><tr><td>TEXT</table>"]
    {
        let page = format!("<title>某事</title><div id=main>{beside}<div>{word}</div></div>");
        check_text(&page, "一、TEXT");
        let page = format!("<title>某事</title><div id=main><div>{word}</div>{beside}</div>");
        check_text(&page, "一、TEXT");
    }
}

#[test]
fn a_title_in_several_lines_is_no_part_of_the_text() {
    let page = "<title>甲县2021年预算执行和其他财政收支的审计工作报告</title><div><h1>甲县2021年预算执行<br>和其他财政收支的审计工作报告</h1><p>——在某次会议上</p><div class=content><p>TEXT</p><p>TEXT</p></div></div>";
    check_text(page, "——在某次会议上\nTEXT\nTEXT");
    let page = "<title>甲县司法局2021年工作报告</title><div><h1>甲县司法局2021年工作报告</h1><div>发布时间：2022-01-09</div><div class=content><p>甲县司法局</p><p>2021年工作报告</p><p>TEXT</p><p>TEXT</p></div></div>";
    check_text(page, "TEXT\nTEXT");
}

#[test]
fn the_organ_in_the_line_above_belongs_to_the_title() {
    let page = "<title>甲县政府</title><div class=con><p align=center>甲县司法局</p><p align=center>2022年度法治政府建设工作报告</p><p>TEXT</p><p>TEXT</p></div>";
    assert_eq!(read(page).title, "甲县司法局2022年度法治政府建设工作报告");
    let page = "<title>甲县政府</title><div class=con><p>张三</p><p>2022年度法治政府建设工作报告</p><p>TEXT</p><p>TEXT</p></div>";
    assert_eq!(read(page).title, "2022年度法治政府建设工作报告");
}

#[test]
fn organ_day_and_number_may_stand_between_title_and_text() {
    let page = "<title>2022年甲县统计公报</title><h1>2022年甲县统计公报</h1><p>甲县统计局</p><p>2023年4月5日</p><div id=zoom><p>TEXT</p></div>";
    let document = read(page);
    assert_eq!(document.issuer.as_deref(), Some("甲县统计局"));
    assert_eq!((written(document.signed), document.published), (Some("2023-04-05".to_owned()), None));
    let page = "<title>关于某事的通知</title><h1>关于某事的通知</h1><div>甲府办〔2023〕4号</div><div id=zoom><p>TEXT</p></div>";
    assert_eq!(read(page).document_number.as_deref(), Some("甲府办〔2023〕4号"));
}

#[test]
fn the_day_of_a_signature_is_not_the_day_a_page_went_up() {
    let page = "<title>关于某事的报告</title><h1>关于某事的报告</h1><div id=zoom><p>TEXT</p><p>甲县司法局</p><p>2021.3.1</p></div>";
    let document = read(page);
    assert_eq!((written(document.signed), document.published), (Some("2021-03-01".to_owned()), None));
    let page = "<title>某事</title><h1>关于某事的报告</h1><div id=zoom><p>TEXT</p><p>来源：甲日报</p></div>";
    assert_eq!(read(page).source.as_deref(), Some("甲日报"));
}

#[test]
fn a_title_under_its_label_is_known() {
    let saved = format!(
        "标题：甲县2022年法治政府建设情况报告\n时间：2023-01-05\n来源：县司法局\n{SENTENCE}\n{SENTENCE}\n"
    );
    let document = extract::plain(&saved, None, None).document;
    assert_eq!(document.title, "甲县2022年法治政府建设情况报告");
    assert_eq!(document.text, format!("{SENTENCE}\n{SENTENCE}"));
    let saved =
        format!("甲县应急管理局2022年法治政府建设\n工作总结和2023年工作打算\n{SENTENCE}\n{SENTENCE}\n");
    assert_eq!(
        extract::plain(&saved, None, None).document.title,
        "甲县应急管理局2022年法治政府建设工作总结和2023年工作打算"
    );
}

#[test]
fn the_day_of_the_last_change_loses_to_the_publish_date_of_the_tags() {
    let page = "<title>关于某事的通知</title><meta name=PubDate content='2021-03-01'><h1>关于某事的通知</h1><div>最后更新：2021-04-01</div><div id=zoom><p>TEXT</p></div>";
    assert_eq!(written(read(page).published).as_deref(), Some("2021-03-01"));
    let page = "<title>关于某事的通知</title><h1>关于某事的通知</h1><div>最后更新：2021-04-01</div><div id=zoom><p>TEXT</p></div>";
    assert_eq!(written(read(page).published).as_deref(), Some("2021-04-01"));
}

#[test]
fn a_work_report_is_of_the_year_that_the_line_under_its_title_says() {
    let page = |title: &str| {
        format!(
            "<title>{title}</title><h1>{title}</h1><h2>——2023年1月5日在甲县第八届人民代表大会第二次会议上</h2><div>发布时间：2023-02-15</div><div class=c><p>各位代表：</p><p>2022年，TEXT</p><p>TEXT</p><p>TEXT</p><p>TEXT</p></div>"
        )
    };
    let year = |title: &str| read(&page(title)).report_year.map(|year| year.to_string());
    assert_eq!(year("政府工作报告").as_deref(), Some("2023"));
    assert_eq!(year("甲县法治政府建设情况报告").as_deref(), Some("2022"));
}

#[test]
fn a_row_of_a_table_stays_however_it_reads() {
    let rows = ["<td>项目</td><td>数值</td>", "<td>访问量</td><td>12345</td>", "<td>点赞</td><td>12</td>"];
    check_text(
        &format!(
            "<h1>甲县新媒体报告</h1><div id=zoom><p>TEXT</p><table><tr>{}</tr></table><p>访问量：12</p></div>",
            rows.join("</tr><tr>")
        ),
        "TEXT\n项目\t数值\n访问量\t12345\n点赞\t12",
    );
    check_text(
        "<h1>甲</h1><div id=zoom><p>TEXT</p><p>扫描二维码下载申请表</p><p>扫描二维码关注我们</p></div>",
        "TEXT\n扫描二维码下载申请表",
    );
}
