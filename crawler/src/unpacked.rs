//! A payload goes in; what lies packed in it comes out, where it is a file such as `sitemap.xml.gz` that was packed with gzip.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

/// As much as one sitemap may hold unpacked, by its protocol.
const MOST: u64 = 50 * 1024 * 1024;

/// Returns what is packed in bytes that begin as gzip does, as far as it can be unpacked; other bytes as they are.
pub(crate) fn unpacked(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return bytes;
    }
    let mut inside = Vec::new();
    // What was cut off or broken half-way is worth reading up to there.
    let _ = MultiGzDecoder::new(&*bytes).take(MOST).read_to_end(&mut inside);
    Cow::Owned(inside)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_as_far_as_it_goes() {
        assert_eq!(&*unpacked(Cow::Borrowed(b"<urlset>")), b"<urlset>");
        let whole = packed(b"<urlset>");
        assert_eq!(&*unpacked(Cow::Borrowed(&whole)), b"<urlset>");
        assert_eq!(&*unpacked(Cow::Borrowed(&whole[..whole.len() - 6])), b"<urlset>");
        assert!(unpacked(Cow::Borrowed(b"\x1f\x8b\x08nonsense")).is_empty());
    }

    #[test]
    fn a_bomb_is_unpacked_no_further_than_a_sitemap_goes() {
        let bomb = packed(&vec![0; usize::try_from(MOST).unwrap() + 1]);
        assert_eq!(unpacked(Cow::Owned(bomb)).len() as u64, MOST);
    }
}
