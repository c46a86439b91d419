//! The gazetteer against lists outside the repository; left out when GONGBAO_SHARED is not set.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use corpus::gazetteer::Clues;
use corpus::gazetteer::by_code;
use corpus::gazetteer::by_code_in;
use corpus::gazetteer::find;
use corpus::gazetteer::place;
use corpus::gazetteer::place_in;
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("left out: GONGBAO_SHARED is not set");
    }
    folder
}

/// Right, wrong and missing values of one thing that is measured.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    gap: usize,
    faults: Vec<String>,
}

impl Tally {
    fn add(&mut self, what: &str, found: Option<String>, expected: &str) {
        match found {
            Some(found) if found == expected => self.right += 1,
            Some(found) => {
                self.wrong += 1;
                self.faults.push(format!("wrong {what}: {found}, not {expected}"));
            }
            None => {
                self.gap += 1;
                self.faults.push(format!("gap {what}: {expected}"));
            }
        }
    }

    /// The share of right values, a wrong one counting twice a gap.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn score(&self) -> f64 {
        let all = self.right + self.wrong + self.gap;
        if all == 0 { 1.0 } else { 1.0 - (2 * self.wrong + self.gap) as f64 / all as f64 }
    }

    fn print(&self, name: &str) {
        let Tally { right, wrong, gap, .. } = self;
        println!("{name}\tright {right}\twrong {wrong}\tgap {gap}\tscore {:.4}", self.score());
        for fault in self.faults.iter().take(40) {
            println!("  {fault}");
        }
    }

    #[track_caller]
    fn floor(&self, name: &str, floor: f64) {
        self.print(name);
        assert!(self.score() >= floor, "{name}: {} is below {floor}", self.score());
    }
}

/// One row of the oracle: code, province, city or empty, name, first year, last year.
struct Known {
    code: String,
    province: String,
    city: String,
    name: String,
    from: i16,
    to: Option<i16>,
}

impl Known {
    fn path(&self) -> String {
        let mut path: Vec<&str> = Vec::new();
        for name in [self.province.as_str(), &self.city, &self.name] {
            if !name.is_empty() && name != "直辖" && path.last() != Some(&name) {
                path.push(name);
            }
        }
        path.join("/")
    }
}

fn oracle(shared: &Path) -> Vec<Known> {
    let text = fs::read_to_string(shared.join("data/divisions/areacodes/result.csv"))
        .expect("the oracle stands there");
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let [code, province, city, name, _, _, from, to, ..] = fields[..] else { return None };
        // The parts of these three are no divisions of the code.
        let outside = ["71", "81", "82"].iter().any(|prefix| code.starts_with(prefix));
        let from: i16 = from.parse().ok()?;
        let known = Known {
            code: code.to_owned(),
            province: province.to_owned(),
            city: city.to_owned(),
            name: name.to_owned(),
            from,
            to: to.parse().ok(),
        };
        (!outside).then_some(known)
    };
    text.lines().skip(1).filter_map(row).collect()
}

#[test]
fn every_living_division_is_found_by_its_code() {
    let Some(shared) = shared() else { return };
    let mut tally = Tally::default();
    for known in oracle(&shared).iter().filter(|known| known.to.is_none()) {
        tally.add(&known.code, by_code(&known.code).map(|place| place.written()), &known.path());
    }
    tally.floor("living divisions by code", 0.999);
}

#[test]
fn every_division_is_found_in_its_years() {
    let Some(shared) = shared() else { return };
    let (mut since_2000, mut before) = (Tally::default(), Tally::default());
    for known in oracle(&shared).iter().filter(|known| known.to.is_some()) {
        let to = known.to.unwrap();
        let tally = if to > 2000 { &mut since_2000 } else { &mut before };
        let year = if to > known.from { to - 1 } else { known.from };
        let found = by_code_in(&known.code, year).and_then(|place| place.path.last().cloned());
        tally.add(&format!("{} in {year}", known.code), found, &known.name);
    }
    before.print("names of codes until 2000");
    since_2000.floor("names of codes since 2000", 0.97);
}

