//! What one clue says about the place: a title, an issuer, a source in; the places it names, in order, out.

use crate::gazetteer::central;
use crate::gazetteer::corps;
use crate::gazetteer::names::Form;
use crate::gazetteer::names::Mention;
use crate::gazetteer::names::begins_with_name;
use crate::gazetteer::names::is_cut;
use crate::gazetteer::names::is_general;
use crate::gazetteer::names::mentions;
use crate::gazetteer::opening::is_foreign;
use crate::gazetteer::opening::is_furniture;
use crate::gazetteer::opening::is_introduced;
use crate::gazetteer::opening::skip;
use crate::gazetteer::opening::skip_opening;
use crate::gazetteer::table::Level;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::row;
use crate::gazetteer::towns;
use crate::gazetteer::word::is_of_words;
use crate::gazetteer::zones;

/// How a place stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Named after a word that makes it another's affair: 对口支援, 赴, 转发.
    Foreign,
    /// Somewhere in the text.
    Passing,
    /// The text begins with 关于 and it: it may be whom the text is by, or only what it is about.
    Subject,
    /// The text begins with it.
    Head,
}

/// One place as it is written: names that follow each other from the province down.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// What the lowest name may mean, given the names before it.
    pub(super) rows: Vec<RowId>,
    /// The words, as written.
    pub(super) written: String,
    pub(super) standing: Standing,
    /// Whether the lowest division was named with its kind.
    pub(super) form: Form,
    /// The zone named right after it.
    pub(super) zone: Option<String>,
    /// The township named right after it.
    pub(super) township: Option<String>,
    /// How many names it has.
    pub(super) names: usize,
}

/// Everything that one clue says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The places it names, in the order of the text.
    pub(super) chains: Vec<Chain>,
    /// Whether it begins with an organ of the whole country.
    pub(super) is_central: bool,
    /// A zone it begins with, its division unnamed.
    pub(super) zone: Option<String>,
    /// A township it begins with, its county unnamed.
    pub(super) township: Option<String>,
    /// Whether it is a report, budget or bulletin, which is by whom it is about.
    pub(super) is_report: bool,
    /// Whether it begins with an organ of a province that it does not name: 省司法厅, 全省.
    pub(super) is_of_province: bool,
    /// Whether it begins with an organ of a city that it does not name: 市教育局, 全市.
    pub(super) is_of_city: bool,
    /// The division of the production and construction corps it begins with.
    pub(super) corps: Option<&'static str>,
}

impl Reading {
    /// Returns the place the text begins with.
    pub(super) fn head(&self) -> Option<&Chain> {
        self.chains.iter().find(|chain| chain.standing == Standing::Head)
    }

    /// Returns the place that the text begins with after 关于.
    pub(super) fn subject(&self) -> Option<&Chain> {
        self.chains.iter().find(|chain| chain.standing == Standing::Subject)
    }

    /// Returns the places that may be meant though the text does not begin with them.
    pub(super) fn passing(&self) -> impl Iterator<Item = &Chain> {
        let may_be_meant = |chain: &&Chain| {
            [Standing::Passing, Standing::Subject].contains(&chain.standing) && chain.form == Form::Full
        };
        self.chains.iter().filter(may_be_meant)
    }
}

/// The longest part of a clue that is read, in characters; titles and issuers are shorter.
const LONGEST: usize = 400;

