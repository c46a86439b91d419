//! Units and measure words: the characters behind a number in; the unit, and what it comes to in its plain form, out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A unit as reports print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// As printed.
    pub(crate) printed: &'static str,
    /// The unit that amounts are compared in.
    pub(crate) normal: &'static str,
    /// How many tens the normal unit is multiplied with: 3 for 公里 against 米.
    pub(crate) power: i32,
    /// When it counts anything.
    pub(crate) guard: Guard,
}

/// When a unit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Always.
    Always,
    /// Unless one of these characters follows, which make another word of it: 3 条 counts, 3 条例 does not.
    NotBefore(&'static str),
    /// Only when the words around it speak of a length of time.
    Duration,
    /// Only with figures 0–9, unless one of these characters follows: 十分 is a word, 98 分 is not.
    FiguresNotBefore(&'static str),
    /// Only where it tells tenths, and unless one of these characters follows: 近三成 does, 三成员 does not.
    Tenths(&'static str),
    /// Only behind 翻, unless one of these characters follows: 翻两番 counts, 三番五次 does not.
    Doublings(&'static str),
    /// Only behind financial capitals: 伍佰圆 is money, 5 圆桌 is not.
    Capitals,
}

const fn unit(printed: &'static str) -> Unit {
    Unit { printed, normal: printed, power: 0, guard: Guard::Always }
}

const fn not(printed: &'static str, before: &'static str) -> Unit {
    Unit { guard: Guard::NotBefore(before), ..unit(printed) }
}

const fn like(printed: &'static str, normal: &'static str, power: i32) -> Unit {
    Unit { printed, normal, power, guard: Guard::Always }
}

/// Every unit. The longest one that fits is taken.
static UNITS: &[Unit] = &[
    // Shares.
    unit("%"),
    unit("‰"),
    unit("个百分点"),
    like("百分点", "个百分点", 0),
    like("个多百分点", "个百分点", 0),
    Unit { guard: Guard::FiguresNotBefore("之别钟公类批期管局校院部配为"), ..unit("分") },
    Unit {
        guard: Guard::Tenths("立功为果员本效交都熟就绩半一二三四五六七八九"), ..like("成", "%", 1)
    },
    unit("倍"),
    Unit { guard: Guard::Doublings("茄半"), ..like("番", "倍", 0) },
    // Money.
    not("元", "旦宵素年月首件朝代老勋"),
    like("元人民币", "元", 0),
    Unit { guard: Guard::Capitals, ..like("圆", "元", 0) },
    unit("美元"),
    unit("欧元"),
    unit("港元"),
    unit("日元"),
    // Cases and papers.
    not("件", "事套数"),
    unit("件次"),
    like("宗", "件", 0),
    not("起", "来草步到诉点源义降"),
    unit("起次"),
    not("例", "如行会"),
    unit("桩"),
    not("份", "额内"),
    unit("人份"),
    not("篇", "章"),
    not("部", "门委分队级署长属落"),
    not("本", "级市区县月年部着次地身院科届辖人报"),
    not("册", "子"),
    not("页", "面"),
    not("字", "号"),
    not("则", "是"),
    not("封", "闭山控"),
    not("幅", "度员"),
    not("条", "件例款令约"),
    unit("条次"),
    not("项", "目"),
    unit("项次"),
    not("款", "项规"),
    not("票", "据"),
    unit("笔"),
    not("单", "位独一项元"),
    // People and bodies.
    not("人", "民大才员社口均事力工造数们格为"),
    unit("人次"),
    not("名", "称单录额义誉列优牌"),
    not("位", "于置居次列一"),
    not("户", "籍口外型厕主"),
    unit("户次"),
    not("家", "庭属长园具乡电教政渠"),
    unit("家次"),
    not("所", "有以需属谓长在得"),
    not("个", "人体别性"),
    unit("个次"),
    not("处", "罚理置长于级室分方"),
    unit("处次"),
    not("批", "准复评示发"),
    unit("批次"),
    not("支", "持部出行付撑"),
    not("队", "伍员长"),
    not("组", "织长成建合"),
    not("班", "子级"),
    unit("班次"),
    not("对", "口接于象外标照"),
    not("伙", "伴"),
    not("团", "体伙队结员"),
    not("代", "表理码"),
    // Doings.
    not("次", "产要数序日"),
    not("场", "所地馆景监"),
    unit("场次"),
    not("期", "间限末望货内"),
    not("轮", "换岗作"),
    unit("趟"),
    not("堂", "课前"),
    not("节", "点约日能水假目"),
    unit("节课"),
    unit("堂课"),
    unit("课时"),
    unit("学时"),
    // Things.
    not("种", "植子类养"),
    not("类", "型似别"),
    not("台", "账帐风湾"),
    unit("台次"),
    not("套", "餐路"),
    not("辆", "次"),
    unit("辆次"),
    unit("车次"),
    unit("艘"),
    unit("架次"),
    not("块", "链"),
    not("张", "贴家榜网"),
    like("面锦旗", "面", 0),
    not("只", "有要是能为"),
    not("头", "衔部条"),
    unit("匹"),
    unit("尾"),
    unit("枚"),
    unit("颗"),
    unit("棵"),
    not("株", "洲连"),
    not("粒", "子"),
    unit("瓶"),
    unit("袋"),
    unit("箱"),
    unit("盒"),
    unit("桶"),
    unit("盏"),
    unit("栋"),
    unit("幢"),
    not("座", "谈位右"),
    not("间", "接隔断"),
    not("层", "面级次"),
    not("眼", "科前光"),
    unit("口井"),
    not("口", "岸径头碑述"),
    not("门", "类户口诊"),
    not("剂", "量"),
    unit("剂次"),
    unit("针次"),
    not("集", "体中团镇合"),
    not("床", "位"),
    like("张床位", "张", 0),
    unit("个床位"),
    unit("兆瓦"),
    unit("吉瓦"),
    unit("标箱"),
    unit("标准箱"),
    not("列", "入为举席全第车"),
    not("股", "份东权票"),
    // Lengths, areas, weights, volumes, power.
    not("米", "线"),
    like("公里", "米", 3),
    like("千米", "米", 3),
    like("厘米", "米", -2),
    like("毫米", "米", -3),
    like("平方米", "平方米", 0),
    like("㎡", "平方米", 0),
    like("m²", "平方米", 0),
    like("平方公里", "平方米", 6),
    like("平方千米", "平方米", 6),
    like("公顷", "平方米", 4),
    unit("亩"),
    unit("立方米"),
    like("m³", "立方米", 0),
    unit("立方"),
    unit("吨"),
    unit("吨标准煤"),
    like("公斤", "千克", 0),
    unit("千克"),
    like("克", "千克", -3),
    unit("斤"),
    not("升", "级至到格学为"),
    unit("千瓦时"),
    unit("千瓦"),
    like("度电", "千瓦时", 0),
    unit("微克/立方米"),
    like("μg/m³", "微克/立方米", 0),
    unit("毫克/升"),
    unit("℃"),
    like("摄氏度", "℃", 0),
    unit("分贝"),
    // Time.
    unit("个工作日"),
    like("工作日", "个工作日", 0),
    not("天", "津然气"),
    Unit { guard: Guard::Duration, ..unit("日") },
    Unit { guard: Guard::Duration, ..unit("年") },
    unit("周岁"),
    unit("岁"),
    unit("个月"),
    like("个多月", "个月", 0),
    not("小时", "自热不值服在"),
    unit("分钟"),
    not("秒", "批办"),
    Unit { guard: Guard::Duration, ..unit("周") },
];

/// Words that multiply the unit behind them, with their power of ten. The longest stands first.
static SCALES: &[(&str, i32)] = &[
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("千万", 7),
    ("百万", 6),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
    ("百", 2),
];

fn begins_with(text: &[char], at: usize, word: &str) -> bool {
    let mut rest = text[at.min(text.len())..].iter();
    word.chars().all(|character| rest.next() == Some(&character))
}

/// Returns the word that multiplies a unit, with its power of ten and its length in characters.
pub(crate) fn scale(text: &[char], at: usize) -> Option<(&'static str, i32, usize)> {
    SCALES
        .iter()
        .find(|(word, _)| begins_with(text, at, word))
        .map(|&(word, power)| (word, power, word.chars().count()))
}

/// Returns the longest unit that stands at a place and its length in characters, whatever its guard says.
pub(crate) fn find(text: &[char], at: usize) -> Option<(&'static Unit, usize)> {
    let first = *text.get(at)?;
    let family = BY_FIRST.binary_search_by_key(&first, |&(first, _)| first).ok()?;
    let fits = BY_FIRST[family].1.iter().filter(|unit| begins_with(text, at, unit.printed));
    fits.map(|unit| (*unit, unit.printed.chars().count())).max_by_key(|&(_, length)| length)
}

/// The units by the character that they begin with, in its order: behind every number of a text one is looked for.
static BY_FIRST: LazyLock<Vec<(char, Vec<&'static Unit>)>> = LazyLock::new(|| {
    let mut families: BTreeMap<char, Vec<&'static Unit>> = BTreeMap::new();
    for unit in UNITS {
        families.entry(unit.printed.chars().next().expect("a unit has a name")).or_default().push(unit);
    }
    families.into_iter().collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let text: Vec<char> = text.chars().collect();
        assert_eq!(find(&text, 0).map(|(unit, _)| unit.printed), expected);
    }

    #[test]
    fn the_longest_unit_is_taken() {
        check("件次，", Some("件次"));
        check("人次", Some("人次"));
        check("个百分点", Some("个百分点"));
        check("平方公里", Some("平方公里"));
        check("号", None);
        check("", None);
    }

    #[test]
    fn every_unit_is_listed_once_and_weighs_itself() {
        for unit in UNITS.iter().filter(|unit| unit.printed == unit.normal) {
            assert_eq!(unit.power, 0, "{}", unit.printed);
        }
        let mut names: Vec<&str> = UNITS.iter().map(|unit| unit.printed).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }
}
