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
use crate::extract::facts::Facts;
use crate::extract::fields;
use crate::extract::fields::Around;
use crate::extract::foot;
use crate::extract::furniture;
use crate::extract::head;
use crate::extract::issuer;
use crate::extract::meta_line::MetaLine;
use crate::extract::pages;
use crate::extract::signature;
use crate::extract::title;

/// Reads a saved page.
pub(crate) fn read(text: &str, hints: &Hints<'_>) -> Extracted {
    let is_said = |line: &String| !line.is_empty() && !pages::says_page_number(line);
    let tidied: Vec<String> = text.lines().map(tidy).filter(is_said).collect();
    let lines: Vec<&str> = tidied.iter().map(String::as_str).collect();
    let head = head::part(&lines, None);
    let facts = Facts::of_head(&head);
    let meta = facts.first();
    let is_text =
        |at: usize| !furniture::is_made_of_pieces(lines[at]) || furniture::is_row_of_table(&lines, at);
    let kept: Vec<&str> = head.kept.iter().filter(|at| is_text(**at)).map(|at| lines[*at]).collect();
    let whole = kept.len();
    let kept = foot::without(kept);
    let is_page = !head.meta.is_empty() || kept.len() < whole;
    let text = kept.join("\n");
    let is_its_own = head.organ.as_ref().is_some_and(|organ| issued(organ, &text, &meta, is_page));
    let printed = if is_its_own { head.whole_title() } else { head.title.clone() };
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
        facts,
        ..Around::default()
    };
    Extracted {
        document: fields::fill(document, &around),
        attachments: Vec::new(),
        signals: Signals::default(),
        around,
    }
}

/// Tells whether the organ in the line above a title issued the text. The first lines of a saved page may be the site's:
/// whoever signed issued it, and under what nobody signed the text must speak for its organ. Where nothing is of a page,
/// the line is the document's own.
fn issued(organ: &str, text: &str, meta: &MetaLine, is_page: bool) -> bool {
    let is_office = |name: &String| name == "办公室";
    let publisher = || meta.publisher.clone().filter(|name| issuer::is_organ(name) && !is_office(name));
    if let Some(signed) = signature::under(text).organ.or_else(publisher) {
        return is_same(organ, &signed);
    }
    // The office that published it is the organ's own.
    let is_labelled = meta.publisher.as_ref().is_some_and(is_office);
    !is_page || is_labelled || speaks_for(organ, text)
}

/// Words behind 我 and 本 that begin like the kind of an organ: 本部门 is anybody's, 本部 is the ministry.
const GOES_ON: [&str; 12] =
    ["部门", "部分", "行政", "行业", "行为", "会议", "会场", "会计", "会期", "社区", "社会", "站点"];

