//! Protocol buffers: numbers of variable length, fields, and how long they will be.

/// Wire types.
pub(super) const VARINT: u32 = 0;
pub(super) const FIXED64: u32 = 1;
pub(super) const BYTES: u32 = 2;

pub(super) const fn field(number: u32, wire_type: u32) -> u64 {
    (number << 3 | wire_type) as u64
}

pub(super) const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

pub(super) const fn varint_length(value: u64) -> usize {
    // Seven bits in a byte; zero takes one.
    (70 - (value | 1).leading_zeros() as usize) / 7
}

/// The length of a field of bytes, which is left out when empty.
pub(super) const fn bytes_length(length: usize) -> usize {
    if length == 0 { 0 } else { bytes_length_always(length) }
}

/// The length of a field of bytes, empty or not.
pub(super) const fn bytes_length_always(length: usize) -> usize {
    1 + varint_length(length as u64) + length
}

pub(super) fn put_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    if !bytes.is_empty() {
        put_varint(out, field(number, BYTES));
        put_varint(out, bytes.len() as u64);
        out.extend_from_slice(bytes);
    }
}

#[inline]
pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_numbers_are_those_written() {
        for shift in 0..64 {
            for value in [1_u64 << shift, (1 << shift) - 1] {
                let mut out = Vec::new();
                put_varint(&mut out, value);
                assert_eq!(out.len(), varint_length(value), "{value}");
            }
        }
    }
}
