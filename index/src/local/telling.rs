//! A word of a query in; how much it tells about what is looked for out.

/// Words that ask: what a question is made of, whatever it is about.
const ASKING: &[&str] = &[
    "吗",
    "呢",
    "吧",
    "么",
    "嘛",
    "啊",
    "谁",
    "何",
    "何时",
    "何种",
    "哪",
    "哪个",
    "哪些",
    "哪种",
    "哪里",
    "哪儿",
    "什么",
    "什么样",
    "怎么",
    "怎么办",
    "怎么样",
    "怎样",
    "如何",
    "为何",
    "为什么",
    "多少",
    "多久",
    "多长",
    "几",
    "几个",
    "是否",
    "能否",
    "可否",
    "会否",
    "应否",
    "是不是",
    "能不能",
    "会不会",
    "可不可以",
    "有没有",
    "要不要",
    "有何",
    "有无",
    "请问",
    "想问",
    "咨询",
    "全文",
    "原文",
    "下载",
];

/// Words that hold a sentence together: they stand everywhere and name nothing.
const HOLDING: &[&str] = &[
    "的", "地", "得", "了", "着", "过", "是", "在", "有", "和", "与", "及", "或", "或者", "以及", "并",
    "并且", "而", "而且", "但", "但是", "却", "也", "都", "就", "才", "又", "再", "还", "还是", "只", "仅",
    "很", "太", "更", "最", "把", "被", "将", "让", "使", "给", "对", "对于", "关于", "向", "从", "由", "于",
    "以", "为", "为了", "因", "因为", "由于", "因此", "所以", "如果", "如", "若", "假如", "只要", "只有",
    "即使", "虽然", "除了", "除", "按", "按照", "这", "那", "这个", "那个", "这些", "那些", "这样", "那样",
    "其", "他", "她", "它", "我", "你", "我们", "你们", "他们", "自己", "该", "此", "本", "某", "等", "之",
    "所", "者", "时", "后", "前", "中", "上", "下", "里", "内", "外", "可以", "可", "能", "能够", "会", "要",
    "需要", "需", "应", "应当", "应该", "必须", "不", "没", "没有", "未", "无", "不是", "不能", "一", "一个",
    "个", "种", "时候", "到", "去", "来", "说", "做", "进行",
];

/// What a word that asks counts beside one that names something.
const ASKED: f32 = 0.1;
/// What a word that holds the sentence together counts beside one that names something.
const HELD: f32 = 0.4;

/// Tells whether a word, or each character of several in a row, only asks or holds the sentence together.
pub(crate) fn only_connects(string: &str) -> bool {
    let connects = |word: &str| ASKING.contains(&word) || HOLDING.contains(&word);
    connects(string) || string.chars().all(|character| connects(character.encode_utf8(&mut [0; 4])))
}

/// Tells whether a word, or one of several characters in a row that say no more, asks something: 什么, but not 关于, which stands in
/// titles.
pub(crate) fn asks(string: &str) -> bool {
    let is_asking = |character: char| ASKING.contains(&&*character.encode_utf8(&mut [0; 4]));
    ASKING.contains(&string) || only_connects(string) && string.chars().any(is_asking)
}

/// Returns 1 for a word that names something, less for one that only asks or holds the sentence together.
pub(crate) fn weight(word: &str) -> f32 {
    if ASKING.contains(&word) {
        ASKED
    } else if HOLDING.contains(&word) {
        HELD
    } else {
        1.0
    }
}
