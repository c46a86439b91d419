//! The words before an amount in; which way it changed, out: 下降2.1% is below zero, 由20天缩短为5天 is what it came to.

use crate::indicators::Direction;
use crate::indicators::context::Sentence;
use crate::indicators::lexicon::Lexicon;
use crate::indicators::measure::Amount;
use crate::indicators::vocabulary;
use crate::indicators::words;

/// How long the name of what a share was taken off or added to is at most, in characters.
const LONGEST_THING: usize = 14;

/// How long the name of a rate is at most that something was taken off, in characters.
const LONGEST_RATE: usize = 5;

/// What holds one of these between the verb and the share is no thing that was changed by it.
const NO_THING: &str = "至到占达为由从比按、超不在于并和";

/// Returns the end of a text from its last clause on. Quotations, brackets and amounts end none.
pub(crate) fn clause(before: &[char]) -> &[char] {
    let parts = |c: &char| matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | '！' | '？' | '\n' | '\t');
    before.iter().rposition(parts).map_or(before, |at| &before[at + 1..])
}

/// Tells which way an amount changed; none when it is what the change came to (提高到 95%).
pub(crate) fn direction(sentence: &Sentence<'_>, amount: &Amount) -> Option<Direction> {
    if amount.unit == "番" {
        return Some(Direction::Up);
    }
    if is_level(sentence.before, sentence.clause) {
        return None;
    }
    let before = vocabulary::CHANGE_FILLERS.strip_end(sentence.before);
    let falls = vocabulary::DOWN.longest_end(before).map_or(0, str::len);
    let rises = vocabulary::UP.longest_end(before).map_or(0, str::len);
    // 新增17件 is what came, not by how much it rose; 提升20条道路 betters them.
    let is_other = ["新增", "新建", "新降"].iter().any(|word| words::ends_with(before, word))
        || (vocabulary::BETTERS.iter().any(|word| words::ends_with(before, word))
            && vocabulary::THINGS.contains(&amount.plain_unit.as_str()));
    if falls.max(rises) > 0 && !is_other {
        return Some(if falls > rises { Direction::Down } else { Direction::Up });
    }
    if let Some(direction) = compared(before) {
        return Some(direction);
    }
    // 投资+12.3%.
    if words::ends_with(words::trim(sentence.before), "+") {
        return Some(Direction::Up);
    }
    of_thing(sentence, amount).or_else(|| of_row(sentence, amount))
}

/// Before 少, 低, 多 and 高, with which they make other words: 至少, 最多, 减少, 提高.
const OTHER_WORD: &str = "至最不减增提多偏过很更极较";

/// Behind 比 and 较, with which they compare nothing: 比例, 较大.
const NO_COMPARISON: &str = "例重赛率值分大小好多少高低快慢强弱";

/// Reads which way what stands before an amount says that it differs from something: 比去年少, 较预算数多.
fn compared(before: &[char]) -> Option<Direction> {
    let (last, rest) = before.split_last()?;
    let direction = match last {
        '少' | '低' => Direction::Down,
        '多' | '高' => Direction::Up,
        _ => return None,
    };
    if rest.last().is_none_or(|&word| OTHER_WORD.contains(word)) {
        return None;
    }
    let clause = clause(rest);
    let compares = |pair: &[char]| matches!(pair[0], '比' | '较') && !NO_COMPARISON.contains(pair[1]);
    clause.windows(2).any(compares).then_some(direction)
}

/// Tells whether 为 before an amount says what something came to: 由20天缩短为5天, 由5%下降为3%. 降幅为7% tells a change.
pub(crate) fn is_level(before: &[char], clause: &[char]) -> bool {
    let bare = words::strip_end(before, &["约", "近", "了"]);
    let Some((&'为', verb)) = bare.split_last() else { return false };
    let is_from = clause.iter().any(|&c| matches!(c, '由' | '从'));
    let is_change =
        || vocabulary::UP.longest_end(verb).is_some() || vocabulary::DOWN.longest_end(verb).is_some();
    let to = vocabulary::CAME_TO.longest_end(verb);
    to.is_some() || is_from && is_change()
}

/// Tells which way a share changed that stands behind the thing that something was done to: 压减“三公”经费12.5%.
fn of_thing(sentence: &Sentence<'_>, amount: &Amount) -> Option<Direction> {
    if !matches!(amount.plain_unit.as_str(), "%" | "‰" | "个百分点") || amount.value.is_negative() {
        return None;
    }
    let clause = sentence.clause;
    let floor = clause.len().saturating_sub(LONGEST_THING + 4);
    let verb = (floor..clause.len()).rev().find_map(|at| {
        let of = |words: &Lexicon| words.longest_start(&clause[at..]).map(|length| at + length);
        let less = of(&vocabulary::LESS).map(|end| (Direction::Down, end));
        // 预计提高产量5%; a verb inside of a clause is mostly part of a name: 工业增加值.
        let begins = || vocabulary::HEADS.strip_start(&clause[..at]).len() <= 2;
        less.or_else(|| of(&vocabulary::MORE).filter(|_| begins()).map(|end| (Direction::Up, end)))
    });
    let (direction, end) = verb?;
    let thing = words::strip_end(&clause[end..], &["平均", "近", "约", "超过", "超", "逾", "了"]);
    let is_share = match direction {
        Direction::Up => {
            matches!(thing.last(), Some('率' | '度' | '重' | '例')) && !words::ends_with(thing, "效率")
        }
        // 降低失业率0.5% tells a change, 减少诉讼案件调解成功率98% does not.
        Direction::Down => {
            let is_rate = thing.last() == Some(&'率') && thing.len() > LONGEST_RATE;
            is_rate || ["办结率", "完成率", "比例", "比重"].iter().any(|word| words::ends_with(thing, word))
        }
    };
    let is_thing = (2..=LONGEST_THING).contains(&thing.len())
        && thing.iter().all(|&c| !NO_THING.contains(c) && !c.is_ascii_digit() && !words::is_blank(c))
        && !"了率幅的机值额量".contains(thing[0])
        && thing.last() != Some(&'的');
    (is_thing && !is_share).then_some(direction)
}

/// Tells which way an amount changed that others of its row stand before: 分别下降2.1%、3.5%.
fn of_row(sentence: &Sentence<'_>, amount: &Amount) -> Option<Direction> {
    let last = sentence.last?;
    let is_joined = matches!(sentence.between, ['、' | '和' | '与' | '及' | '，' | ',']);
    (is_joined && last.unit == amount.unit).then_some(last.direction)?
}
