//! Whether imported areas fit together: ground that two claim and ground that nobody does is told, never silently
//! taken. Nothing is changed by it; what to do about it is the planner's to say.

use crate::http::Language;
use geo_core::planar::{PlanarMap, Survey, Tolerance};
use geo_core::{Position, SquareMetres};
use world::NewArea;

/// Less ground than this is not worth a word: a border of a kilometre, off by a millimetre.
const WORTH_TELLING: SquareMetres = SquareMetres(1.0);
/// How many of either kind are named one by one.
const NAMED: usize = 5;

/// What people are told, a line for each thing; nothing when all is well.
pub fn told(areas: &[NewArea], language: Language) -> Vec<String> {
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
