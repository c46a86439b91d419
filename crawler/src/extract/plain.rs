//! A page that was saved as text in; a document out.

use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::Field;
use corpus::document::Origin;
use corpus::reason::Reason;

use crate::extract::Extracted;
use crate::extract::Hints;
use crate::extract::Signals;
use crate::extract::built_title;
use crate::extract::fields;
use crate::extract::fields::Around;
use crate::extract::furniture;
use crate::extract::head;
use crate::extract::issuer;
use crate::extract::meta_line;
use crate::extract::pages;
use crate::extract::signature;
use crate::extract::title;

/// Reads a saved page.
pub(crate) fn read(text: &str, hints: &Hints<'_>) -> Extracted {
    let is_said = |line: &String| !line.is_empty() && !pages::says_page_number(line);
    let tidied: Vec<String> = text.lines().map(tidy).filter(is_said).collect();
    let lines: Vec<&str> = tidied.iter().map(String::as_str).collect();
    let head = head::part(&lines, None);
    let meta = meta_line::read(&head.meta);
    let kept: Vec<&str> =
        head.kept.iter().map(|at| lines[*at]).filter(|line| !furniture::is_made_of_pieces(line)).collect();
    let text = head::without_foot(kept).join("\n");
    // The first lines of a saved page may be the site's: whoever signed issued it.
    let publisher = || meta.publisher.clone().filter(|name| issuer::is_organ(name) && name != "办公室");
    let signed = signature::under(&text).organ.or_else(publisher);
    let is_other = head.organ.as_ref().zip(signed).is_some_and(|(organ, signed)| !is_same(organ, &signed));
    let printed = if is_other { head.title.clone() } else { head.whole_title() };
    let catalogue = meta.title.as_deref().map(title::tidy).filter(|title| title::can_be(title));
    let (title, origin) = match (catalogue, printed) {
        (Some(title), _) => (title, Origin::new(Reason::CatalogueTitle, Confidence::Stated)),
        (None, Some(title)) => (title, Origin::new(Reason::LineAbove, Confidence::Stated)),
        (None, None) => built_title::build(&text, hints.url),
    };
    let mut document = Document::new(title, text);
    document.origins.insert(Field::Title, origin);
    let around = Around {
        url: hints.url.map(str::to_owned),
        declared_place: hints.declared_place.map(str::to_owned),
        breadcrumb: head.breadcrumb,
        meta,
        ..Around::default()
    };
    Extracted {
        document: fields::fill(document, &around),
        attachments: Vec::new(),
        signals: Signals::default(),
        around,
    }
}

/// Tells whether two names are of the same organs. One name may leave out its place, 甲市司法局 and 市司法局; of several
/// organs none may be missing.
fn is_same(one: &str, other: &str) -> bool {
    if one.contains('、') || other.contains('、') {
        return one.replace('、', "") == other.replace('、', "");
    }
    one.ends_with(other) || other.ends_with(one)
}

