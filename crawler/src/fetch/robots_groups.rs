//! A robots.txt as it stands in; the same out as its parser reads it right: names without versions, groups that nothing else ends.
//!
//! RFC 9309 §2.2.4 has other records, such as `Crawl-delay`, not interfere with groups, which only a rule ends: where a delay
//! stands between two names, the rules behind them are for both.

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Record {
    Agent,
    Rule,
    Delay,
    Other,
}

/// The words that begin a line, with the misspellings that the parser takes too.
const WORDS: [(&str, Record); 15] = [
    ("user-agent", Record::Agent),
    ("user agent", Record::Agent),
    ("useragent", Record::Agent),
    ("allow", Record::Rule),
    ("alow", Record::Rule),
    ("allaw", Record::Rule),
    ("disallow", Record::Rule),
    ("dissallow", Record::Rule),
    ("dissalow", Record::Rule),
    ("disalow", Record::Rule),
    ("diasllow", Record::Rule),
    ("disallaw", Record::Rule),
    ("crawl-delay", Record::Delay),
    ("crawl delay", Record::Delay),
    ("crawldelay", Record::Delay),
];

fn record(line: &[u8]) -> Record {
    let line = line.trim_ascii_start();
    let begins =
        |word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    WORDS.iter().find(|(word, _)| begins(word)).map_or(Record::Other, |(_, record)| *record)
}

/// Writes rules out. A delay among the names of a group goes to the end, for the names above it.
pub(crate) fn written_out(rules: &[u8]) -> Vec<u8> {
    let (mut kept, mut delays) = (Vec::with_capacity(rules.len()), Vec::new());
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut is_among_names = false;
    for line in rules.split(|byte| matches!(byte, b'\n' | b'\r' | 0)).map(<[u8]>::trim_ascii) {
        match record(line) {
            Record::Agent => {
                if !is_among_names {
                    names.clear();
                }
                is_among_names = true;
                let name = line.split(|byte| *byte == b'/').next().unwrap_or(line).to_vec();
                write_line(&mut kept, &name);
                names.push(name);
            }
            Record::Delay if is_among_names => {
                names.iter().for_each(|name| write_line(&mut delays, name));
                write_line(&mut delays, line);
            }
            Record::Rule => {
                is_among_names = false;
                write_line(&mut kept, line);
            }
            Record::Delay | Record::Other => write_line(&mut kept, line),
        }
    }
    if is_among_names {
        // Names without a rule are a group of their own.
        write_line(&mut kept, b"disallow:");
    }
    kept.append(&mut delays);
    kept
}

fn write_line(out: &mut Vec<u8>, line: &[u8]) {
    out.extend_from_slice(line);
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use robotxt::Robots;

    use super::*;

    /// Checks whether `/x` is open to us, and what delay we keep.
    #[track_caller]
    fn check(rules: &str, is_open: bool, delay: Option<f64>) {
        let robots = Robots::parse(&written_out(rules.as_bytes()), "gongbao");
        let delay = delay.map(Duration::from_secs_f64);
        assert_eq!((robots.is_allowed("/x"), robots.crawl_delay()), (is_open, delay), "{rules}");
    }

    #[test]
    fn only_a_rule_ends_the_names_of_a_group() {
        check("User-agent: *\nCrawl-delay: 0.3\nUser-agent: foo\nDisallow: /", false, Some(0.3));
        check("User-agent: foo\nCrawl-delay: 9\n\nUser-agent: *\nDisallow: /", false, None);
        check(
            "User-agent: gongbao\nSitemap: http://a.gov.cn/s.xml\nUser-agent: b\nDisallow: /x",
            false,
            None,
        );
        check("User-agent: foo\rHost: a\rUser-agent: Gongbao/1.0\rDisallow: /\r", false, None);
    }

    #[test]
    fn a_rule_ends_them_and_delays_stay_with_their_names() {
        check("User-agent: *\nCrawl-delay: 2\nDisallow: /a\nUser-agent: foo\nDisallow: /", true, Some(2.0));
        check("User-agent: *\nDisallow:\nCrawl-delay: 2\nUser-agent: foo\nDisallow: /", true, Some(2.0));
        check("User-agent: foo\nDisallow: /\nUser-agent: *\nCrawl-delay: 5", true, Some(5.0));
        check("User-agent: foo\nUser-agent: *\nCrawl-delay: 5\nAllow: /x\nDisallow: /", true, Some(5.0));
        check("User-agent: foo\nCrawl-delay: 5\nDisallow: /\n\nUser-agent: gongbao", true, None);
        check("Crawl-delay: 5\nDisallow: /", true, None);
    }
}
