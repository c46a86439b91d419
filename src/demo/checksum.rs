//! Bytes in, their CRC-32 (IEEE, as ZIP and gzip use it) out.

/// Returns the CRC-32 of the bytes.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = 0u32.wrapping_sub(rest & 1);
            rest = (rest >> 1) ^ (0xEDB8_8320 & carry);
        }
    }
    !rest
}

#[cfg(test)]
mod tests {
    use crate::demo::checksum::crc32;

    #[test]
    fn the_check_value_of_the_standard_comes_out() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
