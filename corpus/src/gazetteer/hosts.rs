//! Hosts of government sites: a host in; the division it stands for, or those it may stand for, out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::central;
use crate::gazetteer::names::pairs;
use crate::gazetteer::table::COUNTRY;
use crate::gazetteer::table::Level;
use crate::gazetteer::table::Row;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::above;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::row;
use crate::gazetteer::table::rows;

/// What a host says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Host {
    /// The division, from the registry or spelled out in full.
    pub(super) certain: Option<RowId>,
    /// The divisions whose initials the host may be; nothing is decided by one of them alone.
    pub(super) possible: Vec<RowId>,
    /// Whether it is the site of an organ of the whole country.
    pub(super) is_central: bool,
}

static REGISTRY: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| pairs(include_str!("../../data/hosts.tsv")).collect());

/// Reads a host; a scheme, a port or a path around it is let go.
pub(super) fn read(host: &str) -> Host {
    let lower = host.trim().to_ascii_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.split(['/', ':', '?', '#']).next().unwrap_or_default().trim_end_matches('.');
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    if let Some(id) = registered(bare) {
        return Host { certain: Some(id), ..Host::default() };
    }
    let Some(labels) = labels(bare) else { return Host::default() };
    let Some((&own, below)) = labels.split_last() else {
        return Host { is_central: true, ..Host::default() };
    };
    if central::is_label(own) {
        return Host { is_central: true, ..Host::default() };
    }
    let mut found = match registered(own) {
        Some(id) => Host { certain: Some(id), ..Host::default() },
        None => spelled(own),
    };
    if let Some(parent) = found.certain {
        let deeper = below.iter().rev().find_map(|label| child(parent, label));
        found.certain = deeper.or(found.certain);
    }
    found
}

/// Returns the labels before gov.cn; a single label counts as one; none for other hosts.
fn labels(host: &str) -> Option<Vec<&str>> {
    if host == "gov.cn" {
        return Some(Vec::new());
    }
    let before = match host.strip_suffix(".gov.cn") {
        Some(before) => before,
        None if !host.is_empty() && !host.contains('.') && host.chars().all(|c| c.is_ascii_alphabetic()) => {
            host
        }
        None => return None,
    };
    Some(before.split('.').collect())
}

fn registered(label: &str) -> Option<RowId> {
    let code = REGISTRY.get(label).copied()?;
    if code == COUNTRY { None } else { latest(code) }
}

/// Returns the division inside another that a label spells in full, when it is one only.
fn child(parent: RowId, label: &str) -> Option<RowId> {
    let inside =
        |row: &Row| row.to.is_none() && row.code != self::row(parent).code && self::row(parent).holds(row);
    let found: Vec<RowId> =
        living().filter(|(_, row)| inside(row) && spells(label, row)).map(|(id, _)| id).collect();
    if let [only] = found[..] { Some(only) } else { None }
}

fn living() -> impl Iterator<Item = (RowId, &'static Row)> {
    (0..).zip(rows()).filter(|(_, row)| row.to.is_none())
}

/// Reads a label that no registry knows: the name spelled in full, else initials of city and county.
fn spelled(label: &str) -> Host {
    let full: Vec<RowId> = living().filter(|(_, row)| spells(label, row)).map(|(id, _)| id).collect();
    // A name that several divisions share is decided by the registry or not at all: fuyang is 富阳, not 阜阳.
    let certain = if let [only] = full[..] { Some(only) } else { None };
    let possible = if full.is_empty() { abbreviated(label) } else { full };
    Host { certain, possible, is_central: false }
}

/// Tells whether a label is the name of a division in Latin letters, its kind added or not.
fn spells(label: &str, row: &Row) -> bool {
    let Some(rest) = after_syllables(label, row.syllables) else { return false };
    let kinds: &[&str] = match row.name.chars().next_back() {
        Some('区') => &["qu", "q"],
        Some('县') => &["xian", "x"],
        Some('市') => &["shi", "s", "city"],
        Some('州') => &["zhou", "z"],
        Some('省') => &["sheng"],
        Some('旗') => &["qi"],
        Some('盟') => &["meng"],
        _ => &[],
    };
    let several = row.syllables.contains(' ');
    rest.is_empty() && several || kinds.iter().any(|kind| rest == *kind && (several || kind.len() > 1))
}

fn after_syllables<'a>(label: &'a str, syllables: &str) -> Option<&'a str> {
    let mut rest = label;
    for syllable in syllables.split(' ') {
        rest = rest.strip_prefix(syllable)?;
    }
    Some(rest)
}

