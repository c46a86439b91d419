//! How well planted copies are found among reports that share set phrases, with floors that only rise.

use std::collections::BTreeSet;

use corpus::copies;
use corpus::copies::Relation;
use corpus::district::Place;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::gazetteer;
use corpus::store::CopyBook;
use corpus::store::CopyQuestion;
use corpus::store::Import;
use corpus::store::Store;
use corpus::year::ReportYear;

use crate::quality::planted::Draw;
use crate::quality::planted::edited;
use crate::quality::planted::swapped;
use crate::quality::planted::with_names_left;
use crate::quality::planted::written_report;
use crate::shared;

/// The floors. They are never lowered by the change that breaks them.
const PRECISION: f64 = 0.98;
const RECALL: f64 = 0.95;
const NAMES_FOUND: f64 = 0.9;

/// The shares of the sentences that are edited in a planted copy.
const EDITED: [f64; 6] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

/// Sentences that every other report holds.
const BOILERPLATE: [&str; 8] = [
    "坚持把学习摆在首位，做到学思用贯通、知信行统一，不断提高依法办事的自觉。",
    "牢固树立宗旨意识，始终把群众满意不满意作为衡量工作的根本标准。",
    "严格落实中央八项规定及其实施细则精神，驰而不息纠治形式主义和官僚主义。",
    "自觉接受人大法律监督、政协民主监督和社会各界监督，认真办理建议提案。",
    "深入推进党风廉政建设，把权力关进制度的笼子，让权力在阳光下运行。",
    "全力以赴抓好各项任务落实，确保件件有着落、事事有回音。",
    "进一步健全重大行政决策程序，切实做到科学决策、民主决策、依法决策。",
    "各位代表，蓝图已经绘就，奋进正当其时，让我们撸起袖子加油干。",
];

struct Planted {
    imports: Vec<Import>,
    /// The document that each copy was made from; originals name themselves.
    origins: Vec<(String, usize)>,
    /// The name that was left in a copy.
    left: Vec<(String, String)>,
    /// The places of the originals.
    places: Vec<Place>,
    /// How many were not planted.
    originals: usize,
}

fn cities() -> Vec<Place> {
    let provinces = gazetteer::children("000000").into_iter();
    provinces
        .flat_map(|province| gazetteer::children(province.code.as_deref().expect("a province has a code")))
        .filter(|place| place.path.len() == 2 && place.path[1].ends_with('市'))
        .collect()
}

fn document(title: &str, text: String, place: &Place, year: i16) -> Document {
    let mut document = Document::new(title, text);
    document.kind = DocumentKind::WorkReport;
    document.report_year = Some(ReportYear::single(year));
    document.place = Some(place.clone());
    document
}

/// Returns the names that a text uses for its place, longest first.
fn names(place: &Place) -> (String, String) {
    let full = place.path.last().expect("a path is never empty").clone();
    let short = full.trim_end_matches(['省', '市']).to_owned();
    (full, short)
}

/// Plants copies of some of the originals: of other districts and of the own next year, edited more and more.
fn plant(originals: &[(Place, i16, String)], draw: &mut Draw) -> Planted {
    let cities = cities();
    let places = originals.iter().map(|(place, _, _)| place.clone()).collect();
    let texts: Vec<String> = originals.iter().map(|(_, _, text)| text.clone()).collect();
    let mut planted = Planted {
        imports: Vec::new(),
        origins: Vec::new(),
        left: Vec::new(),
        places,
        originals: originals.len(),
    };
    let add = |planted: &mut Planted, id: String, origin: usize, document: Document| {
        planted.origins.push((id.clone(), origin));
        planted.imports.push(Import { id: DocumentId::parse(&id).expect("a good id"), document, url: None });
    };
    for (at, (place, year, text)) in originals.iter().enumerate() {
        let text = if at % 2 == 0 { format!("{text}\n{}", BOILERPLATE.concat()) } else { text.clone() };
        add(&mut planted, format!("original-{at}"), at, document("工作报告", text, place, *year));
    }
    for (number, (at, (place, year, text))) in
        originals.iter().enumerate().filter(|(at, _)| at % 3 == 0).enumerate()
    {
        let share = EDITED[number % EDITED.len()];
        let text = edited(text, &texts, share, number % 2 == 0, draw);
        let is_own = number % 4 == 3;
        let target = if is_own { place.clone() } else { cities[draw.below(cities.len())].clone() };
        let ((full, short), (new_full, new_short)) = (names(place), names(&target));
        let mut text = swapped(&text, (&full, &short), (&new_full, &new_short), draw);
        let id = format!("copy-{number}");
        let is_elsewhere = !is_own && full != "全国" && place.path[0] != target.path[0];
        if number % 3 == 1
            && is_elsewhere
            && let Some(with_names) = with_names_left(&text, &new_short, &short)
        {
            text = with_names;
            planted.left.push((id.clone(), short));
        }
        add(&mut planted, id, at, document("工作报告", text, &target, year + 1));
    }
    planted
}

