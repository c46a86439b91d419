//! A text in; its paragraphs and their sentences, with where they stand, out.

use std::collections::HashSet;

use crate::document::Section;

/// A sentence, with the characters of its text; blanks are left out.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// First character in the text.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// The words, without blanks.
    pub(super) words: String,
}

/// A paragraph: sentences that a writer put together. Lines that break off in the middle of a sentence are one paragraph.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// First character in the text.
    pub(super) start: usize,
    /// Its sentences; never empty.
    pub(super) sentences: Vec<Sentence>,
    /// Whether a heading begins it.
    pub(super) is_headed: bool,
}

impl Paragraph {
    /// Tells whether it announces what the next one says.
    pub(super) fn announces(&self) -> bool {
        self.sentences.last().is_some_and(|last| last.words.ends_with(['：', ':']))
    }
}

/// Cuts a text into paragraphs.
pub(super) fn paragraphs(text: &[char], sections: &[Section]) -> Vec<Paragraph> {
    // 一是 opens a part too, but in the middle of what it belongs to.
    let headings: HashSet<usize> =
        sections.iter().filter(|section| section.level < 5).map(|section| section.start).collect();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_broken_off = false;
    let mut start = 0;
    for line in text.split(|&c| c == '\n') {
        let indent = line.iter().take_while(|c| is_blank(**c)).count();
        let first = start + indent;
        if indent < line.len() {
            let is_headed = headings.contains(&first);
            if !is_broken_off || is_headed {
                paragraphs.push(Paragraph { start: first, sentences: Vec::new(), is_headed });
            }
            is_broken_off = !is_headed;
            if let Some(paragraph) = paragraphs.last_mut() {
                cut(&line[indent..], first, &mut paragraph.sentences);
                let ends = paragraph.sentences.last().is_some_and(|last| last.words.ends_with(CLOSES));
                is_broken_off &= !ends;
            }
        }
        start += line.len() + 1;
    }
    paragraphs.retain(|paragraph| !paragraph.sentences.is_empty());
    paragraphs
}

/// What closes a line of running text.
const CLOSES: [char; 10] = ['。', '！', '？', '：', '；', ':', '!', '?', '”', '）'];

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

/// Adds the sentences of a line; the first goes on with a sentence that was broken off.
fn cut(line: &[char], offset: usize, sentences: &mut Vec<Sentence>) {
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let words: String = line[from..to].iter().filter(|c| !is_blank(**c)).collect();
        if words.is_empty() {
            return;
        }
        match sentences.last_mut() {
            Some(last) if from == 0 && !last.words.ends_with(CLOSES) => {
                last.words.push_str(&words);
                last.end = offset + to;
            }
            _ => sentences.push(Sentence { start: offset + from, end: offset + to, words }),
        }
    };
    let mut at = 0;
    while at < line.len() {
        let is_end = matches!(line[at], '。' | '！' | '？');
        at += 1;
        if is_end {
            while at < line.len() && matches!(line[at], '”' | '’' | '）' | '！' | '？') {
                at += 1;
            }
            push(start, at);
            start = at;
        }
    }
    push(start, line.len());
}
