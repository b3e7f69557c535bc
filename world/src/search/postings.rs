//! Which documents have a token: ascending numbers, as differences of seven bits a byte.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A token is two neighbouring characters of a name or an address, one character of a name, the
/// initial of one, or the initials of two neighbouring ones.
pub(super) type Token = u64;

pub(super) fn pair(a: char, b: char) -> Token {
    u64::from(a as u32) << 32 | u64::from(b as u32)
}

pub(super) fn single(c: char) -> Token {
    1 << 62 | u64::from(c as u32)
}

pub(super) fn initial(a: u8) -> Token {
    1 << 61 | u64::from(a)
}

pub(super) fn initials(a: u8, b: u8) -> Token {
    1 << 63 | u64::from(a) << 8 | u64::from(b)
}

/// Tokens are spread by one multiplication (Fibonacci hashing): nobody chooses them to collide but
/// the district's own administrator.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value ^ value >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }
}

#[derive(Default)]
struct List {
    last: u32,
    count: u32,
    bytes: Vec<u8>,
}

/// Documents by token.
#[derive(Default)]
pub(super) struct Postings(HashMap<Token, List, BuildHasherDefault<Spread>>);

impl Postings {
    /// Says that a document has a token. Documents come in ascending order; saying it again of the
    /// same document changes nothing.
    pub fn add(&mut self, token: Token, document: u32) {
        let list = self.0.entry(token).or_default();
        if list.count > 0 && list.last == document {
            return;
        }
        let mut difference = document - list.last;
        while difference >= 0x80 {
            list.bytes.push(difference as u8 | 0x80);
            difference >>= 7;
        }
        list.bytes.push(difference as u8);
        list.last = document;
        list.count += 1;
    }

    /// Gives back what growing took too much.
    pub fn shrink(&mut self) {
        self.0.values_mut().for_each(|list| list.bytes.shrink_to_fit());
    }

    pub fn count(&self, token: Token) -> u32 {
        self.0.get(&token).map_or(0, |list| list.count)
    }

    /// The documents that have a token, ascending.
    pub fn documents(&self, token: Token) -> impl Iterator<Item = u32> + '_ {
        let mut bytes = self.0.get(&token).map_or(&[][..], |list| &list.bytes[..]).iter();
        let mut last = 0u32;
        std::iter::from_fn(move || {
            let (mut difference, mut shift) = (0u32, 0);
            loop {
                let byte = *bytes.next()?;
                difference |= u32::from(byte & 0x7F) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            last += difference;
            Some(last)
        })
    }

    /// The documents that have all of the tokens, ascending. With several tokens it stops narrowing
    /// once few are left: whoever asked looks at each of them anyway.
    pub fn with_all(&self, tokens: &[Token]) -> Vec<u32> {
        const FEW: usize = 500;
        let mut tokens = tokens.to_vec();
        tokens.sort_by_key(|token| (self.count(*token), *token));
        tokens.dedup();
        let Some((rarest, others)) = tokens.split_first() else { return Vec::new() };
        let mut left: Vec<u32> = self.documents(*rarest).collect();
        for token in others {
            if left.len() <= FEW {
                break;
            }
            let mut having = self.documents(*token).peekable();
            left.retain(|document| {
                while having.next_if(|other| other < document).is_some() {}
                having.peek() == Some(document)
            });
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_in_order() {
        let mut postings = Postings::default();
        let of_a: Vec<u32> = (0..5000)
            .map(|n| n * n % 1_000_003)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        for document in &of_a {
            postings.add(pair('a', 'b'), *document);
            postings.add(pair('a', 'b'), *document);
            if document % 3 == 0 {
                postings.add(single('c'), *document);
            }
        }
        assert_eq!(postings.documents(pair('a', 'b')).collect::<Vec<_>>(), of_a);
        let both = postings.with_all(&[pair('a', 'b'), single('c')]);
        assert_eq!(both, of_a.iter().copied().filter(|n| n % 3 == 0).collect::<Vec<_>>());
        assert!(postings.with_all(&[single('d'), single('c')]).is_empty());
        assert!(postings.with_all(&[]).is_empty());
    }
}
