//! A value as written on the command line in; what it stands for, or what is wrong with it, out.

use std::net::SocketAddr;

use corpus::gazetteer;
use jiff::civil::Date;

/// Reads an address to listen at.
pub(crate) fn address(written: &str) -> Result<SocketAddr, String> {
    written.parse().map_err(|_| "must be numbers and a port, such as 127.0.0.1:8080".to_owned())
}

/// Reads a day.
pub(crate) fn day(written: &str) -> Result<Date, String> {
    written.parse().map_err(|_| "must be YYYY-MM-DD".to_owned())
}

/// Reads the code of a division.
pub(crate) fn division(written: &str) -> Result<String, String> {
    match gazetteer::by_code(written) {
        Some(_) => Ok(written.to_owned()),
        None => Err("is the code of no division that we know; `gongbao place NAME` tells codes".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use super::day;
    use super::division;

    #[test]
    fn what_is_wrong_is_said_with_what_is_right() {
        assert!(address("localhost:80").is_err_and(|why| why.contains("127.0.0.1:8080")));
        assert!(address("[::1]:80").is_ok());
        assert!(day("2020").is_err_and(|why| why.contains("YYYY-MM-DD")));
        assert!(day("2020-01-31").is_ok());
        assert!(division("510700").is_ok());
        assert!(["999999", "abc", ""].into_iter().all(|code| division(code).is_err()));
    }
}
