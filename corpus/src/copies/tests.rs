//! Copies in a small store of self-written reports.

use tempfile::TempDir;

use crate::copies::Relation;
use crate::copies::follow;
use crate::copies::shared_sentences;
use crate::district::Place;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::store::CopyBook;
use crate::store::CopyQuestion;
use crate::store::Import;
use crate::store::Store;
use crate::year::ReportYear;

const SENTENCES: [&str; 12] = [
    "绵阳市全年办理行政复议案件17件，审结率达到98.5%，没有一件被上级机关纠正。",
    "组织行政执法人员专题培训3场，覆盖乡镇执法骨干460人，考试不合格的一律调离岗位。",
    "把法律顾问请进常务会议，对25份重大合同逐条审看，提出书面修改意见一百三十条。",
    "在涪城区试行说理式处罚文书，当事人当场签收的比例明显提高，申请听证的件数有所下降。",
    "设立企业投诉直通车，凡是反映吃拿卡要的线索两天内核实，核实一件通报一件。",
    "梳理证明事项清单，取消没有依据的盖章环节，群众少跑的次数由社区代办员登记在册。",
    "选派业务骨干到法院旁听庭审，回来以后在科务会上讲清案子输在哪里。",
    "对规范性文件实行三统一管理，逾期没有评估的自动退出目录，不再作为执法依据。",
    "把普法课堂搬进茶园和渔船码头，请当过调解员的老支书用方言讲身边的案例。",
    "开通夜间办事窗口，外出务工人员下班以后也能办理社保转移和营业执照。",
    "建立行政机关负责人出庭台账，连续两次没有出庭的由主要领导约谈。",
    "邀请人大代表随机抽查执法记录仪，发现语言不规范的当天反馈当天整改。",
];

fn document(city: &str, code: &str, year: i16, sentences: &[String]) -> Document {
    let mut document = Document::new(format!("{city}{year}年法治政府建设年度报告"), sentences.join(""));
    document.kind = DocumentKind::RuleOfLawReport;
    document.report_year = Some(ReportYear::single(year));
    let path = vec!["某省".to_owned(), city.to_owned()];
    document.place = Some(Place { path, code: Some(code.to_owned()), zone: None });
    document
}

fn import(id: &str, document: Document) -> Import {
    Import { id: DocumentId::parse(id).expect("a good id"), document, url: None }
}

struct Held {
    folder: TempDir,
    store: Store,
    book: CopyBook,
}

impl Held {
    fn new() -> Held {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let store = Store::open(folder.path(), jiff::Timestamp::UNIX_EPOCH).expect("a new store opens");
        let book = CopyBook::open(folder.path()).expect("a new book opens");
        Held { folder, store, book }
    }

    fn import(&mut self, imports: Vec<Import>) {
        self.store.import(imports.into_iter(), jiff::Timestamp::UNIX_EPOCH).expect("documents can be saved");
        follow(&self.store, &mut self.book, &mut |_| {}).expect("the book follows");
    }

    /// Writes every pair as `a<b relation names`.
    fn pairs(&self) -> Vec<String> {
        let question = CopyQuestion { limit: 100, ..CopyQuestion::default() };
        let (lines, all) = self.book.copies(&question).expect("the book answers");
        assert_eq!(lines.len(), all);
        let written = lines.iter().map(|line| {
            let names = line.pair.foreign_names.join(",");
            format!("{}<{} {} {names}", line.a.id, line.b.id, line.pair.relation.key())
        });
        let mut written: Vec<String> = written.collect();
        written.sort();
        written
    }
}

fn text(sentences: &[&str]) -> Vec<String> {
    sentences.iter().map(|&sentence| sentence.to_owned()).collect()
}

/// Puts other places and numbers in, turns the order round and rewords every third sentence.
fn copied(keep: &str) -> Vec<String> {
    let swapped = text(&SENTENCES).into_iter().enumerate().map(|(at, sentence)| {
        let sentence = sentence.replace("绵阳市", "台州市").replace("涪城区", keep).replace("17件", "258件");
        if at % 3 == 2 { sentence.replace('，', "，同时还").replace('的', "之") } else { sentence }
    });
    let mut swapped: Vec<String> = swapped.collect();
    swapped.reverse();
    swapped
}