/// What was measured.
#[derive(Debug)]
struct Measured {
    precision: f64,
    recall: f64,
    names_found: f64,
}

fn measure(planted: &Planted) -> Measured {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut store = Store::open(folder.path(), jiff::Timestamp::UNIX_EPOCH).expect("a new store opens");
    store
        .import(planted.imports.iter().cloned(), jiff::Timestamp::UNIX_EPOCH)
        .expect("documents can be saved");
    let mut book = CopyBook::open(folder.path()).expect("a new book opens");
    copies::follow(&store, &mut book, &mut |_| {}).expect("the book follows");
    let question = CopyQuestion { limit: usize::MAX >> 1, ..CopyQuestion::default() };
    let (lines, _) = book.copies(&question).expect("the book answers");
    let origin = |id: &str| planted.origins.iter().find(|(known, _)| known == id).map(|(_, origin)| *origin);
    let (mut right, mut wrong) = (BTreeSet::new(), 0);
    let mut with_name = BTreeSet::new();
    for line in &lines {
        let (a, b) = (line.a.id.as_str(), line.b.id.as_str());
        let (one, other) = (origin(a).expect("known"), origin(b).expect("known"));
        if one == other {
            right.insert((a.to_owned(), b.to_owned()));
        } else if line.pair.relation == Relation::OtherDistrict
            && planted.places[one] != planted.places[other]
        {
            // A government that carries its own sentences over is copied from with them.
            println!("wrong: {a} {b} {:.2} {}", line.pair.similarity, line.pair.shared_sentences);
            wrong += 1;
        }
        let is_left = |(id, name): &&(String, String)| {
            id == a && line.pair.foreign_names.iter().any(|found| found.starts_with(name.as_str()))
        };
        with_name.extend(planted.left.iter().filter(is_left).map(|(id, _)| id.as_str()));
    }
    let copies = planted.origins.iter().skip(planted.originals);
    let found = copies.filter(|(id, at)| right.contains(&(id.clone(), format!("original-{at}")))).count();
    let all = planted.origins.len() - planted.originals;
    Measured {
        precision: right.len() as f64 / (right.len() + wrong).max(1) as f64,
        recall: found as f64 / all as f64,
        names_found: with_name.len() as f64 / planted.left.len().max(1) as f64,
    }
}

#[track_caller]
fn check(planted: &Planted) {
    let measured = measure(planted);
    let copies = planted.origins.len() - planted.originals;
    println!("{copies} copies, {} with a name left in: {measured:?}", planted.left.len());
    assert!(planted.left.len() >= 3, "{}", planted.left.len());
    assert!(measured.precision >= PRECISION, "{measured:?}");
    assert!(measured.recall >= RECALL, "{measured:?}");
    assert!(measured.names_found >= NAMES_FOUND, "{measured:?}");
}

#[test]
fn planted_copies_are_found_among_written_reports() {
    let mut draw = Draw::new(7);
    let cities = cities();
    let originals = (0..120).map(|at| {
        let place = cities[at * 2].clone();
        let text = written_report(&names(&place).0, 60, &mut draw);
        (place, 2020, text)
    });
    let originals: Vec<(Place, i16, String)> = originals.collect();
    check(&plant(&originals, &mut draw));
}

#[test]
fn planted_copies_are_found_among_real_reports() {
    let Some(folder) = shared::folder() else { return };
    let mut originals = Vec::new();
    for file in ["gwr_province_2025.jsonl", "gwr_city_2024.jsonl", "gwr_state_council_1954_2025.jsonl"] {
        for line in shared::lines(&folder.join("data/corpus").join(file)) {
            let region = line["city"].as_str().or(line["province"].as_str()).unwrap_or_default();
            let text = line["text"].as_str().unwrap_or_default().to_owned();
            let place = gazetteer::only(region);
            let year = line["year"].as_i64().and_then(|year| i16::try_from(year).ok());
            // A resolution of a few hundred characters that follows a report is no report.
            if let (Some(place), Some(year), true) = (place, year, text.chars().count() > 2000) {
                originals.push((place, year, text));
            }
        }
    }
    assert!(originals.len() > 150, "{}", originals.len());
    check(&plant(&originals, &mut Draw::new(11)));
}
