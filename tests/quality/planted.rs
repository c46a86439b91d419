//! Planting: reports that nobody published, and copies of reports with known edits, out of numbers drawn by a fixed lot.

/// Draws numbers; the same seed draws the same ones.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Draw {
        Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Draws a number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    fn happens(&mut self, share: f64) -> bool {
        (self.below(10_000) as f64) < share * 10_000.0
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const WHO: [&str; 12] = [
    "司法局",
    "发展改革部门",
    "各乡镇",
    "城管执法队伍",
    "市场监管所",
    "医保经办机构",
    "水务部门",
    "乡村振兴专班",
    "行政审批窗口",
    "信访联席会议",
    "应急值守力量",
    "文旅专班",
];
const DOES: [&str; 14] = [
    "梳理完善",
    "集中清理",
    "分批改造",
    "率先试行",
    "重新核定",
    "逐户走访",
    "联合督导",
    "定期通报",
    "公开评选",
    "全程跟踪",
    "上门辅导",
    "牵头编制",
    "按月调度",
    "从严查处",
];
const WHAT: [&str; 16] = [
    "老旧管网渗漏点位",
    "小额工程招标流程",
    "早餐摊点备案手续",
    "渔船停泊登记簿",
    "校园周边托管机构",
    "果蔬冷链补贴",
    "公共停车泊位",
    "农房抗震加固名册",
    "夜间施工许可",
    "家政服务合同范本",
    "护林员巡山路线",
    "企业欠薪线索",
    "助残辅具借用点",
    "跨河便桥隐患",
    "村级账务公开栏",
    "危废转移联单",
];
const HOW: [&str; 14] = [
    "把责任写进岗位说明书",
    "由第三方机构随机复核",
    "请老党员担任监督员",
    "用台账管住每个节点",
    "当天受理当天交办",
    "结果与年终考核挂钩",
    "在社区公告栏张榜公布",
    "邀请媒体记者随队暗访",
    "借助遥感影像逐块比对",
    "开通二维码一键反映",
    "组建流动服务小分队",
    "对慢作为的单位点名",
    "在集市日现场答疑",
    "与银行流水交叉核验",
];
const SO: [&str; 12] = [
    "平均办理时间缩短{}天",
    "群众投诉下降{}%",
    "追回资金{}万元",
    "新增登记{}户",
    "培训骨干{}人次",
    "消除隐患{}处",
    "惠及居民{}余人",
    "节约开支{}万元",
    "办结积案{}件",
    "覆盖行政村{}个",
    "抽查合格率{}%",
    "收集建议{}条",
];

/// Writes a report of so many sentences about a place.
pub(crate) fn written_report(place: &str, sentences: usize, draw: &mut Draw) -> String {
    let mut report = String::new();
    for _ in 0..sentences {
        let (who, does, what) = (draw.one(&WHO), draw.one(&DOES), draw.one(&WHAT));
        let (how, also) = (draw.one(&HOW), draw.one(&HOW));
        let number = draw.below(900) + 3;
        let so = draw.one(&SO).replace("{}", &number.to_string());
        let begins = if draw.below(4) == 0 { place } else { "" };
        report.push_str(&format!("{begins}{who}{does}{what}，{how}，{what}{also}，{so}。"));
        if draw.below(6) == 0 {
            report.push('\n');
        }
    }
    report
}

/// Cuts a text behind its stops.
fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['。', '\n'])
        .filter(|sentence| !sentence.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// Edits a share of the sentences: drops, replaces, lengthens or rewords them; perhaps turns their order round. What
/// replaces a sentence is each time drawn from another of the other texts, so that none of them is copied.
pub(crate) fn edited(text: &str, others: &[String], share: f64, reorder: bool, draw: &mut Draw) -> String {
    let mut edited: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        if !draw.happens(share) {
            edited.push(sentence);
            continue;
        }
        match draw.below(4) {
            0 => {}
            1 => {
                let other = sentences(&others[draw.below(others.len())]);
                edited.push(other[draw.below(other.len())].clone());
            }
            2 => edited.push(sentence.replacen('，', "，在各方支持配合下，", 1)),
            _ => edited.push(reworded(&sentence, draw)),
        }
    }
    if reorder {
        for at in (1..edited.len()).rev() {
            let with = draw.below(at + 1);
            edited.swap(at, with);
        }
    }
    edited.concat()
}

/// Exchanges about every fifth character.
fn reworded(sentence: &str, draw: &mut Draw) -> String {
    const OTHERS: [char; 12] = ['持', '续', '推', '动', '抓', '实', '做', '优', '稳', '步', '强', '化'];
    let exchange = |character: char, draw: &mut Draw| {
        let is_letter = character.is_alphabetic() && !character.is_ascii();
        if is_letter && draw.below(5) == 0 { OTHERS[draw.below(OTHERS.len())] } else { character }
    };
    sentence.chars().map(|character| exchange(character, draw)).collect()
}

/// Puts another place and other numbers into a text.
pub(crate) fn swapped(
    text: &str,
    (full, short): (&str, &str),
    (new_full, new_short): (&str, &str),
    draw: &mut Draw,
) -> String {
    let text = text.replace(full, new_full);
    let text = if short.is_empty() { text } else { text.replace(short, new_short) };
    text.chars()
        .map(
            |c| {
                if c.is_ascii_digit() {
                    char::from_digit(draw.below(9) as u32 + 1, 10).unwrap_or(c)
                } else {
                    c
                }
            },
        )
        .collect()
}

/// Puts the old name back at every third place, as a hurried copyist overlooks it; none when it would not be often.
pub(crate) fn with_names_left(text: &str, new_short: &str, short: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(new_short).collect();
    if parts.len() < 10 {
        return None;
    }
    let mut left = String::with_capacity(text.len());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            left.push_str(if at % 3 == 0 { short } else { new_short });
        }
        left.push_str(part);
    }
    Some(left)
}