fn other(seed: usize) -> Vec<String> {
    (0..12)
        .map(|at| {
            format!(
                "第{seed}个地方自己写的第{at}句话{}，与别处没有相同之处。",
                "甲乙丙丁戊己庚辛壬癸".repeat(1 + (seed + at) % 3)
            )
        })
        .collect()
}

#[test]
fn a_copy_with_other_places_and_numbers_is_found_with_the_names_left_in_it() {
    let mut held = Held::new();
    held.import(vec![
        import("source", document("绵阳市", "510700", 2021, &text(&SENTENCES))),
        import("copy", document("台州市", "331000", 2022, &copied("椒江区"))),
        import("careless", document("德州市", "371400", 2022, &copied("涪城区"))),
        import("other", document("德阳市", "510600", 2022, &other(3))),
    ]);
    assert_eq!(
        held.pairs(),
        [
            "careless<copy other-district 台州市",
            "careless<source other-district 涪城区",
            "copy<source other-district "
        ]
    );
}

#[test]
fn an_own_year_is_told_from_another_district_and_a_later_import_is_followed() {
    let mut held = Held::new();
    held.import(vec![import("a", document("绵阳市", "510700", 2020, &text(&SENTENCES)))]);
    assert!(held.pairs().is_empty());
    held.import(vec![import("b", document("绵阳市", "510700", 2021, &text(&SENTENCES)))]);
    assert_eq!(held.pairs(), ["b<a own-year "]);
    held.import(vec![import("b", document("绵阳市", "510700", 2021, &other(1)))]);
    assert!(held.pairs().is_empty());
    held.import(
        (0..40)
            .map(|at| import(&format!("o{at}"), document("德阳市", "510600", 2000 + at, &other(at as usize))))
            .collect(),
    );
    held.import(vec![import("c", document("德州市", "371400", 2023, &copied("椒江区")))]);
    assert_eq!(held.pairs().iter().filter(|pair| pair.contains("c<") || pair.contains("<c")).count(), 1);
}

#[test]
fn boilerplate_of_half_the_country_is_no_copy() {
    let cities =
        ["510700", "510600", "331000", "371400", "130100", "140100", "210100", "220100", "230100", "320100"];
    let mut held = Held::new();
    let reports = cities.iter().enumerate().map(|(at, code)| {
        let mut sentences = other(at);
        sentences.extend(text(&SENTENCES));
        import(&format!("r{at}"), document("某市", code, 2021, &sentences))
    });
    held.import(reports.collect());
    assert!(held.pairs().is_empty(), "{:?}", held.pairs());
}

#[test]
fn shared_sentences_are_shown_where_they_stand() {
    let (a, b) = (
        document("台州市", "331000", 2022, &copied("椒江区")),
        document("绵阳市", "510700", 2021, &text(&SENTENCES)),
    );
    let found = shared_sentences(&a, &b, &super::Boilerplate::default());
    assert!(found.len() >= 11, "{}", found.len());
    let cut = |text: &str, span: &std::ops::Range<usize>| -> String {
        text.chars().skip(span.start).take(span.len()).collect()
    };
    let first = &found[0];
    assert!(cut(&a.text, &first.a).starts_with("邀请人大代表"), "{}", cut(&a.text, &first.a));
    assert!(cut(&b.text, &first.b).starts_with("邀请人大代表"), "{}", cut(&b.text, &first.b));
}

#[test]
fn a_book_of_another_store_is_begun_anew() {
    let mut held = Held::new();
    held.import(vec![import("a", document("绵阳市", "510700", 2020, &text(&SENTENCES)))]);
    let other_folder = tempfile::tempdir().expect("a temporary folder can be made");
    let other_store =
        Store::open(other_folder.path(), jiff::Timestamp::UNIX_EPOCH).expect("a new store opens");
    follow(&other_store, &mut held.book, &mut |_| {}).expect("the book follows");
    assert!(held.book.shelf().expect("the book answers").is_empty());
    assert!(CopyBook::open(held.folder.path()).is_ok());
}

#[test]
fn relations_have_two_names() {
    assert_eq!(
        Relation::ALL.iter().map(|relation| relation.key()).collect::<Vec<_>>(),
        ["own-year", "other-district"]
    );
}
