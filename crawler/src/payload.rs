//! The bytes of a page, list or file with what says how to read them in; text out.

use std::borrow::Cow;

use crate::body::Body;
use crate::error::Error;
use crate::fetch::charset;
use crate::queries;
use crate::unpacked::unpacked;

/// A payload with what says how to read it.
pub(crate) struct Payload {
    /// The bytes, decoded from transfer and content encodings.
    pub(crate) body: Body,
    /// The `Content-Type` as sent.
    pub(crate) content_type: Option<String>,
}

impl Payload {
    /// Returns the payload as text; a packed file, such as a sitemap may be, is unpacked. The queries of its links are written as they
    /// are asked for.
    pub(crate) fn text(&self) -> Result<String, Error> {
        let bytes = unpacked(self.body.bytes().map_err(Error::LaidAside)?);
        let decoded = charset::decode(&bytes, self.content_type.as_deref());
        Ok(match queries::of_links(&decoded.text, decoded.of_queries) {
            Cow::Owned(text) => text,
            Cow::Borrowed(_) => decoded.text,
        })
    }

    /// Returns the media type without parameters, in lower case; empty when the server sent none.
    pub(crate) fn media_type(&self) -> String {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