#[test]
fn every_county_with_its_city_in_the_title_has_its_path() {
    let Some(shared) = shared() else { return };
    let (mut with_city, mut alone) = (Tally::default(), Tally::default());
    let living: Vec<Known> = oracle(&shared).into_iter().filter(|known| known.to.is_none()).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for known in &living {
        *names.entry(&known.name).or_default() += 1;
    }
    for known in &living {
        let above =
            if known.city.is_empty() || known.city == "直辖" { &known.province } else { &known.city };
        let above = if *above == known.name { "" } else { above };
        let title = format!("{above}{}2024年法治政府建设年度报告", known.name);
        let found = |title: &str| place_in(title, None, None).place.map(|place| place.written());
        with_city.add(&title, found(&title), &known.path());
        let title = format!("{}人民政府2024年工作报告", known.name);
        let unique = names[known.name.as_str()] == 1;
        match found(&title) {
            None if !unique => alone.right += 1,
            other => alone.add(&title, other, &known.path()),
        }
    }
    with_city.floor("counties with their city", 0.999);
    alone.floor("counties alone, ambiguous ones undecided", 0.99);
}

#[test]
fn former_names_are_found() {
    let Some(shared) = shared() else { return };
    let mut tally = Tally::default();
    for known in oracle(&shared).iter().filter(|known| known.to.is_some_and(|to| to > 2000)) {
        let found = find(&known.path());
        let same = found.iter().any(|place| place.code.as_deref() == Some(&known.code));
        let any = found.iter().map(ToString::to_string).next();
        tally.add(&known.path(), if same { Some(known.path()) } else { any }, &known.path());
    }
    tally.print("former divisions by path");
    let mut titles = Tally::default();
    for known in
        oracle(&shared).iter().filter(|known| known.to.is_some_and(|to| to > 2000 && to > known.from + 1))
    {
        let year = known.to.unwrap() - 1;
        let above =
            if known.city.is_empty() || known.city == "直辖" { &known.province } else { &known.city };
        let above = if *above == known.name { "" } else { above };
        let title = format!("{year}年{above}{}政府工作报告", known.name);
        let found = place_in(&title, None, None).place.and_then(|place| place.path.last().cloned());
        titles.add(&title, found, &known.name);
    }
    titles.floor("former names in the title of their year", 0.97);
}

#[test]
fn real_reports_belong_where_they_are_labelled() {
    let Some(shared) = shared() else { return };
    let mut all = Tally::default();
    for file in ["gwr_province_2025", "gwr_city_2024", "gwr_state_council_1954_2025"] {
        let text = fs::read_to_string(shared.join(format!("data/corpus/{file}.jsonl"))).unwrap();
        let mut tally = Tally::default();
        for line in text.lines() {
            let document: Value = serde_json::from_str(line).unwrap();
            measure(&mut tally, &document, None);
        }
        tally.print(file);
        all.right += tally.right;
        all.wrong += tally.wrong;
        all.gap += tally.gap;
    }
    all.floor("titles of reports", 0.97);
    let mut pages = Tally::default();
    for entry in fs::read_dir(shared.join("data/pages")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        measure(&mut pages, &document, document["url"].as_str());
    }
    pages.print("labelled pages");
    all.right += pages.right;
    all.wrong += pages.wrong;
    all.gap += pages.gap;
    all.floor("titles and pages together", 0.97);
    assert!(pages.wrong == 0 && pages.gap <= 1, "a labelled page lost its place");
}

/// Compares the place read from a document with its labels, which go down to the county.
fn measure(tally: &mut Tally, document: &Value, url: Option<&str>) {
    let text = |key: &str| document[key].as_str().filter(|text| !text.is_empty());
    let labels: Vec<&str> = ["province", "city", "district"].into_iter().filter_map(text).collect();
    let expected = if labels.is_empty() { "全国".to_owned() } else { labels.join("/") };
    let host = url.and_then(|url| url.split('/').nth(2));
    let clues = Clues { title: text("title"), opening: text("text"), host, ..Clues::default() };
    let found = place(&clues).place.map(|place| {
        let depth = place.path.len().min(labels.len().max(1));
        place.path[..depth].join("/")
    });
    let expected = labelled(&expected);
    tally.add(text("title").unwrap_or_default(), found, &expected);
}

/// Writes the label of a municipality's own report as the gazetteer does: 上海市 once.
fn labelled(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.dedup();
    parts.join("/")
}
