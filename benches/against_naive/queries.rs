//! Texts in; things to ask about them out, the same in every run.

use std::sync::LazyLock;

use corpus::text::fold;
use jieba_rs::Jieba;

use crate::corpus_lines::Text;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// One question.
pub(crate) enum Asked {
    Phrase(String),
    All(Vec<String>),
    Any(Vec<String>),
    /// A word in reports of a span of years.
    WordIn(String, i16, i16),
}

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    RandomPhrase,
    PhraseWithMarks,
    CommonPhrase,
    Word,
    BothWords,
    EitherWord,
    WordInYears,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Kind; 7] = [
        Kind::RandomPhrase,
        Kind::PhraseWithMarks,
        Kind::CommonPhrase,
        Kind::Word,
        Kind::BothWords,
        Kind::EitherWord,
        Kind::WordInYears,
    ];

    /// Returns what it is called in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::RandomPhrase => "phrase, random",
            Kind::PhraseWithMarks => "phrase, marks, digits",
            Kind::CommonPhrase => "phrase, common",
            Kind::Word => "one word",
            Kind::BothWords => "AND",
            Kind::EitherWord => "OR",
            Kind::WordInYears => "word in years",
        }
    }
}

/// Strings that many public documents hold: they make the slowest phrases.
const COMMON: [&str; 12] = [
    "人民政府",
    "中华人民共和国",
    "经济社会发展",
    "有关部门",
    "的规定",
    "应当",
    "。第",
    "，并",
    "的",
    "国家",
    "一、",
    "20",
];

/// Draws questions of a kind.
pub(crate) fn draw(kind: Kind, texts: &[Text], count: usize) -> Vec<Asked> {
    let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
    if let Kind::CommonPhrase = kind {
        return COMMON.iter().map(|&phrase| Asked::Phrase(phrase.to_owned())).collect();
    }
    let mut asked = Vec::with_capacity(count);
    // A corpus without words or marks must not keep us for ever.
    for _ in 0..count * 100 {
        if asked.len() == count {
            break;
        }
        asked.extend(one(kind, texts, &mut draw));
    }
    asked
}

fn one(kind: Kind, texts: &[Text], draw: &mut Draw) -> Option<Asked> {
    match kind {
        Kind::RandomPhrase | Kind::CommonPhrase => draw.part(texts, 2, 12).map(Asked::Phrase),
        Kind::PhraseWithMarks => {
            let has_mark = |phrase: &String| phrase.chars().any(|c| !c.is_alphabetic());
            draw.part(texts, 3, 12).filter(has_mark).map(Asked::Phrase)
        }
        Kind::Word => draw.word(texts).map(Asked::Phrase),
        Kind::BothWords => Some(Asked::All(vec![draw.word(texts)?, draw.word(texts)?])),
        Kind::EitherWord => Some(Asked::Any(vec![draw.word(texts)?, draw.word(texts)?])),
        Kind::WordInYears => draw.word(texts).map(|word| Asked::WordIn(word, 2018, 2022)),
    }
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    /// A part of some text without quotes, so many characters long.
    fn part(&mut self, texts: &[Text], shortest: usize, longest: usize) -> Option<String> {
        let folded = fold(&texts[self.below(texts.len())].text);
        let length = shortest + self.below(longest - shortest + 1);
        let start = self.below(folded.len().saturating_sub(length));
        let part: String = folded.text().chars().skip(start).take(length).collect();
        (part.chars().count() == length && !part.contains(['"', '\\'])).then_some(part)
    }

    /// A word of some text, as jieba cuts it: the naive index finds it too.
    fn word(&mut self, texts: &[Text]) -> Option<String> {
        let sentence = self.part(texts, 20, 20)?;
        let words: Vec<_> = JIEBA.cut(&sentence, false).into_iter().map(|token| token.word).collect();
        // The first and the last may be cut off.
        let whole = words.get(1..words.len().checked_sub(1)?)?;
        let word = whole.get(self.below(whole.len()))?;
        (word.chars().count() > 1 && word.chars().all(char::is_alphabetic)).then(|| (*word).to_owned())
    }
}
