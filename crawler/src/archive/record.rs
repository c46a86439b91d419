//! One WARC record: its headers and block in, one gzip member out.

use std::io;
use std::io::Write;

use corpus::hex::hex;
use sha2::Digest;
use sha2::Sha256;

use crate::archive::member::Press;
use crate::body::Body;

/// A record on its way out. Headers keep their order; `Content-Length` is added.
#[derive(Debug)]
pub(crate) struct Draft {
    headers: Vec<(&'static str, String)>,
}

impl Draft {
    /// Starts a record of a type, with an id that is its own as long as `place` is.
    pub(crate) fn new(kind: &str, id: &str, date: &str) -> Self {
        let headers = vec![
            ("WARC-Type", kind.to_owned()),
            ("WARC-Record-ID", format!("<{id}>")),
            ("WARC-Date", date.to_owned()),
        ];
        Draft { headers }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, one_line(&value.into())));
        self
    }

    /// Adds a header where there is a value.
    pub(crate) fn with_some(self, name: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Compresses the record, whose block is a head and a body, into a gzip member of its own.
    pub(crate) fn write(
        self,
        block: &[u8],
        body: &Body,
        press: &mut Press,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let length = block.len() as u64 + body.len();
        let digest = block_digest(block, body)?;
        let draft = self.with("WARC-Block-Digest", digest).with("Content-Length", length.to_string());
        let mut head = String::from("WARC/1.1\r\n");
        for (name, value) in &draft.headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        let mut member = press.member(out)?;
        member.write_all(head.as_bytes())?;
        member.write_all(block)?;
        io::copy(&mut body.reader(), &mut member)?;
        member.write_all(b"\r\n\r\n")?;
        member.finish()
    }
}

/// No value may start a header of its own.
fn one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The digest of a block as WARC writes it. Base 16 is one of the spellings that readers know for SHA-256.
fn block_digest(block: &[u8], body: &Body) -> io::Result<String> {
    let mut hash = Sha256::new();
    hash.update(block);
    io::copy(&mut body.reader(), &mut hash)?;
    Ok(digest(hash))
}

/// A finished hash as WARC writes it.
pub(crate) fn digest(hash: Sha256) -> String {
    format!("sha256:{}", hex(hash.finalize()))
}

/// A UUID URN that is a record's own as long as `place` (file and offset) is; RFC 9562 calls this version 8.
pub(crate) fn record_id(place: &str) -> String {
    let hex = hex(Sha256::digest(place));
    format!("urn:uuid:{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn no_value_starts_a_header_of_its_own() {
        let draft = Draft::new("response", &record_id("a 0"), "2026-11-23T00:00:00Z")
            .with("WARC-Target-URI", "a\r\nX: b");
        let mut member = Vec::new();
        draft.write(b"one", &Body::from(b"two".to_vec()), &mut Press::new(), &mut member).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&member[..]).read_to_string(&mut text).unwrap();
        assert!(text.contains("WARC-Target-URI: a  X: b\r\n"), "{text}");
        assert!(text.ends_with("Content-Length: 6\r\n\r\nonetwo\r\n\r\n"), "{text}");
    }

    #[test]
    fn ids_differ_with_their_place() {
        assert_ne!(record_id("a 0"), record_id("a 1"));
        assert_eq!(record_id("a 0").len(), "urn:uuid:".len() + 36);
    }
}
