//! Words at the edges of a text: characters and words in; what stands at its beginning or end out.

/// Characters that end a clause.
pub(crate) fn ends_clause(character: char) -> bool {
    matches!(
        character,
        '，' | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '、'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '\n'
            | '\t'
            | '（'
            | '）'
            | '('
            | ')'
            | '“'
            | '‘'
            | '’'
            | '「'
            | '」'
            | '『'
            | '』'
            | '”'
            | '"'
            | '《'
            | '》'
            | '…'
            | '【'
            | '】'
            | '|'
            | '〔'
            | '〕'
    )
}

/// Characters that close a quotation.
pub(crate) fn closes_quote(character: char) -> bool {
    matches!(character, '”' | '’' | '」' | '』' | '"')
}

/// Characters that end a sentence.
pub(crate) fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '\n' | '\t')
}

/// Tells whether a character is a blank inside a line.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{3000}' | '\u{2002}'..='\u{200B}')
}

/// Returns the text without the longest of `words` at its end, again and again, at most eight times.
pub(crate) fn strip_end<'a>(text: &'a [char], words: &[&str]) -> &'a [char] {
    strip(text, |rest| longest_end(rest, words).map(|word| &rest[..rest.len() - word.chars().count()]))
}

/// Returns the text without the longest of `words` at its beginning, again and again, at most eight times.
pub(crate) fn strip_start<'a>(text: &'a [char], words: &[&str]) -> &'a [char] {
    strip(text, |rest| longest_start(rest, words).map(|length| &rest[length..]))
}

/// Returns what is left of a text when a word and the blanks around it are taken away at most eight times.
pub(crate) fn strip<'a>(text: &'a [char], without: impl Fn(&'a [char]) -> Option<&'a [char]>) -> &'a [char] {
    let mut rest = text;
    for _ in 0..8 {
        rest = trim(rest);
        match without(rest) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    rest
}

/// Returns the length of the longest of `words` that a text begins with.
pub(crate) fn longest_start(text: &[char], words: &[&str]) -> Option<usize> {
    words.iter().filter(|word| starts_with(text, word)).map(|word| word.chars().count()).max()
}

/// Returns the longest of `words` that a text ends with.
pub(crate) fn longest_end<'a>(text: &[char], words: &[&'a str]) -> Option<&'a str> {
    words.iter().filter(|word| ends_with(text, word)).max_by_key(|word| word.len()).copied()
}

/// Returns the text without blanks at its ends.
pub(crate) fn trim(text: &[char]) -> &[char] {
    let from = text.iter().position(|&c| !is_blank(c)).unwrap_or(text.len());
    let to = text.iter().rposition(|&c| !is_blank(c)).map_or(from, |last| last + 1);
    &text[from..to]
}

/// Tells whether a text begins with a word.
pub(crate) fn starts_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter();
    word.chars().all(|character| rest.next() == Some(&character))
}

/// Tells whether a text ends with a word.
pub(crate) fn ends_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter().rev();
    word.chars().rev().all(|character| rest.next() == Some(&character))
}

/// Tells whether a word stands anywhere in a text.
pub(crate) fn contains(text: &[char], word: &str) -> bool {
    (0..text.len()).any(|at| starts_with(&text[at..], word))
}
