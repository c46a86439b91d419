//! Addresses of several offices' pages that begin alike, on a pretend site: each has its own document in the end.

use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::state::present;
use crate::state::rebuilt;
use crate::state::state;

const PATHS: [&str; 3] = ["/a.html", "/b.html", "/c.html"];
const OFFICES: [&str; 3] = ["甲县财政局", "甲县教育局", "甲县公安局"];

fn page(title: &str, text: &str) -> Act {
    let page = format!(
        "<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>\
         <div>发布日期：2023-01-05</div><div id=zoom><p>{text}</p></div></body></html>"
    );
    Act::Tagged(page.into_bytes())
}

/// A report as many offices fill it in: hardly more than names and numbers differ.
fn form(office: &str, number: usize) -> String {
    format!(
        "本报告由{office}编制，全文包括总体情况、主动公开情况、依申请公开情况、复议诉讼情况、存在的问题和改进的措施、其他需要报告的事项六个部分，\
         所列数据的统计期限为全年。{office}认真落实上级部署，拓展公开渠道，丰富公开内容，完善公开制度，全年主动公开信息{number}条，\
         收到的申请均在期限内答复。存在的问题是公开还不够及时，解读形式还比较单一；下一步将加强组织领导和业务培训，推动工作再上新台阶。"
    )
}

fn listed() -> Site {
    let site = Site::start();
    site.list("/list.html", &PATHS, None);
    site
}

#[test]
fn reports_of_several_offices_in_one_form_are_several_documents() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (listed(), folder.path());
    for (at, (path, office)) in PATHS.iter().zip(OFFICES).enumerate() {
        let title = format!("{office}2022年政府信息公开工作年度报告");
        site.act(path, page(&title, &form(office, 100 + at)));
    }
    site.crawl(data);
    assert_eq!(present(data).len(), 3);
    for number in 100..103 {
        let found = run(data, &["search", &format!("\"主动公开信息{number}条\""), "--json"]).json();
        assert_eq!(found["total"]["documents"], json!(1), "{number}");
    }
}

#[test]
fn reports_that_only_their_sources_name_are_several_documents() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (listed(), folder.path());
    let title = "2022年政府信息公开工作年度报告";
    for (at, (path, office)) in PATHS.iter().zip(OFFICES).enumerate() {
        let text = form("本机关", 100 + at);
        let body = format!(
            "<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>\
             <div>发布日期：2023-01-05 来源：{office}</div><div id=zoom><p>{text}</p></div></body></html>"
        );
        site.act(path, Act::Tagged(body.into_bytes()));
    }
    site.crawl(data);
    for number in 100..103 {
        let found = run(data, &["search", &format!("\"主动公开信息{number}条\""), "--json"]).json();
        assert_eq!(found["total"]["documents"], json!(1), "{number}");
    }
    assert_eq!(state(data), rebuilt(&site, data));
}

#[test]
fn pages_that_show_one_notice_first_have_a_document_each_later() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (listed(), folder.path());
    let notice = "本部门2022年度的决算正在按程序报批，批复后二十日内在本网站公开，敬请关注。";
    for path in PATHS {
        site.act(path, page("2022年度部门决算公开", notice));
    }
    site.crawl(data);
    assert_eq!(present(data).len(), 1, "one text is one document");
    site.act(PATHS[1], page("2022年度部门决算公开", &form(OFFICES[1], 101)));
    site.crawl(data);
    let texts = |data| present(data).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert!(texts(data).iter().any(|text| text.contains("敬请关注")), "the others still give it");
    for at in [0, 2] {
        site.act(PATHS[at], page("2022年度部门决算公开", &form(OFFICES[at], 100 + at)));
    }
    site.crawl(data);
    let before = state(data);
    site.crawl(data);
    assert_eq!(state(data).len(), before.len(), "nothing is told twice");
    for (number, office) in (100..103).zip(OFFICES) {
        let found = run(data, &["search", &format!("\"主动公开信息{number}条\""), "--json"]).json();
        assert_eq!(found["total"]["documents"], json!(1), "{office}");
    }
    assert_eq!(state(data), rebuilt(&site, data));
    assert_eq!(run(data, &["reparse"]).code, 0);
    assert_eq!(present(data).len(), 3);
}
