//! The bytes of a page, list or file with what says how to read them in; text out.

use crate::body::Body;
use crate::error::Error;
use crate::fetch::charset;
use crate::unpacked::unpacked;

/// A payload with what says how to read it.
pub(crate) struct Payload {
    /// The bytes, decoded from transfer and content encodings.
    pub(crate) body: Body,
    /// The `Content-Type` as sent.
    pub(crate) content_type: Option<String>,
}

impl Payload {
    /// Returns the payload as text; a packed file, such as a sitemap may be, is unpacked.
    pub(crate) fn text(&self) -> Result<String, Error> {
        let bytes = unpacked(self.body.bytes().map_err(Error::LaidAside)?);
        Ok(charset::decode(&bytes, self.content_type.as_deref()).text)
    }

    /// Returns the media type without parameters, in lower case; empty when the server sent none.
    pub(crate) fn media_type(&self) -> String {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
