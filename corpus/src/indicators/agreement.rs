//! Numbers that belong together: the amounts of a text in; which parts and shares agree with their wholes out.

use crate::indicators::Decimal;
use crate::indicators::Quantity;
use crate::indicators::growth;
use crate::indicators::parts;
use crate::indicators::words;

/// How two numbers of a sentence belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// What was settled is no more than what came in: 排查68起，调成66起.
    PartOfWhole,
    /// The stated share is that of part and whole: 共17件，其中维持12件，占70.6%.
    Share,
    /// The stated change is that from the first amount to the second: 由20件增加到25件，增长25%.
    Growth,
}

impl Relation {
    /// Returns the name that machines use.
    pub fn key(self) -> &'static str {
        match self {
            Relation::PartOfWhole => "part-of-whole",
            Relation::Share => "share",
            Relation::Growth => "growth",
        }
    }
}

/// One thing that can be checked inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What is checked.
    pub relation: Relation,
    /// Where the whole begins, in characters; of a growth the earlier amount.
    pub whole: usize,
    /// Where the part begins, the first of several that exclude each other; of a growth the later amount.
    pub part: usize,
    /// Where the share or the rate begins, when one is stated.
    pub share: Option<usize>,
    /// The share or the rate in percent that the text states.
    pub stated: Option<Decimal>,
    /// The share in percent that part and whole come to, or the parts together, to as many decimals as stated, two without;
    /// of a growth its rate.
    pub computed: Option<Decimal>,
    /// Whether the numbers agree.
    pub holds: bool,
}

/// What comes in, what is settled of it.
static PAIRS: &[(&[&str], &[&str])] = &[
    (
        &["排查", "受理", "收到", "接到", "调处", "调解", "发现", "处置"],
        &["调成", "调解成功", "化解", "成功调解", "成功化解"],
    ),
    (&["受理", "收到", "接到", "接收", "立案", "新收"], &["办结", "审结", "结案", "答复", "回复", "办理"]),
    (&["排查", "发现", "检查出", "查出"], &["整改", "消除", "整改完成", "完成整改", "治理", "化解", "消除"]),
    (&["应出庭", "开庭"], &["出庭", "实际出庭"]),
];

/// Words before a share that make it one of the part in the whole.
static SHARES: &[&str] = &[
    "占",
    "占比",
    "成功率",
    "办结率",
    "结案率",
    "化解率",
    "答复率",
    "回复率",
    "整改率",
    "率达",
    "率为",
    "率",
];

/// What was not settled in earlier years and comes on top of what came in.
static CARRIED: &[&str] = &["结转", "旧存", "遗留", "积案", "往年", "历年", "跨年", "以前年度", "存案"];

/// How far behind a part a remark on it may reach, in characters.
const REMARK: usize = 20;

/// Finds what can be checked. Takes linear time: only neighbours are compared.
pub(crate) fn find(text: &[char], quantities: &[Quantity]) -> Vec<Agreement> {
    let mut found = Vec::new();
    for (at, pair) in quantities.windows(2).enumerate() {
        let (whole, part) = (&pair[0], &pair[1]);
        let is_comparable = whole.unit == part.unit
            && whole.unit != "%"
            && !whole.approximate
            && !part.approximate
            && whole.direction.is_none()
            && part.direction.is_none()
            && is_one_sentence(text, whole, part);
        if !is_comparable || whole.value <= Decimal::ZERO {
            continue;
        }
        let between = &text[whole.end..part.start];
        let share = quantities.get(at + 2).filter(|share| share.unit == "%" && is_share(text, part, share));
        let belongs = is_settled(text, quantities, at, part)
            || words::contains(between, "其中")
            || share.is_some_and(|share| is_settled_share(text, whole, part, share));
        let is_mean = words::contains(&text[whole.start.saturating_sub(8)..whole.start], "均");
        if belongs && !is_mean {
            let sum = parts::sum(text, &quantities[at..]).unwrap_or(part.value);
            let checked = agreement(whole, (part.start, sum), share);
            found.extend((checked.holds || !is_carried_over(text, whole, part)).then_some(checked));
        }
    }
    found.extend(growth::find(text, quantities));
    found.sort_by_key(|agreement| agreement.whole);
    found
}

/// Compares a whole with the part of it that begins at a place, or with the sum of several of which that is the first.
fn agreement(whole: &Quantity, (part, value): (usize, Decimal), share: Option<&Quantity>) -> Agreement {
    let stated = share.map(|share| share.value);
    let computed = ratio(value, whole.value, stated.map_or(2, Decimal::decimals));
    let agrees = share.is_none_or(|share| is_rate(share, value, whole.value));
    Agreement {
        relation: if stated.is_some() { Relation::Share } else { Relation::PartOfWhole },
        whole: whole.start,
        part,
        share: share.map(|share| share.start),
        stated,
        computed,
        holds: value <= whole.value && agrees,
    }
}

