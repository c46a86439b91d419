//! The unquoted chunks of a query that nothing has all of in; the words of which any suffices, and what is left out, out.

use std::cell::Cell;

use crate::articles;
use crate::articles::Part;
use crate::expand::forms_of;
use crate::local::telling::asks;
use crate::local::telling::only_connects;
use crate::local::tokenize;

/// The most words of which any may match when a query is relaxed; the longest say most.
const MOST_RELAXED: usize = 64;
/// The most strings that are looked up to see whether they stand anywhere.
const MOST_LOOKED_UP: usize = 512;
/// The longest stretch of single characters that is looked for as one string, when the whole run stands nowhere.
const LONGEST_STRETCH: usize = 6;
/// The longest chunk that is looked for as it was typed.
const LONGEST_CHUNK: usize = 8;

/// What stands behind numbers and says nothing without them.
const UNITS: &[&str] = &["年", "月", "日", "号"];
/// Particles that close a question or a sentence.
const CLOSING: &[char] = &['吗', '呢', '吧', '么', '嘛', '啊'];

/// What no name holds.
const NEVER_IN_NAMES: &[char] = &['的', '了', '是', '在', '有', '被', '与', '及', '或', '不'];

/// Family names that the dictionary parts from the name behind them.
const FAMILY_NAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂仇焦向柳邢路岳齐梅莫庄辛祝左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛童欧甄项游阳裴卫查屈鲍位覃霍翁隋植甘景薄包司柏宁柯阮桂闵柴华冉";

/// Of which words any suffices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) words: Vec<String>,
    /// What the chunks say beside them, in the order of the query.
    pub(super) left_out: Vec<String>,
}

/// Chooses among the strings of folded chunks; each is asked whether it stands anywhere.
pub(super) fn choose(chunks: &[String], stands: &dyn Fn(&str) -> bool) -> Choice {
    let asked = Cell::new(0);
    let stands = |string: &str| {
        asked.set(asked.get() + 1);
        asked.get() <= MOST_LOOKED_UP && stands(string)
    };
    let mut words: Vec<String> = Vec::new();
    for word in chunks.iter().flat_map(|chunk| strings(chunk, chunks.len() == 1, &stands)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let words = telling(words);
    Choice { left_out: left_out(chunks, &words), words }
}

/// Returns the strings of a chunk that may suffice: its words, and each run of characters that the dictionary puts into no word as
/// far as it stands anywhere.
fn strings(chunk: &str, is_all: bool, stands: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for part in articles::parts(chunk) {
        match part {
            Part::Article(article) => pieces.push(Piece::Word(article)),
            Part::Words(text) => add_pieces(text, &mut pieces),
        }
    }
    let is_all = is_all && pieces.len() == 1;
    let mut found = Vec::new();
    let mut has_lone = false;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Run(run) if run.chars().count() > 1 => add_run(run, is_all, stands, &mut found),
            Piece::Run(lone) if !only_connects(lone) => {
                has_lone = true;
                let name = pieces.get(at + 1).and_then(|next| name(lone, next)).filter(|name| stands(name));
                found.push(name.unwrap_or_else(|| (*lone).to_owned()));
            }
            Piece::Run(text) | Piece::Word(text) => found.push((*text).to_owned()),
        }
    }
    let known = |form: &String| stands(form);
    let others = |article: &String| articles::in_chinese(article).filter(known);
    found.extend(found.iter().filter_map(others).collect::<Vec<_>>());
    found.retain(known);
    let is_short = chunk.chars().count() <= LONGEST_CHUNK && !chunk.contains(|c: char| c.is_ascii_digit());
    if has_lone && is_short && stands(chunk) {
        found.retain(|string| string.chars().count() > 1);
        found.push(chunk.to_owned());
    }
    found
}

/// A word of the dictionary, or characters beside each other that are in none.
enum Piece<'t> {
    Word(&'t str),
    Run(&'t str),
}

/// Cuts a text into words and runs of single characters; marks part runs and are left out.
fn add_pieces<'t>(text: &'t str, pieces: &mut Vec<Piece<'t>>) {
    let (mut at, mut run) = (0, 0..0);
    for piece in tokenize::pieces(text) {
        let end = at + piece.len();
        let is_single =
            piece.chars().count() == 1 && piece.chars().all(|c| c.is_alphanumeric() && !c.is_ascii());
        if is_single {
            run = if run.is_empty() { at..end } else { run.start..end };
        } else {
            if !run.is_empty() {
                pieces.push(Piece::Run(&text[std::mem::take(&mut run)]));
            }
            if tokenize::says_something(piece) {
                pieces.push(Piece::Word(piece));
            }
        }
        at = end;
    }
    if !run.is_empty() {
        pieces.push(Piece::Run(&text[run]));
    }
}

/// Returns a family name with the name behind it.
fn name(lone: &str, next: &Piece<'_>) -> Option<String> {
    let Piece::Word(given) = next else { return None };
    let is_name = FAMILY_NAMES.contains(lone) && given.chars().count() == 2;
    is_name.then(|| format!("{lone}{given}"))
}

