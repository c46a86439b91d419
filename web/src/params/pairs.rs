//! The names and values of a query string, taken out one by one so that what is left over is known.

use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::percent_decode_str;
use percent_encoding::utf8_percent_encode;

use crate::Error;
use crate::params::Reading;

/// What is written with a percent sign: everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Writes a value so that it may stand in a path segment or a query string.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// Writes names and values as a query string.
pub fn written(pairs: &[(&str, String)]) -> String {
    let parts: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    parts.join("&")
}

/// The decoded names and values of a query string.
pub(crate) struct Pairs {
    pairs: Vec<(String, String)>,
    /// The names that stand without a sign of equality: `word`, but not `word=`.
    alone: Vec<String>,
    reading: Reading,
}

impl Pairs {
    /// Decodes a query string.
    ///
    /// # Errors
    /// `Parameter` when a name or value is not UTF-8, or a name stands twice.
    pub(crate) fn decode(query: &str, reading: Reading) -> Result<Pairs, Error> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut alone = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decoded(name, name)?;
            let value = decoded(value, &name)?;
            if pairs.iter().any(|(known, _)| *known == name) {
                if reading == Reading::Lenient {
                    continue;
                }
                return Err(fault(&name, "is given more than once"));
            }
            if !part.contains('=') {
                alone.push(name.clone());
            }
            pairs.push((name, value));
        }
        Ok(Pairs { pairs, alone, reading })
    }

    /// Takes a value out. A blank one counts as not given in a page's address and is an error in a program's.
    pub(crate) fn take(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take_any(name) {
            Some(value) if value.trim().is_empty() => match self.reading {
                Reading::Lenient => Ok(None),
                Reading::Strict => Err(fault(name, "is empty; leave it out instead")),
            },
            value => Ok(value),
        }
    }

    /// Takes a value out that may be empty.
    pub(crate) fn take_any(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(known, _)| known == name)?;
        Some(self.pairs.swap_remove(at).1)
    }

    /// Takes the query out, without blanks around it.
    pub(crate) fn take_query(&mut self) -> String {
        self.take_any("q").unwrap_or_default().trim().to_owned()
    }

    /// Takes a switch out: `word`, `word=true`, `word=1`, `word=false`, `word=0`; `word=` is empty like any other value.
    pub(crate) fn take_switch(&mut self, name: &str) -> Result<bool, Error> {
        if self.alone.iter().any(|alone| alone == name) && self.take_any(name).is_some() {
            return Ok(true);
        }
        match self.take(name)?.as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true" | "on") => Ok(true),
            Some(other) => Err(fault(name, &format!("{other:?} is neither true nor false"))),
        }
    }

    /// Takes a whole number out that must lie in a range.
    pub(crate) fn take_number(
        &mut self,
        name: &str,
        range: std::ops::RangeInclusive<usize>,
    ) -> Result<Option<usize>, Error> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        let is_plain = value.bytes().all(|byte| byte.is_ascii_digit());
        match value.parse() {
            Ok(number) if is_plain && range.contains(&number) => Ok(Some(number)),
            _ => {
                let (least, most) = (range.start(), range.end());
                Err(fault(name, &format!("{value:?} is not a whole number from {least} to {most}")))
            }
        }
    }

    /// Takes one of a few words out.
    pub(crate) fn take_choice<T: Copy>(
        &mut self,
        name: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, Error> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == value) {
            return Ok(Some(*choice));
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        Err(fault(name, &format!("{value:?} is not one of {}", words.join(", "))))
    }

    /// Writes what is left, always in one order.
    pub(crate) fn left(&self) -> String {
        let mut left: Vec<(&str, String)> =
            self.pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        left.sort_unstable();
        written(&left)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `Parameter` when something is left that nobody took and the reading is strict.
    pub(crate) fn finish(self, known: &[&str]) -> Result<(), Error> {
        match self.pairs.first() {
            Some((name, _)) if self.reading == Reading::Strict => {
                Err(fault(name, &format!("is not known here; known are {}", known.join(", "))))
            }
            _ => Ok(()),
        }
    }
}

/// Returns the error about a parameter.
pub(crate) fn fault(name: &str, detail: &str) -> Error {
    Error::Parameter { name: name.to_owned(), detail: format!("`{name}` {detail}") }
}

fn decoded(text: &str, name: &str) -> Result<String, Error> {
    let text = text.replace('+', " ");
    percent_decode_str(&text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| fault(name, "is not UTF-8"))
}

/// Reads what can be read of a query string: parameters at fault are left out one after the other.
pub(crate) fn without_faults<T: Default>(query: &str, read: impl Fn(&str) -> Result<T, Error>) -> T {
    let mut parts: Vec<&str> = query.split('&').collect();
    loop {
        match read(&parts.join("&")) {
            Ok(read) => return read,
            Err(Error::Parameter { name, .. }) => {
                let before = parts.len();
                parts.retain(|part| part.split('=').next() != Some(&name));
                if parts.len() == before {
                    return T::default();
                }
            }
            Err(_) => return T::default(),
        }
    }
}
