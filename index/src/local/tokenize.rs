//! Text in; words out.

use std::sync::LazyLock;

use corpus::text;
use corpus::text::Folded;
use jieba_rs::Jieba;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::tokenizer::Token;
use tantivy::tokenizer::TokenStream;
use tantivy::tokenizer::Tokenizer;
use tantivy::tokenizer::TokenizerManager;

/// The name of the tokenizer for text that is already cut.
pub(crate) const CUT: &str = "cut";

/// Parts words that are already cut. Folding drops control characters, so no word ever holds it.
const PART: char = '\u{1F}';

/// The dictionary. Words that are not in it are cut into characters: guessing (HMM) lowers quality on news text.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A text cut into words.
pub(crate) struct CutText {
    /// The words that hold a letter or a digit, parted for the `CUT` tokenizer.
    pub(crate) words: String,
    /// One bit for each folded character, lowest first: whether a word begins there.
    pub(crate) edges: Vec<u64>,
}

/// Cuts a text into words, never across its line breaks and table cells.
pub(crate) fn cut(original: &str, folded: &Folded) -> CutText {
    cut_by(&JIEBA, original, folded)
}

/// Cuts a text by a dictionary.
pub(crate) fn cut_by(jieba: &Jieba, original: &str, folded: &Folded) -> CutText {
    let text = folded.text();
    let mut cut = CutText { words: String::with_capacity(text.len() * 3 / 2), edges: Vec::new() };
    cut.edges.resize(folded.len().div_ceil(64), 0);
    let (mut line_byte, mut line_start) = (0, 0);
    let breaks = original.chars().enumerate().filter(|&(_, c)| matches!(c, '\n' | '\t')).map(|(at, _)| at);
    for place in breaks {
        let start = folded.folded(place + 1..place + 1).start;
        if start > line_start {
            let rest = &text[line_byte..];
            let line = rest.char_indices().nth(start - line_start).map_or(rest, |(byte, _)| &rest[..byte]);
            cut.add_line(jieba, line, line_start);
            (line_byte, line_start) = (line_byte + line.len(), start);
        }
    }
    cut.add_line(jieba, &text[line_byte..], line_start);
    cut
}

impl CutText {
    /// Cuts one line that begins at a folded character.
    fn add_line(&mut self, jieba: &Jieba, line: &str, start: usize) {
        for token in jieba.cut(line, false) {
            let at = start + token.start;
            self.edges[at / 64] |= 1 << (at % 64);
            if says_something(token.word) {
                self.words.push_str(token.word);
                self.words.push(PART);
            }
        }
    }
}

/// Cuts a folded string of a query into words; marks without letter and digit are left out.
pub(crate) fn words(folded: &str) -> Vec<&str> {
    JIEBA.cut(folded, false).into_iter().map(|token| token.word).filter(|word| says_something(word)).collect()
}

/// Cuts a string into words and marks, leaving nothing out: a folded one of a query, or a title or heading as it is printed.
pub(crate) fn pieces(folded: &str) -> Vec<&str> {
    JIEBA.cut(folded, false).into_iter().map(|token| token.word).collect()
}

/// Returns the words of a text that is already cut.
pub(crate) fn cut_words(cut: &str) -> impl Iterator<Item = &str> {
    cut.split(PART).filter(|word| !word.is_empty())
}

/// Tells whether a word holds a letter or a digit.
pub(crate) fn says_something(word: &str) -> bool {
    word.chars().any(text::says_something)
}

/// Returns the tokenizers by name.
pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(CUT, TextAnalyzer::from(Cut::default()));
    tokenizers
}

/// Gives the words of a text that is already cut.
#[derive(Clone, Default)]
struct Cut {
    token: Token,
}

struct CutStream<'a> {
    rest: std::str::Split<'a, char>,
    token: &'a mut Token,
}

impl Tokenizer for Cut {
    type TokenStream<'a> = CutStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CutStream<'a> {
        self.token.reset();
        CutStream { rest: text.split(PART), token: &mut self.token }
    }
}

impl TokenStream for CutStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.rest.by_ref().find(|word| !word.is_empty()) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