/// Returns the counties whose city or province, abbreviated, and name, abbreviated or in full, make up a label.
fn abbreviated(label: &str) -> Vec<RowId> {
    if !(3..=16).contains(&label.len()) || !label.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    COUNTIES.iter().filter(|(id, upper)| is_abbreviation(label, row(*id), upper)).map(|(id, _)| *id).collect()
}

/// The counties of today, each with the divisions above it, nearest first.
static COUNTIES: LazyLock<Vec<(RowId, Vec<RowId>)>> = LazyLock::new(|| {
    let counties = living().filter(|(_, row)| row.level() == Level::County);
    counties
        .map(|(id, county)| {
            let upper = std::iter::successors(above(county, TODAY), |id| above(row(*id), TODAY));
            (id, upper.collect())
        })
        .collect()
});

fn is_abbreviation(label: &str, county: &Row, upper: &[RowId]) -> bool {
    let first = label.as_bytes().first();
    // Initials begin with the first letter of the first syllable; most divisions fall out here.
    let mut upper = upper.iter().map(|id| row(*id)).filter(|row| row.syllables.as_bytes().first() == first);
    upper.any(|upper| {
        let ends = initials(label, upper.syllables);
        ends.iter().any(|&end| end >= 2 && is_county_part(&label[end..], county))
    })
}

fn is_county_part(label: &str, county: &Row) -> bool {
    let kind = match county.name.chars().next_back() {
        Some('区') => "q",
        Some('县') => "x",
        Some('市') => "s",
        Some('旗') => "q",
        _ => "",
    };
    let several = county.syllables.contains(' ');
    let ends = initials(label, county.syllables);
    spells(label, county)
        || ends.iter().any(|&end| several && end == label.len() || !kind.is_empty() && &label[end..] == kind)
}

/// Returns every length of a label that is the initials of syllables, one letter each or zh, ch, sh.
fn initials(label: &str, syllables: &str) -> Vec<usize> {
    let mut ends = vec![0];
    for syllable in syllables.split(' ') {
        let mut next = Vec::with_capacity(ends.len() + 1);
        for &end in &ends {
            let digraph = syllable.get(..2).filter(|two| ["zh", "ch", "sh"].contains(two));
            for initial in [syllable.get(..1), digraph].into_iter().flatten() {
                if label[end..].starts_with(initial) && !next.contains(&(end + initial.len())) {
                    next.push(end + initial.len());
                }
            }
        }
        ends = next;
        if ends.is_empty() {
            break;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::hosts::read;
    use crate::gazetteer::table::row;

    #[track_caller]
    fn check(host: &str, expected: Option<&str>) {
        assert_eq!(read(host).certain.map(|id| row(id).code), expected, "{host}");
    }

    #[test]
    fn a_registered_host_stands_for_its_division() {
        check("www.beijing.gov.cn", Some("110000"));
        check("wjw.beijing.gov.cn", Some("110000"));
        check("https://www.my.gov.cn:443/a/b.html", Some("510700"));
        check("bjchy.gov.cn", Some("110105"));
        check("chaoyang.gov.cn", Some("211300"));
        check("changchun.gov.cn", Some("220100"));
        check("scjgj.cq.gov.cn/zz/ycq/", Some("500000"));
        check("xjbz.gov.cn", Some("652800"));
        check("luqiao", Some("331004"));
        check("szlh.gov.cn", Some("440303"));
        check("putuo.gov.cn", Some("330903"));
    }

    #[test]
    fn a_name_in_full_stands_for_the_only_division_of_that_name() {
        check("www.tianxin.gov.cn", Some("430103"));
        check("www.jingzhouqu.gov.cn", Some("421003"));
        check("nanxian.gov.cn", Some("430921"));
        check("www.mawei.gov.cn", Some("350105"));
        check("www.yudu.gov.cn", Some("360731"));
        check("www.shifang.gov.cn", Some("510682"));
        check("www.tianchang.gov.cn", Some("341181"));
        check("www.minle.gov.cn", Some("620722"));
        check("qeda.gov.cn", None);
        check("hexi.gov.cn", Some("120103"));
        check("101.230.193.164", None);
        check("example.com", None);
    }

    #[test]
    fn initials_are_possibilities_only() {
        let found = read("sgwjq.gov.cn");
        assert_eq!(found.certain, None);
        assert_eq!(found.possible.iter().map(|&id| row(id).code).collect::<Vec<_>>(), ["440203"]);
    }
}