/// Reads one clue.
pub(super) fn read(text: &str) -> Reading {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let mut head = skip_opening(text);
    let mut reading = Reading::default();
    if let Some((name, end)) = corps::division(&text[head..]) {
        reading.corps = Some(name);
        head += end;
        head += skip(&text[head..], &["兵团"]);
    }
    if let Some(length) = central::organ(&text[head..]) {
        reading.is_central = !is_introduced(&text[..head]);
        head += length;
        head += skip_opening(&text[head..]);
    }
    reading.is_report = ["报告", "公报", "年报", "预算", "决算"].iter().any(|word| text.contains(word));
    let is_own = !reading.is_central && (reading.is_report || !is_introduced(&text[..head]));
    reading.is_of_province = is_own && begins_with_organ_of(&text[head..], "省");
    reading.is_of_city = is_own && begins_with_organ_of(&text[head..], "市");
    let named = zones::zone(&text[head..]).filter(|zone| is_own && zones::known(zone).is_some());
    reading.zone = named.map(str::to_owned);
    // 阳江镇 and 石家庄镇 are townships elsewhere than in the city that they are called like.
    let town = zones::township(&text[head..]).filter(|town| is_own && is_known_town(town));
    // The name of a known zone may begin with the name of its city: 苏州工业园区, 舟山群岛新区.
    let own_name = named.or(town).map_or(0, str::len);
    reading.chains = chains(text, head + own_name);
    if town.is_some() {
        reading.chains = chains(&text[head + own_name..], text.len());
    }
    if named.is_some() {
        reading.chains.clear();
    } else if reading.head().is_some() {
        // 国家税务总局绵阳市税务局 is an office in 绵阳; 国务院关于同意…的批复 is not.
        reading.is_central &= !follows_directly(text, head);
    } else if is_own {
        let rest = &text[head..];
        reading.township = zones::township(rest).map(str::to_owned);
        let zone = zones::zone(rest).or_else(|| zones::unknown_district(rest));
        reading.zone = zone.filter(|_| reading.township.is_none()).map(str::to_owned);
    }
    if reading.is_central {
        for chain in &mut reading.chains {
            chain.standing = chain.standing.min(Standing::Passing);
        }
    }
    reading
}

/// Tells whether a text begins with 全省 or 全市, or with an organ of a province or a city and what organs are followed by.
fn begins_with_organ_of(text: &str, kind: &str) -> bool {
    const ORGANS: [&str; 8] = ["政府", "委", "厅", "局", "办", "人大常委会", "法院", "检察院"];
    let Some(rest) = text.strip_prefix(kind) else {
        return text.strip_prefix('全').is_some_and(|rest| rest.starts_with(kind));
    };
    let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(16);
    let is_end = |end: usize| {
        let after = &rest[end..];
        let goes_on = ["关于", "印发", "转发"].iter().any(|word| after.starts_with(word));
        goes_on || after.chars().next().is_none_or(|c| c.is_ascii_digit() || c.is_whitespace())
    };
    ends.into_iter().any(|end| ORGANS.iter().any(|organ| rest[..end].ends_with(organ)) && is_end(end))
}

/// Tells whether a name is that of a township and begins with the name of a division that it does not lie in or is called
/// after, or is that of one township only: 黄石港街道.
fn is_known_town(town: &str) -> bool {
    let Some(first) = mentions(town).into_iter().next().filter(|mention| mention.start == 0) else {
        return false;
    };
    let counties = towns::counties(town);
    let lies_in = |county: &RowId| first.rows.iter().any(|&id| row(id).holds(row(*county)));
    let is_called_after = ["镇", "乡", "街道", "苏木"].contains(&&town[first.end..]);
    counties.len() == 1 || !counties.is_empty() && (is_called_after || !counties.iter().any(lies_in))
}

fn follows_directly(text: &str, head: usize) -> bool {
    let before = &text[..head];
    before.is_empty() || before.ends_with(|c: char| c.is_alphanumeric()) && !before.ends_with("关于")
}

/// Joins the names of a text into places.
fn chains(text: &str, head: usize) -> Vec<Chain> {
    let mut found: Vec<Chain> = Vec::new();
    let (mut end, mut named) = (0, 0);
    for mention in mentions(text) {
        let is_behind_name = named > 0 && named == mention.start;
        named = mention.end;
        let gap = text.get(end..mention.start).unwrap_or("x");
        let joined = !found.is_empty() && (is_joint(gap) || is_branch(gap, &text[mention.end..]));
        if joined
            && let Some(last) = found.last_mut()
            && extend(last, &mention, text)
        {
            end = mention.end;
            finish(last, &text[end..]);
            continue;
        }
        if let Some(mut chain) = begin(text, head, &mention).filter(|chain| {
            chain.standing == Standing::Head || is_behind_name || !is_of_words(text, &mention)
        }) {
            end = mention.end;
            finish(&mut chain, &text[end..]);
            found.push(chain);
        }
    }
    found
}

/// Tells whether nothing but a separator, or the organ of the upper division, parts two names.
fn is_joint(gap: &str) -> bool {
    gap.chars().count() <= 3 && gap.chars().all(|c| c.is_whitespace() || "·•/-—>＞、,，:：".contains(c))
        || gap == "人民政府"
}