/// Tells whether a text speaks for an organ: as 我局 under 某县司法局, or by its name at the head of a clause. A government's
/// site holds what others write about 我市 and about the government.
fn speaks_for(organ: &str, text: &str) -> bool {
    if organ.ends_with("政府") {
        return false;
    }
    let says_we = organ.chars().next_back().is_some_and(|last| {
        let is_we = |at: usize| !GOES_ON.iter().any(|word| text[at..].starts_with(word));
        let says = |we: &str| {
            let name = format!("{we}{last}");
            text.match_indices(&name).any(|(at, _)| is_we(at + we.len()))
        };
        !"市县区省州盟旗".contains(last) && ["我", "本"].into_iter().any(says)
    });
    let begins = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '\u{3000}']).chars().next_back();
        before.is_none_or(|before| "\n，。；：年".contains(before))
    };
    says_we || text.match_indices(organ).any(|(at, _)| begins(at))
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

    #[test]
    fn the_number_above_a_title_is_read_and_stays() {
        let title = "甲县水务局关于2022年度法治政府建设情况的报告";
        let text =
            "县人民政府：\n现将有关情况报告如下，请予审阅，如有不当之处，请及时批评指正，以便改进工作。";
        for head in ["甲县水务局文件\n甲水〔2023〕3号", "甲水〔2023〕3号", "甲水〔2023〕3号　　签发人：张三"]
        {
            let document = plain(&format!("{head}\n{title}\n{text}\n"), None, None).document;
            assert_eq!(document.title, title);
            assert_eq!(document.document_number.as_deref(), Some("甲水〔2023〕3号"), "{head}");
            assert_eq!(document.text, format!("{head}\n{text}"));
        }
        let page = plain(&format!("首页\n甲县水务局\n{title}\n{text}\n"), None, None).document;
        assert_eq!((page.document_number, page.text.as_str()), (None, text));
    }

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
    fn a_first_line_alone_above_sentences_is_the_title() {
        let text = "近日，甲县水务局组织人员对全县河道开展拉网式巡查，排查隐患，堵塞漏洞，确保汛期安全。请各单位结合实际抓好落实，不得有误。\n";
        for (first, title) in [
            ("甲县水务局巡查河道，筑牢防汛安全线", "甲县水务局巡查河道，筑牢防汛安全线"),
            ("甲县：水清岸绿景更美", "甲县：水清岸绿景更美"),
            (
                "甲县水务局组织开展全县河道拉网式大巡查大排查大整治专项行动，全力筑牢今年防汛安全防线",
                "甲县水务局组织开展全县河道拉网式大巡查大排查大整治专项行动，全力筑牢今年防汛安全防线",
            ),
            ("水资源保护法", "水资源保护法"),
        ] {
            let document = plain(&format!("{first}\n{text}{text}"), None, None).document;
            assert_eq!(document.title, title, "{first}");
            assert_eq!(document.text, format!("{text}{}", text.trim_end()), "{first}");
            let dated = format!("{first}\n发布时间：2022-03-04 来源：县水务局\n{text}{text}");
            let document = plain(&dated, None, None).document;
            assert_eq!(document.title, title, "{dated}");
            assert_eq!(
                document.published.map(|day| day.to_string()).as_deref(),
                Some("2022-03-04"),
                "{dated}"
            );
        }
        for first in [
            "当前全县正处于汛期。",
            "各镇人民政府，县直各单位：",
            "一、巡查河道筑牢防汛安全线",
            "甲县人民政府办公室",
        ] {
            let document = plain(&format!("{first}\n{text}{text}"), None, None).document;
            assert_ne!(document.title, first, "{first}");
        }
        let by_whom = "2022-3-4 09:07 甲县水务局某某";
        let document = plain(&format!("{by_whom}\n{text}{text}"), None, None).document;
        assert!(document.text.starts_with(by_whom), "{}", document.text);
    }

    #[test]
    fn who_passed_a_law_is_no_title() {
        let law = "水资源保护法\n（2022年9月2日某某会议第三次会议通过）\n目　录\n第一章　总则\n第二章　管理\n第一章　总则\n第一条　为了保护水资源，促进水资源的合理开发利用，根据宪法，制定本法，具体规定如下各条。\n第二条　本法适用于全国。\n";
        let document = plain(law, None, None).document;
        assert_eq!(document.title, "水资源保护法");
        assert_eq!((document.kind, document.report_year), (DocumentKind::Regulation, None));
        let broken = law.replace("水资源保护法\n", "中华人民共和国某某和某某\n水资源保护法\n");
        assert_eq!(plain(&broken, None, None).document.title, "中华人民共和国某某和某某水资源保护法");
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
    fn the_site_above_an_unsigned_page_issued_it_only_when_the_text_says_so() {
        let title = "关于做好某事的通知";
        let text = "请各单位认真学习，结合实际抓好落实，并按时报送材料，做到不漏一户、不漏一人，不得有误。\n";
        let dated = "发布时间：2022-03-04 来源：市教育局";
        for (site, below, said, issuer) in [
            ("甲市人民政府", dated, text, None),
            ("甲市人民政府", "字体：[大 中 小] 打印", text, None),
            (
                "甲市人民政府",
                dated,
                "经甲市人民政府同意，我市各单位要抓好落实，并按时报送材料，不得有误。\n",
                None,
            ),
            (
                "甲市司法局",
                dated,
                "经甲市司法局同意，请各单位认真学习，结合实际抓好落实，并按时报送材料，不得有误。\n",
                None,
            ),
            (
                "甲市司法局",
                dated,
                "请各单位认真学习，结合实际抓好落实，并将有关材料按时报送我局，不得有误。\n",
                Some("甲市司法局"),
            ),
            (
                "甲市司法局",
                dated,
                "今年，甲市司法局认真学习，结合实际抓好落实，各项工作都取得了新的进展。\n",
                Some("甲市司法局"),
            ),
            (
                "甲市委宣传部",
                dated,
                "请各单位认真学习，结合本部门实际抓好落实，并在本行政区域内广泛宣传，不得有误。\n",
                None,
            ),
            (
                "甲市委宣传部",
                dated,
                "请各单位认真学习，结合本部门实际抓好落实，并将有关材料按时报送我部，不得有误。\n",
                Some("甲市委宣传部"),
            ),
            ("甲市人民政府", "", text, Some("甲市人民政府")),
        ] {
            let document = plain(&format!("{site}\n{title}\n{below}\n{said}{text}"), None, None).document;
            assert_eq!(document.issuer.as_deref(), issuer, "{site} {below} {said}");
            assert!(document.title.ends_with(title), "{}", document.title);
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
