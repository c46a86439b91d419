//! Texts made to do harm, and the shared cases: what must hold for every text.

use crate::indicators::numeral;
use crate::indicators::read;

/// What numbers and their surroundings are made of.
const PIECES: &str = "1 27 300 0 1,234 . · - — 至 % ‰ 件 万 亿 元 余 多 十 三 百 千 两 〇 点 五 \
    分之 第 年 月 日 下降 增长 累计 ， 。 、 “ ” （ ） 受理 案件 其中 占 个 百分点 / 平方米 A ： \
    𠮷 １ ． 排查 调成 起 率 成 近 翻 番 壹 佰 圆 整";

/// Draws texts out of characters that numbers are made of.
fn drawn(seed: u64) -> String {
    let blanks = [" ", "\n", "\t"];
    let pieces: Vec<&str> = PIECES.split_whitespace().chain(blanks).collect();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    (0..next() % 40).map(|_| pieces[next() % pieces.len()]).collect()
}

#[test]
fn spans_lie_inside_the_text_and_begin_with_their_number() {
    for seed in 0..30_000 {
        let text = drawn(seed);
        let characters: Vec<char> = text.chars().map(numeral::plain).collect();
        let read = read(&text, &[]);
        let mut last = 0;
        for quantity in &read.quantities {
            assert!(last <= quantity.start && quantity.start < quantity.end, "{text:?}");
            assert!(quantity.end <= characters.len(), "{text:?}");
            last = quantity.end;
            let span = &characters[quantity.start..quantity.end];
            let is_share = span.windows(2).any(|pair| pair == ['分', '之']);
            let is_joined = quantity.upper.is_some() || quantity.value.is_negative();
            match numeral::read(span, 0) {
                Some(numeral::Found::Number(number)) => {
                    // 1亿3000万元 is put together of two numbers.
                    let is_compound = number.end < span.len()
                        && span[number.end + 1..]
                            .iter()
                            .any(|&c| c.is_ascii_digit() || numeral::is_chinese_figure(c));
                    assert!(
                        is_share || is_joined || is_compound || number.value == quantity.value,
                        "{text:?} {quantity:?}"
                    );
                }
                _ => assert!(matches!(span[0], '-' | '—'), "{text:?} {quantity:?}"),
            }
        }
        for agreement in &read.agreements {
            assert!(agreement.part > agreement.whole, "{text:?}");
        }
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for piece in [
        "1",
        "1,",
        "1、",
        "十",
        "三千",
        "百分之",
        "1-",
        "受理",
        "第",
        "“1",
        "1 ",
        "（1）",
        "17件，",
        "分之一",
        "万",
        "1亿",
        "-",
    ] {
        let text = piece.repeat(60_000 / piece.chars().count());
        let started = std::time::Instant::now();
        read(&text, &[]);
        assert!(started.elapsed().as_secs() < 5, "{piece}");
    }
}

#[test]
fn the_shared_cases_hold() {
    let Ok(shared) = std::env::var("GONGBAO_SHARED") else {
        println!("left out: GONGBAO_SHARED is not set");
        return;
    };
    let lines = std::fs::read_to_string(format!("{shared}/spec/cases.jsonl")).expect("the cases are there");
    let mut checked = 0;
    for line in lines.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case is JSON");
        let (Some("body"), Some(input)) = (case["area"].as_str(), case["input"].as_str()) else { continue };
        let bare: String = input.chars().filter(|c| !matches!(c, '‘' | '’')).collect();
        for input in [input, bare.as_str()] {
            checked += usize::from(holds(input, &case["expected"]));
        }
    }
    assert!(checked > 0, "no case speaks of amounts");
}

/// Checks a case that speaks of amounts or personal numbers; tells whether it does.
#[track_caller]
fn holds(input: &str, expected: &serde_json::Value) -> bool {
    let quantities = read(input, &[]).quantities;
    if let Some(pairs) = expected.as_array() {
        let read: Vec<[String; 2]> =
            quantities.iter().map(|q| [q.value.to_string(), q.unit.clone()]).collect();
        assert_eq!(serde_json::json!(read), serde_json::json!(pairs), "{input}");
    } else if expected.is_null() {
        assert!(quantities.is_empty(), "{input}");
    } else if let Some(yuan) = expected.get("yuan") {
        let read = &quantities[0].normalised;
        assert_eq!((read.value.to_string(), read.unit.as_str()), (yuan.to_string(), "元"), "{input}");
    } else if let Some(masked) = expected.get("masked").and_then(|masked| masked.as_array()) {
        let text = crate::personal::mask(input);
        for number in masked {
            assert!(text.contains(number.as_str().expect("a text")), "{text}");
        }
    } else {
        return false;
    }
    true
}
