//! Whether imported areas fit together: ground that two claim and ground that nobody does is told, never silently
//! taken. Nothing is changed by it; what to do about it is the planner's to say.

use crate::http::Language;
use geo_core::planar::{PlanarMap, Survey, Tolerance};
use geo_core::{Position, SquareMetres};
use std::sync::mpsc;
use std::time::Duration;
use world::NewArea;

/// Less ground than this is not worth a word: a border of a kilometre, off by a millimetre.
const WORTH_TELLING: SquareMetres = SquareMetres(1.0);
/// How long an import waits for the answer: a city of 50,000 grids takes seconds, a small file whose outlines cross
/// millions of times takes for ever.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How many of either kind are named one by one.
const NAMED: usize = 5;

/// What people are told, a line for each thing; nothing when all is well. When that is not known within `patience`,
/// it says so, and the import goes on: the answer is advice.
pub fn told_within(areas: &[NewArea], language: Language, patience: Duration) -> Vec<String> {
    let (sender, answer) = mpsc::channel();
    let areas = areas.to_vec();
    // Left to itself when it takes too long; it ends with the program.
    std::thread::spawn(move || sender.send(told(&areas, language)));
    waited_for(&answer, language, patience)
}

fn waited_for(answer: &mpsc::Receiver<Vec<String>>, language: Language, patience: Duration) -> Vec<String> {
    answer.recv_timeout(patience).unwrap_or_else(|_| {
        let zh = "提示: 区域边界交错过多, 未能及时查完重叠与缝隙, 原样导入";
        let en =
            "note: the outlines cross too often to look for overlaps and gaps in time; imported as they are";
        vec![language.pick(zh, en).to_owned()]
    })
}

fn told(areas: &[NewArea], language: Language) -> Vec<String> {
    let shapes = (0..).zip(areas).map(|(key, new)| (key, &*new.outline));
    let Survey { overlaps, gaps } = PlanarMap::build(shapes, Tolerance::default()).survey();
    let name = |key: &u32| areas.get(*key as usize).map_or("", |new| new.area.name.as_str());
    let overlaps: Vec<Told> = overlaps
        .iter()
        .map(|overlap| Told {
            size: overlap.size,
            place: overlap.place,
            areas: overlap.areas.iter().map(name).collect(),
        })
        .collect();
    let gaps: Vec<Told> = gaps
        .iter()
        .map(|gap| Told { size: gap.size, place: gap.place, areas: gap.around.iter().map(name).collect() })
        .collect();
    [(overlaps, language.pick("重叠", "overlaps")), (gaps, language.pick("缝隙", "gaps"))]
        .into_iter()
        .flat_map(|(faults, what)| lines(faults, what, language))
        .collect()
}

/// Ground that is claimed twice or not at all.
struct Told<'a> {
    size: SquareMetres,
    place: Position,
    areas: Vec<&'a str>,
}

fn lines(faults: Vec<Told<'_>>, what: &str, language: Language) -> Vec<String> {
    let large: Vec<Told<'_>> = faults.into_iter().filter(|told| told.size.0 >= WORTH_TELLING.0).collect();
    if large.is_empty() {
        return Vec::new();
    }
    let whole = SquareMetres(large.iter().map(|told| told.size.0).sum());
    let head = match language {
        Language::Chinese => format!("提示: {} 处{what}, 共 {whole}, 原样导入:", large.len()),
        Language::English => format!("note: {what}: {}, {whole} in all, imported as they are:", large.len()),
    };
    let each = large.iter().take(NAMED).map(|told| {
        let areas = told.areas.iter().take(4).copied().collect::<Vec<_>>().join(", ");
        let more = if told.areas.len() > 4 { ", …" } else { "" };
        format!("  {} · {} · {areas}{more}", told.size, told.place)
    });
    let rest = large.len().saturating_sub(NAMED);
    let rest = (rest > 0).then(|| match language {
        Language::Chinese => format!("  另有 {rest} 处较小的"),
        Language::English => format!("  and {rest} smaller ones"),
    });
    std::iter::once(head).chain(each).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::{PATIENCE, told_within, waited_for};
    use crate::http::Language;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn an_answer_that_is_not_there_in_time_is_not_waited_for() {
        assert!(told_within(&[], Language::English, PATIENCE).is_empty());
        let (_busy, answer) = mpsc::channel();
        let told = waited_for(&answer, Language::English, Duration::from_millis(1));
        assert!(matches!(&told[..], [line] if line.contains("cross too often")), "{told:?}");
    }
}
