//! Numbers in; canonical Huffman codes out, and back.
//!
//! The lower a number is, the more often it stands, so no code is longer than that of a higher number, and how many codes have
//! each length says what they all are. Reading can begin at any code. Nothing but ones is no code: with ones the last byte is
//! filled up.

/// Bits of the longest code.
pub(super) const LONGEST_CODE: usize = 32;

/// How the numbers of a segment are written.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    /// The codes of each length, from one bit on.
    of_length: [OfLength; LONGEST_CODE],
    /// For every first byte how many bits a code that begins so has at least.
    fewest_bits: [u8; 256],
}

/// The code of a number: the lowest bits, so many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Code {
    value: u32,
    bits: u32,
}

/// The codes of one length.
#[derive(Clone, Copy, Debug, Default)]
struct OfLength {
    count: u32,
    first_code: u32,
    first_number: u32,
    /// What begins with a code of this length or a shorter one is less, when 32 bits of it are taken.
    limit: u64,
}

impl Codes {
    /// Chooses the shortest codes for numbers that are written so often, 0 first; the counts never rise.
    pub(super) fn shortest(counts: &[u64]) -> Codes {
        // One that stands nowhere comes last: it is given the code that is no code.
        let mut weights: Vec<u64> = counts.iter().copied().chain([0]).collect();
        loop {
            let mut of_length = lengths(&weights);
            let longest = of_length.len() - 1;
            if longest <= LONGEST_CODE {
                of_length[longest] -= 1;
                of_length.resize(LONGEST_CODE + 1, 0);
                let counts = std::array::from_fn(|at| of_length[at + 1]);
                return Codes::of(&counts).expect("a tree has as many leaves as there is room for");
            }
            // Less uneven numbers have shorter codes.
            weights.iter_mut().for_each(|weight| *weight = *weight / 2 + 1);
        }
    }

    /// Returns the codes of which so many have each length, from one bit on; `None` when there is no room for them, or for more
    /// than what is no code.
    pub(super) fn of(counts: &[u32; LONGEST_CODE]) -> Option<Codes> {
        let mut of_length = [OfLength::default(); LONGEST_CODE];
        let (mut code, mut number) = (0_u64, 0_u32);
        for (at, (of_length, &count)) in of_length.iter_mut().zip(counts).enumerate() {
            let bits = at + 1;
            code *= 2;
            let behind = code + u64::from(count);
            if behind > 1 << bits {
                return None;
            }
            *of_length = OfLength {
                count,
                first_code: code as u32,
                first_number: number,
                limit: behind << (LONGEST_CODE - bits),
            };
            (code, number) = (behind, number.checked_add(count)?);
        }
        let longest = counts.iter().rposition(|&count| count > 0).map_or(0, |at| at + 1);
        if (1 << LONGEST_CODE) - code != 1 << (LONGEST_CODE - longest) {
            return None;
        }
        let fewest_bits = std::array::from_fn(|byte| {
            let least = (byte as u64) << (LONGEST_CODE - 8);
            of_length.iter().position(|of_length| least < of_length.limit).unwrap_or(LONGEST_CODE) as u8 + 1
        });
        Some(Codes { of_length, fewest_bits })
    }

    /// Returns how many codes have each length, from one bit on.
    pub(super) fn counts(&self) -> [u32; LONGEST_CODE] {
        self.of_length.map(|of_length| of_length.count)
    }

    /// Returns the codes of all numbers, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = Code> {
        (1..).zip(&self.of_length).flat_map(|(bits, of_length)| {
            (0..of_length.count).map(move |after| Code { value: of_length.first_code + after, bits })
        })
    }

    /// Reads the numbers between two bits.
    pub(super) fn read<'a>(&'a self, bytes: &'a [u8], from: usize, to: usize) -> Numbers<'a> {
        Numbers { codes: self, bytes, at: from, end: to.min(bytes.len() * 8) }
    }
}