/// Tells whether a name between an organ and 分局 is that of its branch: 某市公安局某某分局.
fn is_branch(gap: &str, rest: &str) -> bool {
    gap.ends_with('局') && gap.chars().count() <= 14 && rest.starts_with("分局")
}

fn extend(chain: &mut Chain, mention: &Mention, text: &str) -> bool {
    let inside = |id: &RowId| {
        chain
            .rows
            .iter()
            .any(|&above| above != *id && row(above).holds(row(*id)) && row(above).code != row(*id).code)
    };
    let rows: Vec<RowId> = mention.rows.iter().copied().filter(inside).collect();
    // 四川省渡口管理办法, 上海市上海警备区: a county or a former city without its kind is rarely meant after its province.
    let lesser = mention.form == Form::Short && !rows.iter().any(|&id| is_living_city(id));
    let rest = &text[mention.end..];
    let is_office = || rest.starts_with("分局") || rest.starts_with("生态环境局");
    if rows.is_empty() || lesser && !is_followed_by_organ(rest) && !is_office() {
        return false;
    }
    chain.rows = rows;
    chain.written.push_str(&text[mention.start..mention.end]);
    chain.form = mention.form;
    chain.names += 1;
    true
}

fn begin(text: &str, head: usize, mention: &Mention) -> Option<Chain> {
    let written = &text[mention.start..mention.end];
    let is_head =
        mention.start == head || mention.start > head && text[head..mention.start].chars().all(is_furniture);
    let standing = match () {
        () if is_head && is_introduced(&text[..head]) => Standing::Subject,
        () if is_head => Standing::Head,
        () if is_foreign(&text[..mention.start]) => Standing::Foreign,
        () => Standing::Passing,
    };
    // A short name or a general one in the midst of a text is as likely part of another word.
    let weak = mention.form == Form::Short || is_general(written);
    if weak && standing != Standing::Head
        || mention.form == Form::Short && !stands_alone(mention, &text[mention.end..])
    {
        return None;
    }
    Some(Chain {
        rows: mention.rows.clone(),
        written: written.to_owned(),
        standing,
        form: mention.form,
        zone: None,
        township: None,
        names: 1,
    })
}

/// Tells whether a short name is followed by something that lets it be the name of a place: 绵阳2023年, 中山市委.
fn stands_alone(mention: &Mention, rest: &str) -> bool {
    const COMMON: [&str; 12] =
        ["中山", "东方", "白银", "大同", "和平", "平安", "长安", "新华", "文山", "红河", "朝阳", "新城"];
    let common = mention.rows.iter().all(|&id| COMMON.contains(&row(id).short));
    let is_great = |id: RowId| row(id).level() == Level::Province || is_living_city(id) && !common;
    // 城东新区 is the name of a zone, and no zone of 城东.
    let is_place = || {
        !rest.starts_with("新区")
            && (is_followed_by_organ(rest) || begins_with_name(rest) || zones::is_bare(rest))
    };
    mention.rows.iter().any(|&id| is_great(id)) || is_place()
}

fn is_living_city(id: RowId) -> bool {
    row(id).level() < Level::County && row(id).to.is_none()
}

fn is_followed_by_organ(rest: &str) -> bool {
    const WORDS: [&str; 16] = [
        "市",
        "省",
        "州",
        "县",
        "区",
        "政府",
        "人民政府",
        "人大",
        "政协",
        "关于",
        "年",
        "统计",
        "经济",
        "国民经济",
        "调查队",
        "海关",
    ];
    let begins = |word: &str| rest.strip_prefix(word).is_some_and(|after| !is_cut(word, after));
    rest.chars().next().is_none_or(|c| !c.is_alphabetic()) || WORDS.iter().any(|word| begins(word))
}

/// Reads the zone or the township that follows a place.
fn finish(chain: &mut Chain, rest: &str) {
    chain.zone = None;
    chain.township = None;
    let organ = skip(rest, &["人民政府", "区人民政府", "委员会"]);
    let rest = rest[organ..].trim_start_matches(['·', '/', ' ', '　']);
    let level = chain.rows.iter().map(|&id| row(id).level()).min();
    chain.township = zones::township(rest).map(str::to_owned);
    if chain.township.is_none() && organ == 0 {
        let unknown = || zones::unknown_district(rest).filter(|_| level == Some(Level::City));
        chain.zone = zones::zone(rest).or_else(unknown).map(str::to_owned);
    }
}
