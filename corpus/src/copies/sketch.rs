//! Sketches: a document in; the numbers of its clauses, by sentence, and the places it names out.

use crate::copies::masked::MaskedSentence;
use crate::copies::masked::masked;
use crate::district::Place;
use crate::document::Document;
use crate::personal;

/// A shorter clause is part of the language and not of a text.
pub(crate) const SHORTEST: usize = 6;

/// The longest text that is looked at, in characters; what stands behind is left out.
const LONGEST: usize = 1_000_000;

/// The bit that marks the first clause of a sentence.
const BEGINS: u32 = 1 << 31;

/// Words beside which another district is named for a reason: partners, visits, shared projects.
const EXPLAINING: [&str; 24] = [
    "对口",
    "支援",
    "帮扶",
    "协作",
    "结对",
    "援藏",
    "援疆",
    "援青",
    "考察",
    "借鉴",
    "友城",
    "友好城市",
    "跨省",
    "跨区域",
    "战略合作",
    "合作协议",
    "区域合作",
    "协同立法",
    "协同发展",
    "一体化",
    "挂职",
    "毗邻",
    "接壤",
    "会议精神",
];

/// A division that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The number of the sentence it stands in, as far as sentences have clauses that count.
    pub sentence: u32,
    /// As it is written.
    pub name: String,
    /// Whether it is written with its kind.
    pub is_full: bool,
}

/// What is kept of a document to find its copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The numbers of the clauses in text order; the highest bit marks the first one of a sentence.
    pub clauses: Vec<u32>,
    /// The divisions that it names, without those whose sentence explains them.
    pub names: Vec<Name>,
}

impl Sketch {
    /// Returns the clauses of each sentence, without the marks.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Vec<u32>> + '_ {
        let mut rest = self.clauses.as_slice();
        std::iter::from_fn(move || {
            let (&first, after) = rest.split_first()?;
            let length = after.iter().take_while(|&&clause| clause & BEGINS == 0).count();
            let (own, next) = after.split_at(length);
            rest = next;
            Some(std::iter::once(first & !BEGINS).chain(own.iter().copied()).collect())
        })
    }

    /// Returns the different clauses, ascending.
    pub(crate) fn distinct(&self) -> Vec<u32> {
        let mut clauses: Vec<u32> = self.clauses.iter().map(|clause| clause & !BEGINS).collect();
        clauses.sort_unstable();
        clauses.dedup();
        clauses
    }
}

/// Makes the sketch of a document. Takes linear time.
pub fn sketch(document: &Document) -> Sketch {
    let mut sketch = Sketch::default();
    let mut sentences = 0;
    for sentence in sentences_of(document) {
        let numbers = numbers(&sentence);
        if numbers.is_empty() {
            continue;
        }
        sketch.clauses.extend(
            numbers.iter().enumerate().map(|(at, number)| if at == 0 { number | BEGINS } else { *number }),
        );
        if !EXPLAINING.iter().any(|word| sentence.plain.contains(word)) {
            let names = sentence.names.into_iter();
            sketch.names.extend(names.map(|name| Name {
                sentence: sentences,
                name: name.name,
                is_full: name.is_full,
            }));
        }
        sentences += 1;
    }
    sketch
}

/// Returns the masked sentences of a document, personal numbers starred out.
pub(crate) fn sentences_of(document: &Document) -> Vec<MaskedSentence> {
    let end = document.text.char_indices().nth(LONGEST).map_or(document.text.len(), |(end, _)| end);
    let text = personal::mask(&document.text[..end]);
    masked(&text, &own_names(document.place.as_ref()))
}

/// Returns the names of a place that its texts are full of: each of its path, with and without the kind.
pub(crate) fn own_names(place: Option<&Place>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in place.map(|place| place.path.as_slice()).unwrap_or_default() {
        names.push(name.clone());
        let characters: Vec<char> = name.chars().collect();
        if characters.len() > 2 && matches!(characters.last(), Some('省' | '市' | '县' | '区' | '镇' | '乡'))
        {
            names.push(characters[..characters.len() - 1].iter().collect());
        }
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    names
}

/// Returns the numbers of the clauses that are long enough to count.
pub(crate) fn numbers(sentence: &MaskedSentence) -> Vec<u32> {
    let long = sentence.clauses.iter().filter(|clause| clause.len() >= SHORTEST);
    long.map(|clause| number(clause)).collect()
}

/// Returns the number of a clause (FNV-1a, mixed, 31 bits); it is kept in files and never changes.
fn number(clause: &[char]) -> u32 {
    let mut hash = clause.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3)
    });
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x7FB5_D329_728E_A185);
    (hash >> 33) as u32
}

#[cfg(test)]
mod tests {
    use super::sketch;
    use crate::document::Document;

    #[test]
    fn places_numbers_and_short_clauses_make_no_difference() {
        let one =
            sketch(&Document::new("甲", "绵阳市全年办理行政复议案件17件，扎实推进。组织执法人员培训3场。"));
        let other =
            sketch(&Document::new("乙", "台州市全年办理行政复议案件258件，稳步推进。组织执法人员培训12场。"));
        assert_eq!(one.clauses, other.clauses);
        assert_eq!(one.sentences().count(), 2);
    }

    #[test]
    fn names_are_kept_unless_their_sentence_explains_them() {
        let text = "推动台州市城乡建设工作。与西藏自治区对口支援工作有序开展。";
        let names = sketch(&Document::new("甲", text)).names;
        assert_eq!(names.iter().map(|name| name.name.as_str()).collect::<Vec<_>>(), ["台州市"]);
    }
}
