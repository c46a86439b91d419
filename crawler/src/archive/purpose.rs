//! What an exchange was for, as it stands beside the request in the evidence: a store can be built again from that alone.

use corpus::store::Target;
use corpus::visit::Role;
use url::form_urlencoded;

/// What a fetch was for: which crawl of which source, and the target as the list that led there named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// The source's name.
    pub source: String,
    /// The number of the crawl.
    pub run: i64,
    /// What was to be fetched.
    pub target: Target,
    /// How many redirects had been followed before.
    pub hop: usize,
}

impl Purpose {
    /// The name of the header; readers of WARC pass over headers that they do not know.
    pub(crate) const HEADER: &'static str = "Gongbao-Purpose";

    /// Writes the purpose the way a form is sent: one line of ASCII.
    pub(crate) fn written(&self) -> String {
        let target = &self.target;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("source", &self.source)
            .append_pair("run", &self.run.to_string())
            .append_pair("hop", &self.hop.to_string())
            .append_pair("role", target.role.key())
            .append_pair("key", &target.key)
            .append_pair("url", &target.url);
        let listed = target.listed.map(|date| date.to_string());
        let more =
            [("form", &target.form), ("list", &target.list), ("label", &target.label), ("listed", &listed)];
        for (name, value) in more {
            if let Some(value) = value {
                form.append_pair(name, value);
            }
        }
        form.finish()
    }

    /// Reads a written purpose; `None` when it is not whole.
    pub(crate) fn read(written: &str) -> Option<Purpose> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        Some(Purpose {
            source: value("source")?,
            run: value("run")?.parse().ok()?,
            hop: value("hop")?.parse().ok()?,
            target: Target {
                key: value("key")?,
                url: value("url")?,
                form: value("form"),
                role: Role::parse(&value("role")?)?,
                list: value("list"),
                label: value("label"),
                listed: value("listed").and_then(|date| date.parse().ok()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use corpus::store::Target;
    use corpus::visit::Role;

    use super::Purpose;

    #[test]
    fn a_purpose_survives_being_written() {
        let whole = Purpose {
            source: "仙海区&报告".to_owned(),
            run: 17,
            hop: 2,
            target: Target {
                key: "a.gov.cn/x?b=1#c=2".to_owned(),
                url: "http://www.a.gov.cn/x?b=1".to_owned(),
                form: Some("page=2".to_owned()),
                role: Role::List,
                list: Some("a.gov.cn/x".to_owned()),
                label: Some("甲县\r\n报告 = 1".to_owned()),
                listed: Some(jiff::civil::date(2021, 3, 29)),
            },
        };
        let bare = Target { form: None, list: None, label: None, listed: None, ..whole.target.clone() };
        for purpose in [Purpose { target: bare, ..whole.clone() }, whole] {
            let written = purpose.written();
            assert!(written.is_ascii() && !written.contains(['\r', '\n']), "{written}");
            assert_eq!(Purpose::read(&written), Some(purpose));
        }
        assert_eq!(Purpose::read("source=a&run=1"), None);
    }
}