/// Drops blanks around a line, and what nobody sees in it.
fn tidy(line: &str) -> String {
    let unseen = |c: &char| {
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}') || (c.is_control() && *c != '\t')
    };
    line.chars()
        .filter(|c| !unseen(c))
        .collect::<String>()
        .trim_matches(|c: char| c.is_whitespace() && c != '\t')
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use corpus::document::DocumentKind;

    use crate::extract::plain;

    const SAVED: &str = "政务公开\n\n甲湖区2020年度法治政府建设工作报告\n\n2021-02-03文章来源: 乙市甲湖风景区\n字体:[] 打印\n\n2020年,甲湖区认真落实各项部署,全面推进依法治区,各项工作都取得了新的进展和成效。\n\n 一、主要举措\n\n1.抓学习。全年学法12次。\n\n二、主要不足\n\n三、2021年打算\n\n1.继续学习。\n\n浏览次数:total 7\n";

    #[test]
    fn the_organ_in_the_line_above_belongs_to_the_title() {
        let text = "现将有关事项通知如下，请各单位认真学习，结合实际抓好落实，并按时报送材料，不得有误。";
        for (head, title, issuer) in [
            ("甲市人民政府\n关于做好某事的通知", "甲市人民政府关于做好某事的通知", Some("甲市人民政府")),
            (
                "甲县司法局\n2022年度法治政府建设工作报告",
                "甲县司法局2022年度法治政府建设工作报告",
                Some("甲县司法局"),
            ),
            ("张三\n关于做好某事的通知", "关于做好某事的通知", None),
            ("甲市政务公开\n关于做好某事的通知", "关于做好某事的通知", None),
            ("甲市人民政府网站\n关于做好某事的通知", "关于做好某事的通知", None),
            ("甲县人民政府\n2022年甲县法治政府建设工作报告", "2022年甲县法治政府建设工作报告", None),
        ] {
            let document = plain(&format!("{head}\n{text}\n{text}\n"), None, None).document;
            assert_eq!((document.title.as_str(), document.issuer.as_deref()), (title, issuer), "{head}");
            assert_eq!(document.text, format!("{text}\n{text}"), "{head}");
        }
    }

    #[test]
    fn the_line_above_belongs_to_no_title_of_another_organ_and_a_column_to_none() {
        let text = "现将有关事项通知如下，请各单位认真学习，结合实际抓好落实，并按时报送材料，不得有误。\n";
        let signed = format!("{text}{text}甲市卫生健康委员会\n2022年3月4日\n");
        let by_two = format!("{text}{text}甲市财政局 甲市教育局\n2022年3月4日\n");
        let labelled = format!("发布机构：甲市卫生健康委员会\n{text}{text}");
        let by_office = format!("发布机构：办公室\n{text}{text}");
        let by_both = format!("{text}{text}中共甲县委\n甲县人民政府\n2022年3月4日\n");
        let unsigned = text.repeat(2);
        let notice = "关于做好某事的通知";
        for (above, title, below, whole, issuer) in [
            ("甲市人民政府", notice, &signed, notice, Some("甲市卫生健康委员会")),
            ("甲市教育局", notice, &by_two, notice, Some("甲市财政局、甲市教育局")),
            ("甲市人民政府", notice, &labelled, notice, Some("甲市卫生健康委员会")),
            (
                "市卫生健康委员会",
                notice,
                &signed,
                "市卫生健康委员会关于做好某事的通知",
                Some("市卫生健康委员会"),
            ),
            ("甲市司法局", notice, &by_office, "甲市司法局关于做好某事的通知", Some("甲市司法局")),
            (
                "中共甲县委 甲县人民政府",
                notice,
                &by_both,
                "中共甲县委甲县人民政府关于做好某事的通知",
                Some("中共甲县委、甲县人民政府"),
            ),
            ("工作部署", notice, &unsigned, notice, None),
            ("新闻中心", notice, &unsigned, notice, None),
            ("网上办事大厅", notice, &unsigned, notice, None),
            ("甲市水务局", "二次供水管理办法", &unsigned, "二次供水管理办法", None),
            ("甲市某局", "12345热线工作规定", &unsigned, "12345热线工作规定", None),
            ("甲市督察局", notice, &unsigned, "甲市督察局关于做好某事的通知", Some("甲市督察局")),
        ] {
            let document = plain(&format!("{above}\n{title}\n{below}"), None, None).document;
            assert_eq!((document.title.as_str(), document.issuer.as_deref()), (whole, issuer), "{above}");
        }
    }

    #[test]
    fn a_saved_page_gives_its_text_without_what_surrounds_it() {
        let document = plain(SAVED, None, None).document;
        assert_eq!(document.title, "甲湖区2020年度法治政府建设工作报告");
        assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some("2021-02-03"));
        assert_eq!(document.source.as_deref(), Some("乙市甲湖风景区"));
        assert_eq!(document.kind, DocumentKind::RuleOfLawReport);
        assert_eq!(document.report_year.map(|year| year.to_string()).as_deref(), Some("2020"));
        assert!(
            document.text.starts_with("2020年,甲湖区") && document.text.ends_with("1.继续学习。"),
            "{}",
            document.text
        );
        assert_eq!(document.sections.len(), 5);
    }
}
