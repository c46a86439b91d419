//! The name of a host in; the name that was registered, below which all hosts belong to one site, out.

/// `a.gov.cn` of `www.a.gov.cn`; two labels where the last but one is no shared suffix.
pub(crate) fn registered(host: &str) -> &str {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (last, second, third) = (dots.next(), dots.next(), dots.next());
    let shared = ["gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "ac.cn"];
    let cut = match (last, second) {
        (Some(_), Some(second)) if shared.contains(&&host[second + 1..]) => third,
        _ => second,
    };
    cut.map_or(host, |at| &host[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_what_lies_below_one_registered_name() {
        for (host, expected) in [
            ("www.a.gov.cn", "a.gov.cn"),
            ("xxgk.sub.a.gov.cn", "a.gov.cn"),
            ("www.gov.cn", "gov.cn"),
            ("www.a.com", "a.com"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(registered(host), expected, "{host}");
        }
    }
}
