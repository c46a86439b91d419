//! A whole and the amounts behind it in; the sum of the parts that exclude each other, 其中胜诉4件、败诉1件, out.

use crate::indicators::Decimal;
use crate::indicators::Quantity;
use crate::indicators::words;

/// How far one part may stand from the last, in characters.
const REACH: usize = 14;

/// What a thing can be only one of: how a case ended, what it was about, what became of a rule.
static FAMILIES: &[&[&str]] = &[
    &["胜诉", "败诉", "未审结", "正在审理"],
    &["维持", "撤销", "变更", "确认违法", "责令履行", "驳回", "终止", "调解", "和解"],
    &["民事案件", "刑事案件", "行政案件", "民事", "刑事", "行政"],
    &["废止", "修改", "保留", "宣布失效", "继续有效"],
    &["新建", "改建", "扩建", "续建"],
    &["男", "女", "男性", "女性"],
    &["办结", "未办结", "在办", "正在办理"],
];

/// Adds up the parts of the first amount that stand behind 其中 and exclude each other; none where fewer than two do. Others
/// may overlap: 女性3人、党员4人.
pub(crate) fn sum(text: &[char], quantities: &[Quantity]) -> Option<Decimal> {
    let (whole, parts) = quantities.split_first()?;
    let mut sum = Decimal::ZERO;
    let mut count = 0;
    let mut family: Option<&[&str]> = None;
    let mut from = whole.end;
    for part in parts {
        let between = &text[from..part.start];
        let is_part = part.unit == whole.unit
            && part.direction.is_none()
            && part.upper.is_none()
            && !part.approximate
            && between.len() <= REACH
            && !between.iter().any(|&c| words::ends_sentence(c) || matches!(c, '；' | ';'));
        if !is_part || count == 0 && !words::contains(between, "其中") {
            break;
        }
        let name = words::strip_end(between, &["的", "为", "有", "了", "：", "案件"]);
        let of = FAMILIES.iter().find(|of| words::longest_end(name, of).is_some());
        let Some(of) = of.filter(|of| family.is_none_or(|family| family == **of)) else { break };
        family = Some(of);
        sum = sum.plus(part.value)?;
        count += 1;
        from = part.end;
    }
    (count >= 2).then_some(sum)
}
