//! Names from syllable tables. Nobody and nothing real is meant: staff all bear 演 (to play a
//! part) as first character, which is no family name.

use super::chance::Chance;

const FIRST: &[&str] = &[
    "云", "锦", "望", "临", "澄", "青", "瑞", "景", "泽", "和", "朗", "芳", "翠", "星", "晴", "嘉", "秀",
    "安", "映", "沐", "碧", "丹", "静", "远", "明", "康", "清", "浣",
];
const SECOND: &[&str] = &[
    "溪", "澜", "川", "栖", "渡", "湖", "坪", "岭", "洲", "台", "桥", "庭", "港", "苑", "林", "泉", "石",
    "沙", "塘", "浦", "畈", "汀", "丘", "原",
];
const GIVEN: &[&str] = &[
    "云", "禾", "川", "一", "木", "青", "石", "言", "舟", "竹", "星", "田", "雨", "山", "南", "北", "白",
    "风",
];
const NUMERALS: &[&str] = &["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A stock of distinct two-character names.
pub(super) struct Names {
    stock: Vec<String>,
    taken: usize,
}

impl Names {
    pub fn new(seed: u64, topic: &str) -> Self {
        let mut chance = Chance::new(seed, topic);
        let mut stock: Vec<String> = FIRST
            .iter()
            .flat_map(|first| SECOND.iter().map(move |second| format!("{first}{second}")))
            .collect();
        chance.shuffle(&mut stock);
        Self { stock, taken: 0 }
    }

    /// The next name; after all were given once, they come again with a third character.
    pub fn next(&mut self) -> String {
        let (round, place) = (self.taken / self.stock.len(), self.taken % self.stock.len());
        self.taken += 1;
        let name = &self.stock[place];
        match round {
            0 => name.clone(),
            _ => format!("{name}{}", ["东", "西", "南", "北", "中", "新"][(round - 1) % 6]),
        }
    }
}

/// The name of somebody on duty, plainly made up.
pub(super) fn staff(chance: &mut Chance) -> String {
    format!("演{}{}", chance.pick(GIVEN), chance.pick(GIVEN))
}

/// A work telephone under an area code that does not exist.
pub(super) fn telephone(chance: &mut Chance) -> String {
    format!("0000-8{:07}", chance.between(0, 10_000_000))
}

/// A number from 1 to 99 as a Chinese ordinal is written: 一, 十二, 三十.
pub(super) fn numeral(number: usize) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", NUMERALS[tens.min(9)]),
    };
    let ones = if ones == 0 && number >= 10 { "" } else { NUMERALS[ones] };
    format!("{tens}{ones}")
}

#[cfg(test)]
mod tests {
    use super::{Names, numeral};
    use std::collections::HashSet;

    #[test]
    fn names_are_distinct() {
        let mut names = Names::new(1, "streets");
        let all: HashSet<String> = (0..2000).map(|_| names.next()).collect();
        assert_eq!(all.len(), 2000);
        assert_eq!([1, 10, 12, 20, 31].map(numeral), ["一", "十", "十二", "二十", "三十一"]);
    }
}
