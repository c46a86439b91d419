//! Random strings of real reports, against a substring search. Reads `GONGBAO_SHARED`.

use std::env;
use std::fs;
use std::path::Path;

use corpus::text::fold;

use crate::local::tests::Shelf;
use crate::local::tests::report;
use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::SearchRequest;

#[test]
fn random_strings_of_real_reports_are_all_found_and_counted() {
    let Some(shared) = env::var_os("GONGBAO_SHARED") else {
        println!("left out: GONGBAO_SHARED is not set");
        return;
    };
    let folder = Path::new(&shared).join("data/corpus");
    let mut texts: Vec<String> = Vec::new();
    for name in ["gwr_city_2024", "gwr_province_2025", "gwr_state_council_1954_2025"] {
        let lines = fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        texts.extend(lines.lines().map(|line| text_of(line).unwrap_or_default()));
    }
    assert!(texts.len() > 100);
    let mut shelf = Shelf::empty();
    for (number, text) in texts.iter().enumerate() {
        shelf.put(&format!("d{number}"), &report("题", text));
    }
    shelf.commit();
    let folded: Vec<String> = texts.iter().map(|text| fold(text).into_text()).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..400 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let text: Vec<char> = folded[(state >> 33) as usize % folded.len()].chars().collect();
        let length = 1 + round % 64;
        let start = (state >> 20) as usize % text.len().saturating_sub(length).max(1);
        let phrase: String = text.iter().skip(start).take(length).collect();
        let counts: Vec<usize> = folded.iter().map(|text| count(text, &phrase)).filter(|&n| n > 0).collect();
        let root = Clause::Phrase { text: phrase.clone(), scope: Scope::Text, at: 0..0 };
        let page = shelf.index.search(&SearchRequest::new(Query { text: String::new(), root })).unwrap();
        assert_eq!(page.total.documents, counts.len() as u64, "{round}: {phrase}");
        assert_eq!(page.total.occurrences, counts.iter().sum::<usize>() as u64, "{round}: {phrase}");
    }
}

fn count(text: &str, phrase: &str) -> usize {
    let step = phrase.chars().next().map_or(1, char::len_utf8);
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(phrase) {
        count += 1;
        from += at + step;
    }
    count
}

/// Reads the value of `"text"` of a JSON object on one line.
fn text_of(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("\"text\": \"")?;
    let mut text = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => match characters.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'u' => {
                    let code: String = characters.by_ref().take(4).collect();
                    text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?).unwrap_or(' '));
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}