/// Returns how many percent one number is of another, to so many decimals.
pub(crate) fn ratio(above: Decimal, below: Decimal, places: u32) -> Option<Decimal> {
    above.divided_by(below, places + 2)?.times_ten_to(2)
}

/// Tells whether a stated rate is that of one number to another, rounded, or with what follows its last digit cut off. A rate
/// that is said to be about right may be off by one in its last digit. What cannot be computed is not found wrong.
pub(crate) fn is_rate(stated: &Quantity, above: Decimal, below: Decimal) -> bool {
    const FINER: u32 = 6;
    let places = stated.value.decimals();
    let (Some(exact), Some(unit)) =
        (ratio(above, below, places + FINER), Decimal::whole(1).times_ten_to(-(places as i32)))
    else {
        return true;
    };
    let (said, exact) = (stated.value.absolute(), exact.absolute());
    let (Some(short), Some(half)) =
        (exact.plus(said.negated()), unit.divided_by(Decimal::whole(2), places + 1))
    else {
        return true;
    };
    let is_cut = !short.is_negative() && short < unit;
    is_cut || short.absolute() <= half || stated.approximate && short.absolute() <= unit
}

fn is_one_sentence(text: &[char], first: &Quantity, second: &Quantity) -> bool {
    second.start - first.end <= 40
        && !text[first.end..second.start].iter().any(|&c| words::ends_sentence(c) || c == '；' || c == ';')
}

/// Tells whether the words before both amounts are what came in and what was settled of it.
fn is_settled(text: &[char], quantities: &[Quantity], at: usize, part: &Quantity) -> bool {
    let whole = &quantities[at];
    let floor = at.checked_sub(1).map_or(0, |last| quantities[last].end);
    let before_whole = &text[whole.start.saturating_sub(20).max(floor)..whole.start];
    let before_part = &text[whole.end..part.start];
    PAIRS.iter().any(|(come, settled)| {
        come.iter().any(|word| words::contains(before_whole, word))
            && settled
                .iter()
                .any(|word| words::ends_with(words::strip_end(before_part, &["了", "共", "已"]), word))
    })
}

/// Tells whether a share names what was settled of all that there was: 共120件，办结118件，办结率98.3%.
fn is_settled_share(text: &[char], whole: &Quantity, part: &Quantity, share: &Quantity) -> bool {
    let before_whole = &text[whole.start.saturating_sub(12)..whole.start];
    let is_all =
        ["共", "合计", "总计", "累计", "办理", "承办"].iter().any(|word| words::contains(before_whole, word));
    let before_part = words::strip_end(&text[whole.end..part.start], &["了", "共", "已"]);
    let between = &text[part.end..share.start];
    let is_named = PAIRS
        .iter()
        .flat_map(|(_, settled)| settled.iter())
        .any(|word| words::ends_with(before_part, word) && words::contains(between, &format!("{word}率")));
    is_all && is_named && part.value <= whole.value
}

/// Tells whether what was settled holds what was left from earlier years: 收到12件，答复14件（含上年度2件）.
fn is_carried_over(text: &[char], whole: &Quantity, part: &Quantity) -> bool {
    let ends = |&c: &char| words::ends_sentence(c) || matches!(c, '；' | ';');
    let floor = whole.start.saturating_sub(REMARK);
    let from = text[floor..whole.start].iter().rposition(ends).map_or(floor, |at| floor + at + 1);
    let reach = &text[part.end..(part.end + REMARK).min(text.len())];
    let to = part.end + reach.iter().position(ends).unwrap_or(reach.len());
    let around = &text[from..to];
    let is_of_last_year = ["上年", "去年", "上一年", "上期"].iter().any(|year| {
        ["含", "含有", "包括", "包含", "加", "加上", "其中"]
            .iter()
            .any(|word| words::contains(around, &format!("{word}{year}")))
    });
    is_of_last_year || CARRIED.iter().any(|word| words::contains(around, word))
}

fn is_share(text: &[char], part: &Quantity, share: &Quantity) -> bool {
    let between = &text[part.end.min(share.start)..share.start];
    between.len() <= 16
        && share.direction.is_none()
        && !between.iter().any(|&c| words::ends_sentence(c) || c == '；' || c == '、')
        && words::longest_end(
            words::strip_end(between, &["达", "为", "达到", "总数的", "的", "：", "约"]),
            SHARES,
        )
        .is_some()
}
