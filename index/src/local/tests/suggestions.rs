//! What is suggested for what was typed.

use corpus::document::DocumentKind;

use crate::local::tests::Shelf;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::suggest::Likeness;
use crate::suggest::Suggested;

fn shelf() -> Shelf {
    let kind = DocumentKind::WorkReport;
    let mut shelf = Shelf::of(&[
        (
            "a",
            placed(
                "2021年绵阳市政府工作报告",
                "加强法治政府建设，法治政府更进一步。",
                2021,
                &["四川省", "绵阳市"],
                kind,
            ),
        ),
        ("b", placed("2022年重庆市政府工作报告", "建设法治政府，改善生态环境。", 2022, &["重庆市"], kind)),
        ("c", placed("法制工作", "法制宣传，依法执法。", 2022, &["重庆市", "江北区"], kind)),
    ]);
    shelf.commit();
    shelf
}

/// Checks the first suggestion for a text.
#[track_caller]
fn check(typed: &str, text: &str, likeness: Likeness, documents: u64, occurrences: u64) {
    let found = shelf().index.suggest(typed, 8).unwrap().suggestions;
    let first = found.iter().find(|one| one.text == text).unwrap_or_else(|| panic!("{typed}: {found:?}"));
    assert_eq!((first.likeness, first.documents, first.occurrences), (likeness, documents, occurrences));
    assert!(found.is_sorted_by_key(|one| one.likeness), "{found:?}");
}

#[test]
fn pinyin_becomes_words_side_by_side() {
    check("fazhizhengfu", "法治政府", Likeness::Pinyin, 2, 3);
    check("fa'zhi zheng", "法治政府", Likeness::Pinyin, 2, 3);
    check("FZZF", "法治政府", Likeness::Initials, 2, 3);
    check("chongqing", "重庆市", Likeness::Pinyin, 2, 0);
    check("shengtai", "生态环境", Likeness::Pinyin, 1, 1);
}

/// Returns what is suggested for a text over words that are written alike in pinyin.
fn suggested(typed: &str) -> Vec<String> {
    let text = "西安。吉安。现在。现在。现在。显著。显著。建设。建设。坚持。坚持。法治政府。绿色。";
    let common = "现在，显著，建设，坚持，限制，先进，县城，宪法，线路，现代，现场，鲜明，县级，项目，想象。";
    let mut documents = vec![("a".to_owned(), report("题", text))];
    documents.extend((0..40).map(|number| (format!("b{number}"), report("题", common))));
    let named: Vec<(&str, _)> = documents.iter().map(|(name, one)| (name.as_str(), one.clone())).collect();
    let found = Shelf::of(&named).index.suggest(typed, 8).unwrap().suggestions;
    found.into_iter().map(|one| one.text).collect()
}

#[test]
fn what_is_read_so_as_a_whole_comes_before_what_begins_so() {
    assert_eq!(suggested("xian")[0], "西安");
    assert_eq!(suggested("xian")[1..].len(), 7, "what begins so comes behind");
    assert_eq!(suggested("xi'an"), ["西安"]);
    assert_eq!(suggested("xī'ān"), ["西安"]);
    assert_eq!(suggested("ji'an"), ["吉安"]);
    assert_eq!(suggested("xiang'mu"), ["项目"]);
}

#[test]
fn pinyin_may_have_tones_and_stand_beside_characters() {
    for typed in ["fǎzhì", "fa3zhi4", "fa3 zhi4", "fazhi政府", "法治zhengfu", "法zhi zheng4fu3", "法治zheng"]
    {
        let found = suggested(typed);
        assert!(found.iter().any(|text| text.starts_with("法治")), "{typed}: {found:?}");
    }
    assert_eq!(suggested("lǜse"), ["绿色"]);
    assert!(suggested("现在zhengfu").is_empty(), "what stands nowhere is not suggested");
}

