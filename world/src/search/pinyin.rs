//! Names by their sound: initials (`whdx`), full syllables (`wuhandaxue`), or a mixture of both.
//!
//! A character with several readings answers to each of them: 重庆路 is found by `cqlu` and `zql`.

use super::fold::fold;
use ::pinyin::ToPinyinMulti;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The longest sound that is looked for, in letters: positions in it are bits of a word.
pub(super) const LONGEST: usize = 63;

/// A sound as typed: two letters or more, nothing else.
pub(super) fn sound(word: &str) -> Option<&[u8]> {
    let fits = (2..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(word.as_bytes())
}

/// The readings of a character without tones, `ü` written `v`; ASCII letters and digits read as
/// themselves.
fn readings(c: char, mut each: impl FnMut(&[u8])) {
    let c = fold(c);
    if c.is_ascii_alphanumeric() {
        each(&[c as u8]);
        return;
    }
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        if plain.is_ascii() { each(plain.as_bytes()) } else { each(plain.replace('ü', "v").as_bytes()) }
    }
}

/// The letters a character's readings begin with, each once.
pub(super) fn initials(c: char) -> Vec<u8> {
    let mut letters = Vec::new();
    readings(c, |reading| {
        if let Some(letter) = reading.first().filter(|letter| !letters.contains(*letter)) {
            letters.push(*letter);
        }
    });
    letters
}

/// Where in a name a sound begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sounds {
    /// With its first character.
    AtStart,
    /// Later.
    Inside,
}

/// Whether a name sounds so, from some character on.
pub(super) fn matches(name: &str, sound: &[u8]) -> Option<Sounds> {
    // Bit p of a state: the first p letters are spoken for. `from_start` follows the readings that
    // began with the first character, `from_any` those that began anywhere.
    let (mut from_start, mut from_any) = (1u64, 1u64);
    let mut inside = false;
    for c in name.chars() {
        let (mut next_start, mut next_any, mut silent) = (0, 0, true);
        readings(c, |reading| {
            silent = false;
            next_start |= step(from_start, reading, sound);
            next_any |= step(from_any, reading, sound);
        });
        if silent {
            continue;
        }
        let whole = 1 << sound.len();
        if next_start & whole != 0 {
            return Some(Sounds::AtStart);
        }
        inside |= next_any & whole != 0;
        (from_start, from_any) = (next_start, next_any | 1);
    }
    inside.then_some(Sounds::Inside)
}

/// The states after a character with this reading: its initial, all of it, or (at the end) the
/// beginning of it.
fn step(states: u64, reading: &[u8], sound: &[u8]) -> u64 {
    let mut next = 0;
    let mut rest = states;
    while rest != 0 {
        let at = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        let Some(left) = sound.get(at..).filter(|left| !left.is_empty()) else { continue };
        if left[0] == reading[0] {
            next |= 1 << (at + 1);
        }
        if left.starts_with(reading) {
            next |= 1 << (at + reading.len());
        } else if reading.starts_with(left) {
            next |= 1 << sound.len();
        }
    }
    next
}

/// Every syllable that is the reading of some character, without tone.
static SYLLABLES: LazyLock<BTreeSet<Vec<u8>>> = LazyLock::new(|| {
    let mut syllables = BTreeSet::new();
    for c in '\u{4E00}'..='\u{9FFF}' {
        readings(c, |reading| {
            syllables.insert(reading.to_vec());
        });
    }
    syllables
});

/// How many ways of dividing a sound into characters are found, and how many of them are tried.
const WAYS_FOUND: usize = 512;
const WAYS_TRIED: usize = 12;

/// The likeliest ways a sound may divide into characters, each as the initials of those characters:
/// those with the fewest characters, and letter by letter. The last piece may be the beginning of a
/// syllable.
pub(super) fn ways(sound: &[u8]) -> Vec<Vec<u8>> {
    let mut found = BTreeSet::new();
    divide(sound, &mut Vec::new(), &mut found);
    let mut ways: Vec<Vec<u8>> = found.into_iter().map(|(_, way)| way).take(WAYS_TRIED).collect();
    if !ways.iter().any(|way| way == sound) {
        ways.push(sound.to_vec());
    }
    ways
}

fn divide(left: &[u8], initials: &mut Vec<u8>, found: &mut BTreeSet<(usize, Vec<u8>)>) {
    if found.len() >= WAYS_FOUND {
        return;
    }
    if left.is_empty() {
        found.insert((initials.len(), initials.clone()));
        return;
    }
    initials.push(left[0]);
    // The longest pieces first: people who type syllables type all of each.
    for length in (1..=left.len().min(6)).rev() {
        let piece = &left[..length];
        let begins = |piece: &[u8]| {
            SYLLABLES.range(piece.to_vec()..).next().is_some_and(|syllable| syllable.starts_with(piece))
        };
        let fits = SYLLABLES.contains(piece)
            || (length == 1 && begins(piece))
            || (length == left.len() && begins(piece));
        if fits {
            divide(&left[length..], initials, found);
        }
    }
    initials.pop();
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Sounds, initials, matches, ways};

    #[test]
    fn names_are_found_by_their_sound() {
        for (name, sound, found) in [
            ("武汉大学", "whdx", Some(Sounds::AtStart)),
            ("武汉大学", "wuhandaxue", Some(Sounds::AtStart)),
            ("武汉大学", "wuhandx", Some(Sounds::AtStart)),
            ("武汉大学", "wuhandax", Some(Sounds::AtStart)),
            ("武汉大学", "daxue", Some(Sounds::Inside)),
            ("武汉大学", "dx", Some(Sounds::Inside)),
            ("重庆路", "cql", Some(Sounds::AtStart)),
            ("重庆路", "zhongqing", Some(Sounds::AtStart)),
            ("绿地中心", "lvdi", Some(Sounds::AtStart)),
            ("西安路", "xianlu", Some(Sounds::AtStart)),
            ("第一医院(东区)", "dyyydq", Some(Sounds::AtStart)),
            ("A座3号", "az3h", Some(Sounds::AtStart)),
            ("武汉大学", "xd", None),
            ("武汉大学", "whdxs", None),
            ("", "wh", None),
        ] {
            assert_eq!(matches(name, sound.as_bytes()), found, "{name} {sound}");
        }
    }

    #[test]
    fn a_sound_divides_into_characters() {
        let of = |sound: &str| {
            ways(sound.as_bytes()).into_iter().map(|way| String::from_utf8(way).unwrap()).collect::<Vec<_>>()
        };
        assert!(of("wuhan").contains(&"wh".to_owned()));
        assert!(of("whdx").contains(&"whdx".to_owned()));
        assert!(of("xian").contains(&"x".to_owned()) && of("xian").contains(&"xa".to_owned()));
        assert!(of(&"zhangjiajie".repeat(5)).len() <= 13);
        assert!(of("ktv").contains(&"ktv".to_owned()), "no syllable begins with v, a name may");
        assert_eq!(initials('长').into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(*b"cz"));
    }
}