/// Counts the codes of each length, no bits first, in a tree that is shortest for weights that never rise.
fn lengths(weights: &[u64]) -> Vec<u32> {
    let leaves = weights.len();
    let all = 2 * leaves - 1;
    // Leaves and then inner nodes, the lightest of each first.
    let mut heavy: Vec<u64> = weights.iter().rev().copied().collect();
    let mut parent = vec![0_u32; all];
    let (mut leaf, mut inner) = (0, leaves);
    for node in leaves..all {
        let mut weight = 0;
        for _ in 0..2 {
            let lightest = if leaf < leaves && (inner >= node || heavy[leaf] <= heavy[inner]) {
                &mut leaf
            } else {
                &mut inner
            };
            weight += heavy[*lightest];
            parent[*lightest] = node as u32;
            *lightest += 1;
        }
        heavy.push(weight);
    }
    let mut depth = vec![0_u8; all];
    for node in (0..all - 1).rev() {
        depth[node] = depth[parent[node] as usize].saturating_add(1);
    }
    let deepest = depth[..leaves].iter().copied().max().unwrap_or(0);
    let mut counts = vec![0; usize::from(deepest) + 1];
    depth[..leaves].iter().for_each(|&depth| counts[usize::from(depth)] += 1);
    counts
}

/// Bits on their way into bytes, the highest first.
#[derive(Debug, Default)]
pub(super) struct Stream {
    bytes: Vec<u8>,
    held: u64,
    width: u32,
}

impl Stream {
    /// Returns how many bits were put.
    pub(super) fn bits(&self) -> usize {
        self.bytes.len() * 8 + self.width as usize
    }

    /// Fills the last byte up and hands the bytes out; begins anew.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        if self.width > 0 {
            self.put(Code { value: u32::from(u8::MAX) >> self.width, bits: 8 - self.width });
        }
        out.append(&mut self.bytes);
    }

    /// Puts a code.
    #[inline]
    pub(super) fn put(&mut self, code: Code) {
        self.held = self.held << code.bits | u64::from(code.value);
        self.width += code.bits;
        while self.width >= 8 {
            self.width -= 8;
            self.bytes.push((self.held >> self.width) as u8);
        }
    }
}

/// Numbers being read. What is no code ends them, and so does what is cut off at the end.
pub(super) struct Numbers<'a> {
    codes: &'a Codes,
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Numbers<'_> {
    /// Returns the bit at which the next number begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Tells whether nothing is left but what fills the last byte up.
    pub(super) fn is_at_end(&self) -> bool {
        let Some(left) = self.end.checked_sub(self.at) else { return false };
        left == 0 || left < 8 && self.end.is_multiple_of(8) && self.ahead().leading_ones() as usize >= left
    }

    /// Returns the next 32 bits; ones behind the last byte.
    #[inline]
    fn ahead(&self) -> u32 {
        let byte = self.at / 8;
        let word = match self.bytes.get(byte..byte + 8) {
            Some(eight) => u64::from_be_bytes(eight.try_into().expect("eight bytes were cut out")),
            None => {
                let mut eight = [u8::MAX; 8];
                let rest = self.bytes.get(byte..).unwrap_or_default();
                eight[..rest.len()].copy_from_slice(rest);
                u64::from_be_bytes(eight)
            }
        };
        (word << (self.at % 8) >> 32) as u32
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let ahead = self.ahead();
        let mut bits = usize::from(self.codes.fewest_bits[(ahead >> 24) as usize]);
        let of_length = loop {
            let of_length = self.codes.of_length.get(bits - 1)?;
            if u64::from(ahead) < of_length.limit {
                break of_length;
            }
            bits += 1;
        };
        let behind = self.at + bits;
        if behind > self.end {
            return None;
        }
        self.at = behind;
        let code = ahead >> (LONGEST_CODE - bits);
        Some(of_length.first_number + (code - of_length.first_code))
    }
}

#[cfg(test)]
mod tests;
