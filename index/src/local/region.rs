//! A region as a user names it in; whether a written path lies in it out.

use corpus::district::Place;
use corpus::gazetteer;
use corpus::text::fold;

/// What divisions are called after their name; a user may leave it out.
const ENDINGS: &[&str] = &[
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "地区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "林区",
    "特区",
    "新区",
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "开发区",
    "高新区",
    "街道",
    "镇",
    "乡",
];

/// Which places a user means.
#[derive(Debug)]
pub(crate) struct RegionTest {
    /// Written paths of the divisions that the gazetteer knows by the name.
    paths: Vec<String>,
    /// The folded names of the path as the user wrote it, for places that the gazetteer does not know.
    names: Vec<String>,
}

impl RegionTest {
    /// Reads a name, a path parted by `/`, or a code.
    pub(crate) fn new(region: &str) -> RegionTest {
        let paths = gazetteer::find(region.trim()).iter().map(Place::written).collect();
        let folded = fold(region).into_text();
        let names =
            folded.split(Place::SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        RegionTest { paths, names }
    }

    /// Tells whether a place, given by its written path, is meant or lies under one that is.
    pub(crate) fn holds(&self, written: &str) -> bool {
        if !self.paths.is_empty() {
            return self.paths.iter().any(|path| {
                written
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(Place::SEPARATOR))
            });
        }
        let mut wanted = self.names.iter();
        let mut next = wanted.next();
        for name in written.split(Place::SEPARATOR) {
            match next {
                Some(short) if is_called(name, short) => next = wanted.next(),
                _ => {}
            }
        }
        next.is_none() && !self.names.is_empty()
    }
}

/// Tells whether a division may be called by a short name: 四川省 is called 四川.
pub(crate) fn is_called(name: &str, short: &str) -> bool {
    name.strip_prefix(short).is_some_and(|ending| ending.is_empty() || ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use crate::local::region::RegionTest;

    #[track_caller]
    fn check(region: &str, written: &str, expected: bool) {
        assert_eq!(RegionTest::new(region).holds(written), expected, "{region} {written}");
    }

    #[test]
    fn a_region_holds_everything_under_it() {
        check("四川", "四川省/绵阳市", true);
        check("四川省", "四川省", true);
        check("四川/绵阳", "四川省/绵阳市/涪城区", true);
        check("绵阳市", "四川省/绵阳市/涪城区", true);
        check("绵阳", "四川省", false);
        check("四", "四川省", false);
        check("河南", "河北省", false);
        check("不存在的地方", "四川省", false);
        check("", "四川省", false);
    }
}
