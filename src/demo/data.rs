//! The texts that the pretend sites are made of, built into the binary.

use crate::demo::sheet::Sheet;

/// Passages that several districts take in.
pub(crate) const SHARED: &str = include_str!("reports/shared.txt");

/// The districts in the order of their codes within each province, each with its file.
pub(crate) const DISTRICTS: [(&str, &str); 10] = [
    ("guanghan", include_str!("reports/guanghan.txt")),
    ("shifang", include_str!("reports/shifang.txt")),
    ("fucheng", include_str!("reports/fucheng.txt")),
    ("mianyang-gaoxin", include_str!("reports/mianyang-gaoxin.txt")),
    ("langzhong", include_str!("reports/langzhong.txt")),
    ("anji", include_str!("reports/anji.txt")),
    ("shengzhou", include_str!("reports/shengzhou.txt")),
    ("longyou", include_str!("reports/longyou.txt")),
    ("yuhuan", include_str!("reports/yuhuan.txt")),
    ("liandu", include_str!("reports/liandu.txt")),
];

/// Documents of other kinds that stand in the same columns.
pub(crate) const SINGLES: [&str; 5] = [
    include_str!("reports/fucheng-work-2022.txt"),
    include_str!("reports/fucheng-notice-2021.txt"),
    include_str!("reports/langzhong-notice-2022.txt"),
    include_str!("reports/anji-work-2023.txt"),
    include_str!("reports/anji-interpretation-2022.txt"),
];

/// Returns a district's file, taken apart.
pub(crate) fn district(key: &str) -> Sheet {
    let (_, file) =
        DISTRICTS.iter().find(|(name, _)| *name == key).expect("only known districts are copied from");
    Sheet::parse(file)
}