/// Adds a run as it stands, without what only connects at its ends; else a name with which it begins and the longest stretches of it
/// that stand. A run that is all of the query is not taken apart: 保法 stands where nobody speaks of the 个保法.
fn add_run(run: &str, is_all: bool, stands: &dyn Fn(&str) -> bool, found: &mut Vec<String>) {
    let run = run.trim_end_matches(CLOSING);
    let inner = run.trim_matches(connects);
    let name = if inner.len() < run.len() { name_before(run, stands) } else { None };
    let is_form = forms_of(run).is_some();
    let whole = if is_all || is_form { run } else { inner };
    if name.is_none() && stands(whole) {
        return found.push(whole.to_owned());
    }
    if is_all || is_form {
        return;
    }
    let rest: Vec<char> = run.chars().skip(name.as_ref().map_or(0, |name| name.chars().count())).collect();
    found.extend(name);
    // What asks is no name, so that single characters of it may say something.
    let is_asking = run.chars().any(|c| asks(c.encode_utf8(&mut [0; 4])));
    let mut at = 0;
    while at < rest.len() {
        match longest_stretch(&rest[at..], stands) {
            Some(stretch) => {
                at += stretch.chars().count();
                found.push(stretch);
            }
            None => {
                found.extend(Some(rest[at].to_string()).filter(|lone| is_asking && !only_connects(lone)));
                at += 1;
            }
        }
    }
}

fn connects(character: char) -> bool {
    only_connects(character.encode_utf8(&mut [0; 4]))
}

/// Returns the name with which a run begins that goes on with what only connects: 仇和 of 仇和的.
fn name_before(run: &str, stands: &dyn Fn(&str) -> bool) -> Option<String> {
    let first = run.chars().next().filter(|first| FAMILY_NAMES.contains(*first))?;
    let lengths = if connects(first) { 3..=3 } else { 2..=3 };
    lengths.rev().filter(|&length| run.chars().count() >= length).find_map(|length| {
        let name: String = run.chars().take(length).collect();
        (!name.contains(NEVER_IN_NAMES) && stands(&name)).then_some(name)
    })
}

/// Returns the longest stretch with which a run begins that stands somewhere.
fn longest_stretch(run: &[char], stands: &dyn Fn(&str) -> bool) -> Option<String> {
    (2..=run.len().min(LONGEST_STRETCH)).rev().find_map(|length| {
        let stretch: String = run[..length].iter().collect();
        (!connects(run[0]) && !connects(run[length - 1]) && stands(&stretch)).then_some(stretch)
    })
}

/// Keeps the words that tell documents apart: single characters go when there are longer words, and of very many words
/// only the longest stay.
fn telling(mut words: Vec<String>) -> Vec<String> {
    let is_long = |word: &String| word.chars().count() > 1;
    match words.iter().filter(|word| is_long(word)).count() {
        0 => {}
        1 => words.retain(|word| is_long(word) || !only_connects(word)),
        _ => words.retain(is_long),
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count().min(4)));
    words.truncate(MOST_RELAXED);
    words
}

/// Returns the stretches of chunks that no word covers.
fn left_out(chunks: &[String], words: &[String]) -> Vec<String> {
    let mut left_out: Vec<String> = Vec::new();
    for chunk in chunks {
        let mut is_covered = vec![false; chunk.len()];
        for word in words {
            for (at, _) in chunk.match_indices(word.as_str()) {
                is_covered[at..at + word.len()].fill(true);
            }
        }
        let rest = |(at, character): (usize, char)| {
            if is_covered[at] || !character.is_alphanumeric() { ' ' } else { character }
        };
        let rest: String = chunk.char_indices().map(rest).collect();
        for stretch in rest.split_whitespace().map(str::to_owned) {
            if !left_out.contains(&stretch) && !UNITS.contains(&&*stretch) {
                left_out.push(stretch);
            }
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::choose;

    /// Checks what is chosen and left out where some strings stand nowhere.
    #[track_caller]
    fn check(query: &str, nowhere: &[&str], words: &[&str], left_out: &[&str]) {
        let chunks: Vec<String> = query.split(' ').map(str::to_owned).collect();
        let choice = choose(&chunks, &|string| !nowhere.contains(&string));
        assert_eq!((choice.words, choice.left_out), (strings(words), strings(left_out)), "{query}");
    }

    fn strings(written: &[&str]) -> Vec<String> {
        written.iter().map(|&string| string.to_owned()).collect()
    }

    #[test]
    fn a_run_of_characters_is_a_word_of_its_own() {
        check("2016年 钱巧玉 通报", &[], &["2016", "钱巧玉", "通报"], &[]);
        check("绵阳养鸽需要办证吗", &[], &["绵阳", "养鸽", "需要", "办证"], &["吗"]);
        check("网约船 保险", &[], &["网约船", "保险"], &[]);
        check("保证人的期间", &[], &["保证", "期间"], &["人的"]);
        check("关于苏和的通报", &[], &["关于", "苏和", "通报"], &["的"]);
        check("关于王建军的通报", &[], &["王建军", "关于", "通报"], &["的"]);
    }

    #[test]
    fn a_run_that_stands_nowhere_is_taken_apart_only_beside_others() {
        check("教育 养鸽证", &["养鸽证"], &["教育", "养鸽"], &["证"]);
        check("养鸽证", &["养鸽证"], &[], &["养鸽证"]);
        check("个保法", &["个保法"], &[], &["个保法"]);
        check("教育 个保法", &["个保法"], &["教育"], &["个保法"]);
        check("教育 龘饕", &["龘饕", "龘", "饕"], &["教育"], &["龘饕"]);
    }

    #[test]
    fn single_characters_stay_where_little_else_is_said() {
        check("教育 税", &[], &["教育", "税"], &[]);
        check("税 费", &[], &["税", "费"], &[]);
        check("教育 税 保险", &[], &["教育", "保险"], &["税"]);
    }
}
