//! Chance from a seed: the same seed gives the same district on every machine.

/// A stream of numbers (SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of one topic, so that a change in one topic leaves the others as they are.
    pub fn new(seed: u64, topic: &str) -> Self {
        // FNV-1a keeps topics apart.
        let topic = topic.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut chance = Self(seed ^ topic);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` up to, not including, `to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        debug_assert!(from < to);
        let width = from.abs_diff(to).max(1);
        from + (self.next() % width) as i64
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: i64) -> bool {
        self.between(0, times) == 0
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.between(0, list.len() as i64) as usize]
    }

    /// A list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            let other = self.between(0, end as i64 + 1) as usize;
            list.swap(end, other);
        }
    }

    /// `total` dealt out to `count` heaps of `least` to `most` each.
    pub fn deal(&mut self, total: usize, count: usize, least: usize, most: usize) -> Vec<usize> {
        assert!(
            count * least <= total && total <= count * most,
            "{total} cannot be dealt to {count} heaps of {least} to {most}"
        );
        let mut heaps = vec![least; count];
        let mut left = total - count * least;
        while left > 0 {
            let heap = self.between(0, count as i64) as usize;
            if heaps[heap] < most {
                heaps[heap] += 1;
                left -= 1;
            }
        }
        heaps
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut one, mut two) = (Chance::new(7, "streets"), Chance::new(7, "streets"));
        assert!((0..100).all(|_| one.next() == two.next()));
        assert_ne!(Chance::new(7, "streets").next(), Chance::new(7, "rivers").next());
        assert_eq!(Chance::new(1, "x").deal(228, 48, 3, 7).iter().sum::<usize>(), 228);
    }
}
