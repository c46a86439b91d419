//! Documents to compare: sentences of the shared data, or written ones, drawn and changed by a fixed lot.

use std::path::PathBuf;

use corpus::district::Place;
use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::gazetteer;
use corpus::year::ReportYear;

/// Characters of a drawn document.
const LENGTH: usize = 6_000;
/// How many sentences every third document holds.
const SET_PHRASES: usize = 20;
/// How many years a district has in a row.
const YEARS: usize = 5;

/// Sentences to draw from.
pub(crate) struct Sentences {
    sentences: Vec<String>,
    letters: Vec<char>,
    places: Vec<Place>,
}

struct Lot(u64);

impl Lot {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}

impl Sentences {
    /// Reads the reports of the shared data; without it, sentences are made up.
    pub(crate) fn read() -> Sentences {
        let folder =
            std::env::var_os("GONGBAO_SHARED").map(|shared| PathBuf::from(shared).join("data/corpus"));
        let files = ["gwr_province_2025.jsonl", "gwr_city_2024.jsonl", "gwr_state_council_1954_2025.jsonl"];
        let text: String =
            folder.into_iter().flat_map(|folder| files.map(|file| folder.join(file))).map(texts).collect();
        let mut sentences: Vec<String> = text
            .split_inclusive('。')
            .map(|sentence| sentence.replace('\n', ""))
            .filter(|s| s.chars().count() > 12)
            .collect();
        if sentences.is_empty() {
            let mut lot = Lot(5);
            let mut word = || char::from_u32(0x4E00 + lot.below(3_000) as u32).unwrap_or('字');
            sentences = (0..20_000)
                .map(|_| (0..36).map(|at| if at == 18 { '，' } else { word() }).collect::<String>() + "。")
                .collect();
        }
        let letters =
            sentences.iter().take(200).flat_map(|s| s.chars()).filter(|c| c.is_alphabetic()).collect();
        let provinces = gazetteer::children("000000").into_iter();
        let cities =
            provinces.flat_map(|place| gazetteer::children(place.code.as_deref().unwrap_or_default()));
        let counties =
            cities.flat_map(|place| gazetteer::children(place.code.as_deref().unwrap_or_default()));
        Sentences { sentences, letters, places: counties.collect() }
    }

    /// Draws the report of a number: of five of a district each takes two fifths over from the one before.
    pub(crate) fn report(&self, number: usize) -> Document {
        let (row, year) = (number / YEARS, number % YEARS);
        let mut text = String::new();
        if number.is_multiple_of(3) {
            text.extend(self.sentences.iter().take(SET_PHRASES).map(String::as_str));
        }
        for sentence in 0.. {
            if text.len() / 3 >= LENGTH {
                break;
            }
            // A sentence that is taken over is drawn by the lot of the first year.
            let own = if sentence % 5 < 2 { 0 } else { year + 1 };
            let mut lot = Lot(((row * 8 + own) as u64 * 100_003 + sentence as u64)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                | 1);
            text.push_str(&self.changed(&mut lot));
        }
        let mut document = Document::new(format!("{}年工作报告", 2018 + year), text);
        document.kind = DocumentKind::WorkReport;
        document.report_year = Some(ReportYear::single(2018 + year as i16));
        document.place = Some(self.places[row % self.places.len()].clone());
        document
    }

    /// Draws a sentence and exchanges every sixth letter, so that it is nobody else's.
    fn changed(&self, lot: &mut Lot) -> String {
        let _ = lot.below(2);
        let sentence = &self.sentences[lot.below(self.sentences.len())];
        let exchange = |character: char| {
            let is_kept = !character.is_alphabetic() || lot.below(6) > 0;
            if is_kept { character } else { self.letters[lot.below(self.letters.len())] }
        };
        sentence.chars().map(exchange).collect()
    }

    /// Draws two reports of about a length, of which the second keeps half of the first.
    pub(crate) fn two_years(&self, length: usize) -> (Document, Document) {
        let mut lot = Lot(99);
        let (mut old, mut new) = (String::new(), String::new());
        while new.chars().count() < length {
            let sentence = &self.sentences[lot.below(self.sentences.len())];
            old.push_str(sentence);
            match lot.below(8) {
                0..=3 => new.push_str(sentence),
                4 | 5 => new.push_str(&sentence.replace('的', "之").replace('1', "2").replace('，', "，并")),
                _ => new.push_str(&self.changed(&mut lot)),
            }
            if lot.below(8) == 0 {
                old.push('\n');
                new.push('\n');
            }
        }
        (Document::new("旧", old), Document::new("新", new))
    }

    /// Draws one text of a length.
    pub(crate) fn long(&self, length: usize, seed: u64) -> Document {
        let mut lot = Lot(seed * 77 + 1);
        let mut text = String::new();
        while text.len() / 3 < length {
            text.push_str(&self.sentences[lot.below(self.sentences.len())]);
        }
        Document::new("长", text)
    }
}

fn texts(file: PathBuf) -> String {
    let lines = std::fs::read_to_string(file).unwrap_or_default();
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        value["text"].as_str().unwrap_or_default().to_owned()
    };
    lines.lines().map(text).collect()
}
