//! Administrative divisions and the place that a document belongs to.

/// Where a document belongs: the path from the province down, its code, and the zone when it is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Names from the top, such as 四川省, 绵阳市, 仙海区; 全国 alone for the central government. Never empty.
    pub path: Vec<String>,
    /// The six-digit code (GB/T 2260) of the lowest division on the path that has one; `000000` for 全国.
    pub code: Option<String>,
    /// The last name of the path when it is a development zone or the like and no division of its own.
    pub zone: Option<String>,
}

impl Place {
    /// What parts the names in a written path.
    pub const SEPARATOR: char = '/';

    /// Returns the path as text, such as `四川省/绵阳市/仙海区`.
    pub fn written(&self) -> String {
        self.path.join("/")
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written())
    }
}