#[test]
fn letters_with_a_slip_are_read_as_what_is_nearest() {
    check("shentaihuanjing", "生态环境", Likeness::Spelling, 1, 1);
    check("fazhizehngfu", "法治政府", Likeness::Spelling, 2, 3);
    check("fazhiizhengfu", "法治政府", Likeness::Spelling, 2, 3);
}

#[test]
fn beginnings_are_completed_with_what_stands_in_the_texts() {
    check("法治", "法治政府", Likeness::Prefix, 2, 3);
    check("法治政", "法治政府", Likeness::Prefix, 2, 3);
    check("法治", "法治政府建设", Likeness::Prefix, 1, 1);
    check("發治政府", "法治政府", Likeness::Sound, 2, 3);
    check("生态坏境", "生态环境", Likeness::Spelling, 1, 1);
    check("绵", "四川省/绵阳市", Likeness::Prefix, 1, 0);
    check("绵阳市政府", "2021年绵阳市政府工作报告", Likeness::Contains, 1, 0);
}

#[test]
fn a_suggestion_is_a_query_that_finds_as_many_documents() {
    let shelf = shelf();
    for typed in ["法", "fa", "重庆", "zhengfu", "2021", "绵阳"] {
        for one in shelf.index.suggest(typed, 20).unwrap().suggestions {
            assert_eq!(shelf.search(&one.query).total.documents, one.documents, "{one:?}");
            let occurrences = shelf.search(&one.query).total.occurrences;
            assert!(one.suggested != Suggested::Words || occurrences == one.occurrences, "{one:?}");
        }
    }
}

#[test]
fn strange_input_suggests_nothing() {
    let shelf = shelf();
    for typed in ["", " ", "\u{0}", "zzzzzzzz", "\"", "(((", &"a".repeat(5_000), &"fazhi".repeat(8), "𠮷"] {
        assert!(shelf.index.suggest(typed, 8).unwrap().suggestions.is_empty(), "{typed:?}");
    }
    assert!(shelf.index.suggest("法", 0).unwrap().suggestions.is_empty());
    assert!(Shelf::empty().index.suggest("法治", 8).unwrap().suggestions.is_empty());
}

#[test]
fn the_words_of_many_new_documents_are_suggested_before_long() {
    let mut shelf = shelf();
    assert!(shelf.index.suggest("潮汐车道", 8).unwrap().suggestions.is_empty());
    for number in 0..1_100 {
        shelf.put(&format!("n{number}"), &report("通告", "设置潮汐车道，潮汐车道早晚换向。"));
    }
    shelf.commit();
    // What is known already answers at once; the new words are read meanwhile.
    let is_known = || {
        let found = shelf.index.suggest("潮汐", 8).unwrap().suggestions;
        found.iter().any(|one| one.text.starts_with("潮汐") && one.documents == 1_100)
    };
    let is_in_time = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        is_known()
    });
    assert!(is_in_time, "the words are read within ten seconds");
}

#[test]
fn what_the_dictionary_does_not_know_is_suggested_as_one_word() {
    let mut shelf = Shelf::empty();
    let titles = [
        "论新质生产力",
        "新质生产力座谈会",
        "发展新质生产力",
        "培育新质生产力",
        "新质生产力的培育",
        "新质生产力",
    ];
    for title in titles {
        shelf.put(&format!("d{title}"), &report(title, "发展新质生产力，深化放管服改革。"));
    }
    shelf.commit();
    for (typed, text) in [
        ("xinzhishengchanli", "新质生产力"),
        ("xzscl", "新质生产力"),
        ("新质生产", "新质生产力"),
        ("fangguanfu", "放管服"),
        ("fgf", "放管服"),
        ("放管", "放管服"),
    ] {
        let found = shelf.index.suggest(typed, 8).unwrap().suggestions;
        assert!(found.iter().any(|one| one.text == text && one.documents == 6), "{typed}: {found:?}");
    }
}
