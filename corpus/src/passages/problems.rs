//! Paragraphs in; the sentences that admit what is still wrong, without a heading over them, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::SectionKind;
use crate::passages::Passage;
use crate::passages::Told;
use crate::passages::paragraph::Paragraph;
use crate::passages::paragraph::Sentence;

/// A longer passage has run into something else.
const LONGEST: usize = 3_000;

struct Patterns {
    /// 我们也清醒地看到……问题: someone looks, and what is seen is trouble.
    seen: Regex,
    /// 发展中还存在不少困难和问题: trouble in the whole, not in one trade or place.
    there: Regex,
    /// 存在的主要问题是……
    are: Regex,
    /// These words look at the same thing from its bright side, or look back at what was just said.
    not: Regex,
    /// With these words a sentence turns from what came before.
    contrast: Regex,
    /// A sentence that says what is to be done about it ends a passage.
    turn: Regex,
    /// An item of a list.
    item: Regex,
}

/// What trouble is called.
const TROUBLE: &str = "(?:困难|问题|矛盾|不足|缺点|差距|短板|薄弱环节|挑战|风险|失误)";

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |written: &str| {
        let written = written.replace("TROUBLE", TROUBLE);
        Regex::new(&written).expect("a pattern written here is well formed")
    };
    Patterns {
        seen: pattern(
            r"清[醒楚][^，。]{0,4}(?:看到|认识到|意识到)[^。]*TROUBLE|^(?:同时，)?在(?:充分)?(?:看到|肯定|总结|回顾)[^，。]{0,12}的?同时[^。]*(?:看到|认识到|意识到)[^。]*TROUBLE|更[要应需][^，。]{0,4}(?:看到|认识到)[^。]*TROUBLE|(?:必须|应当|应该|也要|还要|我们也|我们还|同时也|深刻)[^，。]{0,6}(?:看到|认识到|意识到|感到)[^。]{0,40}(?:还|仍|依然|尚|不少|许多)[^。]{0,8}(?:存在|有|面临)[^。]*TROUBLE",
        ),
        there: pattern(
            r"(?:发展|前进|工作|运行|生活|建设|自身|道路上|经济|社会)[^，。；：]{0,16}(?:(?:还|仍|仍然|依然|也|尚|至今)[^，。；：]{0,4}(?:存在|面临)着?(?:[^的，。；：][^，。；：]{0,12})?|(?:还|仍|仍然|依然|也)有着?(?:不少|许多|很多|一些|较大|诸多|某些|若干|种种)[^，。；：]{0,10})TROUBLE(?:[和与、及][^，。；：]{1,8})?(?:较多|突出)?(?:[，。；：]|$)|^政府(?:工作|自身建设)(?:[^，。；：]{0,4})存在[^的，。；：]{0,8}(?:不足|缺点|问题)",
        ),
        are: pattern(
            r"^[^，。：]{0,24}存在的?(?:主要|突出|一些)?TROUBLE(?:[和与、及]TROUBLE)?[^，。：]{0,8}[：:]",
        ),
        not: pattern(
            r"有利条件|尽管|(?:解决|克服|化解|正视|研究|应对|处理)[^。，]{0,8}(?:这些|上述|存在的)|(?:看到|认识到)[^，。]{0,4}这些",
        ),
        contrast: pattern(
            r"^(?:但|但是|同时|当然|然而|不过|从政府工作|在肯定|在充分肯定|在看到|另一方面|与此同时)",
        ),
        turn: pattern(
            r"^(?:对此|为此|对(?:于)?(?:这些|上述|以上|存在)|面对|针对|下一步|今后|只要|展望|回顾|实践(?:再次)?证明|各位代表|综合(?:分析|研判)|所有这些问题|(?:我们|党中央)[^，。]{0,6}对这些|我们(?:一定|必须|要|将|既要|应当|应该|有信心|坚信|决)|要[^求]|必须|尽管|(?:继续|认真|切实|努力|着力|尽快|下决心)?解决|总的来看|同时[，,]?(?:我们)?也?(?:要|应当|应该|必须)看到|新的一年|今年(?:是|将|要))",
        ),
        item: pattern(
            r"^(?:—|-{2}|[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]|首先|其次|[0-9０-９]{1,2}[.．、])",
        ),
    }
});

/// Finds the passages; the paragraphs are those that look back.
pub(super) fn find(paragraphs: &[Paragraph]) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut at = 0;
    while at < paragraphs.len() {
        let paragraph = &paragraphs[at];
        let opener = (0..paragraph.sentences.len()).find(|&sentence| opens(paragraph, sentence));
        at += 1;
        let Some(opener) = opener.filter(|_| !paragraph.is_headed) else { continue };
        let start = paragraph.sentences[opener].start;
        let (mut end, mut turned) = taken(&paragraph.sentences[opener..], true);
        let mut before = paragraph;
        while !turned && at < paragraphs.len() && goes_on(before, &paragraphs[at]) {
            let (more, is_turned) = taken(&paragraphs[at].sentences, false);
            end = if more == 0 { end } else { more };
            turned = is_turned || end - start > LONGEST;
            before = &paragraphs[at];
            at += 1;
        }
        found.push(Passage { kind: SectionKind::Problems, start, end, told: Told::RunningText });
    }
    found
}

/// Tells whether a sentence of a paragraph admits trouble in the whole.
fn opens(paragraph: &Paragraph, at: usize) -> bool {
    let words = paragraph.sentences[at].words.as_str();
    if PATTERNS.not.is_match(words) {
        return false;
    }
    if PATTERNS.seen.is_match(words) {
        return true;
    }
    // A salutation before it does not count.
    let is_first = paragraph.sentences[..at].iter().all(|sentence| sentence.words.chars().count() <= 6);
    (is_first || PATTERNS.contrast.is_match(words))
        && (PATTERNS.there.is_match(words) || PATTERNS.are.is_match(words))
}

/// Tells whether a paragraph goes on with what is wrong: a list, what was announced, or another admission.
fn goes_on(before: &Paragraph, paragraph: &Paragraph) -> bool {
    let Some(first) = paragraph.sentences.first() else { return false };
    !paragraph.is_headed
        && (before.announces() || PATTERNS.item.is_match(&first.words) || opens(paragraph, 0))
}

/// Returns where the sentences end that still say what is wrong, and whether one turned away from it. The sentence that opens a
/// passage belongs to it, even if it begins like a turn: 今后一个时期，仍面临不少困难.
fn taken(sentences: &[Sentence], opens: bool) -> (usize, bool) {
    let mut end = 0;
    for (at, sentence) in sentences.iter().enumerate() {
        let turns =
            if at == 0 { !opens && turns_at_once(sentence) } else { PATTERNS.turn.is_match(&sentence.words) };
        if turns {
            return (end, true);
        }
        end = sentence.end;
    }
    (end, false)
}

/// An opening sentence may begin like a turn: 我们必须清醒地看到.
fn turns_at_once(sentence: &Sentence) -> bool {
    PATTERNS.turn.is_match(&sentence.words) && !PATTERNS.seen.is_match(&sentence.words)
}
