//! The names of organs that a title writes one behind the other in; each of them out, by itself.

use std::sync::LazyLock;

use corpus::gazetteer;
use regex::Regex;

use crate::extract::issuer;

/// The place that the name of an organ begins with.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:中共|中国共产党)?(\p{Han}{1,8}?(?:[州镇乡]市|[省市县区州盟旗镇乡]))")
        .expect("a pattern written here is well formed")
});

/// Organs of the whole country whose offices are called after them and after the place: 国家税务总局某市税务局.
const BRANCHED: [&str; 9] = [
    "国家税务总局",
    "中国人民银行",
    "国家统计局",
    "国家金融监督管理总局",
    "国家外汇管理局",
    "中国银行保险监督管理委员会",
    "中国银保监会",
    "中国证券监督管理委员会",
    "中国证监会",
];

/// What is the kind of an organ and no name of one.
const KINDS: [&str; 14] = [
    "人民政府",
    "政府办公室",
    "政府办公厅",
    "政府办",
    "办公室",
    "办公厅",
    "委员会",
    "委员会办公室",
    "管理委员会",
    "管委会",
    "管理局",
    "监督局",
    "分局",
    "总局",
];

/// Parts the organs that a title names one behind the other: at 、 and blanks between two of them, else where the place is
/// named again, 某县财政局某县教育局, and among governments and organs of the whole country.
pub(crate) fn parted(names: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut from = 0;
    for (at, mark) in names.match_indices(|c: char| c == '、' || c.is_whitespace()).chain([(names.len(), "")])
    {
        let name = &names[from..at];
        match pieces.last_mut() {
            _ if name.is_empty() => {}
            Some(before) if !stand_apart(before, name) => {
                let is_marked = names[..from].trim_end().ends_with('、');
                before.push_str(if is_marked { "、" } else { "" });
                before.push_str(name);
            }
            _ => pieces.push(name.to_owned()),
        }
        from = at + mark.len();
    }
    pieces.iter().flat_map(|piece| glued(piece)).map(str::to_owned).collect()
}

/// Tells whether two names that a mark or a blank parts are two organs, and not the halves of one: 某县人民政府 办公室.
fn stand_apart(before: &str, name: &str) -> bool {
    let is_office = BRANCHED.contains(&before) && PLACE.is_match(name);
    issuer::is_organ(before) && is_whole(name) && !is_office
}

/// Tells whether a name is that of an organ by itself: it names its place, or is no mere office such as 基础教育处.
pub(crate) fn is_whole(name: &str) -> bool {
    const AUTHORITIES: [&str; 12] =
        ["政府", "局", "厅", "委", "部", "署", "会", "法院", "检察院", "军区", "国务院", "海关"];
    issuer::is_organ(name)
        && !KINDS.contains(&name)
        && (AUTHORITIES.iter().any(|end| name.ends_with(end))
            || name.starts_with(['省', '市', '县', '区', '州', '盟', '旗'])
            || PLACE.is_match(name)
            || gazetteer::central_organ(name).is_some())
}

/// The army of a place behind its government: 某市人民政府某某警备区.
static GARRISON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"政府((?:中国人民解放军)?\p{Han}{0,12}(?:军区|军分区|警备区))$")
        .expect("a pattern written here is well formed")
});

/// Parts names between which nothing stands: each begins with the place again, or with an organ of the whole country that has
/// an office there, or all are governments or organs of the whole country.
fn glued(names: &str) -> Vec<&str> {
    if let Some(garrison) = GARRISON.captures(names).and_then(|found| found.get(1)) {
        let mut organs = glued(&names[..garrison.start()]);
        organs.push(garrison.as_str());
        return organs;
    }
    if let Some(several) = governments(names).or_else(|| of_country(names)) {
        return several;
    }
    let above = BRANCHED.iter().find(|organ| names.starts_with(**organ)).map_or(0, |organ| organ.len());
    let place = PLACE.captures(&names[above..]).and_then(|found| found.get(1)).map(|place| place.as_str());
    let mut organs = Vec::new();
    let mut rest = names;
    while let Some(at) = next(rest, place) {
        organs.push(rest[..at].trim());
        rest = &rest[at..];
    }
    organs.push(rest);
    organs
}

/// Finds where the second of the organs begins.
fn next(rest: &str, place: Option<&str>) -> Option<usize> {
    // A branch is named after its bureau, and after the place of that; a town before a name is where that lies.
    let begins = |at: &usize| {
        let before = &rest[..*at];
        // But two towns, or a town and a bureau, stand side by side.
        let is_where =
            issuer::is_town(before.trim()) && !rest.ends_with(['镇', '乡', '局']) && !rest.ends_with("街道");
        let is_bank = before.ends_with("公司") && rest.ends_with('行');
        let is_above = is_bank || BRANCHED.iter().any(|organ| before.ends_with(organ));
        *at > 0 && issuer::is_organ(before) && !rest.ends_with("分局") && !is_where && !is_above
    };
    let again = place.and_then(|place| rest.match_indices(place).map(|(at, _)| at).find(begins));
    let offices = BRANCHED.iter().flat_map(|organ| rest.match_indices(organ)).map(|(at, _)| at);
    again.into_iter().chain(offices.filter(begins)).min()
}

/// What the full name of a government ends with.
const GOVERNMENT: &str = "人民政府";

/// Parts governments, or their offices, that are named one behind the other: 甲镇人民政府乙镇人民政府. None for a single one, and
/// where what stands behind is no government: 某区人民政府某街道办事处 is one organ.
pub(crate) fn governments(names: &str) -> Option<Vec<&str>> {
    let mut named = Vec::new();
    let mut rest = names;
    while !rest.is_empty() {
        let place = rest.find(GOVERNMENT)?;
        let end = place + GOVERNMENT.len();
        let office = ["办公厅", "办公室"].iter().find(|office| rest[end..].starts_with(**office));
        if !is_place(rest[..place].trim().trim_start_matches('、')) {
            return None;
        }
        let (name, behind) = rest.split_at(end + office.map_or(0, |office| office.len()));
        named.push(name.trim().trim_start_matches('、'));
        rest = behind;
    }
    (named.len() >= 2).then_some(named)
}

fn is_place(name: &str) -> bool {
    let is_joined = name.starts_with(['和', '与', '及']);
    !is_joined
        && name.chars().count() >= 2
        && (name.ends_with(['省', '市', '区', '县', '州', '盟', '旗', '镇', '乡']) || name.ends_with("苏木"))
}

/// Parts organs of the whole country that are named one behind the other: 水利部办公厅国家发展改革委办公厅. None for a single
/// one, and where anything else stands among them: 教育部高等教育司 is one organ.
fn of_country(names: &str) -> Option<Vec<&str>> {
    let mut organs = Vec::new();
    let mut rest = names;
    while !rest.is_empty() {
        let organ = gazetteer::central_organ(rest)?;
        let office = ["办公厅", "办公室", "综合司"].iter().find(|office| rest[organ..].starts_with(**office));
        let (name, behind) = rest.split_at(organ + office.map_or(0, |office| office.len()));
        organs.push(name);
        rest = behind.trim_start_matches(|c: char| c == '、' || c.is_whitespace());
    }
    (organs.len() >= 2).then_some(organs)
}
