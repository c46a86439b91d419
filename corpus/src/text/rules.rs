//! One character in; what folding makes of it out.

use std::sync::LazyLock;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfkc_quick;

/// What folding does with one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It becomes this one character.
    Becomes(char),
    /// Nothing is left of it.
    Vanishes,
    /// It becomes several characters, or a mark that joins the character before it.
    Spelled,
    /// It may join the character before it.
    Joins,
}

/// Codes of rules. No character has such a number.
const VANISHES: u16 = 0xD800;
const SPELLED: u16 = 0xD801;
const JOINS: u16 = 0xD802;
/// The character that it becomes has a number that is too high to be kept.
const HIGH: u16 = 0xD803;

/// The rules of the Basic Multilingual Plane, in which nearly every character of a text lies: what a character becomes, or
/// the code of another rule. Two bytes each, so that they stay near the processor.
pub(super) static RULES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let code = |rule| match rule {
        Rule::Becomes(character) => u16::try_from(u32::from(character)).unwrap_or(HIGH),
        Rule::Vanishes => VANISHES,
        Rule::Spelled => SPELLED,
        Rule::Joins => JOINS,
    };
    (0..=u32::from(u16::MAX))
        .map(|number| char::from_u32(number).map_or(VANISHES, |character| code(work_out(character))))
        .collect()
});

/// Looks the rule of a character up.
#[inline]
pub(super) fn rule(rules: &[u16], character: char) -> Rule {
    match rules.get(character as usize) {
        None | Some(&HIGH) => work_out(character),
        Some(&VANISHES) => Rule::Vanishes,
        Some(&SPELLED) => Rule::Spelled,
        Some(&JOINS) => Rule::Joins,
        Some(&code) => char::from_u32(u32::from(code)).map_or(Rule::Vanishes, Rule::Becomes),
    }
}

fn work_out(character: char) -> Rule {
    if std::iter::once(character).nfkd().next().is_some_and(joins_the_one_before) {
        return Rule::Joins;
    }
    let spelled = spell(character.encode_utf8(&mut [0; 4]));
    let mut rest = spelled.into_iter();
    match (rest.next(), rest.next()) {
        (None, _) => Rule::Vanishes,
        (Some(only), None) if !joins_the_one_before(only) => Rule::Becomes(only),
        (Some(_), _) => Rule::Spelled,
    }
}

/// Tells whether NFKC may merge a decomposed character with the one before it or move it.
pub(super) fn joins_the_one_before(character: char) -> bool {
    canonical_combining_class(character) != 0
        || is_nfkc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

/// Folds a character and what joins it.
pub(super) fn spell(cluster: &str) -> Vec<char> {
    cluster
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(simplify)
        .filter(|&c| !is_dropped(c))
        .map(plain_mark)
        .collect()
}

/// Returns the simplified form of a traditional character, any other character as it is.
fn simplify(character: char) -> char {
    let mut simplified = character;
    // Some characters reach their simplified form in two steps; three suffice for every one.
    for _ in 0..3 {
        if simplified < '\u{2E80}' {
            break;
        }
        let step = hanconv::t2s(simplified.encode_utf8(&mut [0; 4]) as &str);
        let mut characters = step.chars();
        match (characters.next(), characters.next()) {
            (Some(next), None) if next != simplified => simplified = next,
            _ => break,
        }
    }
    simplified
}

pub(super) fn is_dropped(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_zero_width(character)
}

/// Tells whether a character takes no room and has no meaning for a search: joiners, marks of direction, selectors of
/// a glyph variant, soft hyphens, invisible operators, tags.
fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Gives dashes and quotes their one form.
fn plain_mark(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
        other => other,
    }
}
