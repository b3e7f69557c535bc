//! Whether imported areas fit together: ground that two claim and ground that nobody does is told, never silently
//! taken. Nothing is changed by it; what to do about it is the planner's to say.

use crate::http::Language;
use geo_core::planar::{PlanarMap, Survey, Tolerance, TooTangled};
use geo_core::{Position, SquareMetres};
use world::NewArea;

/// Less ground than this is not worth a word: a border of a kilometre, off by a millimetre.
const WORTH_TELLING: SquareMetres = SquareMetres(1.0);
/// How many of either kind are named one by one.
const NAMED: usize = 5;

/// What people are told, a line for each thing; nothing when all is well. Outlines that cross without end are told as
/// such, and the import goes on: this is advice.
pub fn told(areas: &[NewArea], language: Language) -> Vec<String> {
    let shapes = (0..).zip(areas).map(|(key, new)| (key, &*new.outline));
    let Survey { overlaps, gaps, .. } = match PlanarMap::build(shapes, Tolerance::default()) {
        Ok(map) => map.survey(),
        Err(tangled) => return vec![told_tangled(tangled, language)],
    };
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

fn told_tangled(TooTangled { most }: TooTangled, language: Language) -> String {
    match language {
        Language::Chinese => format!(
            "提示: 区域边界相互交叉、重叠或并行超过 {most} 处, 未查重叠与缝隙, 原样导入; 请查看是否有重复的区域或杂乱的边界"
        ),
        Language::English => format!(
            "note: the outlines cross, cover or run along each other more than {most} times, so overlaps and gaps were not looked for; imported as they are; look for areas that are there many times, and for scribbled outlines"
        ),
    }
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
    use super::told;
    use crate::http::Language;
    use data::{AreaOptions, read_areas};
    use geo_core::Level;
    use serde_json::{Value, json};

    /// A comb of many teeth in degrees; turned, it lies across the other.
    fn comb(code: &str, turned: bool) -> Value {
        let tooth = |number: u32| {
            let at = 1e-4 * f64::from(number);
            [[at + 2e-5, 1e-5], [at + 2e-5, 0.06], [at + 6e-5, 0.06], [at + 6e-5, 1e-5]]
        };
        let ring = [[0.0, 0.0]].into_iter().chain((0..600).flat_map(tooth)).chain([[0.06, 0.0], [0.0, 0.0]]);
        let place = |[x, y]: [f64; 2]| if turned { [114.0 + y, 30.0 + x] } else { [114.0 + x, 30.0 + y] };
        json!({ "type": "Feature", "properties": { "code": code, "name": code },
            "geometry": { "type": "Polygon", "coordinates": [ring.map(place).collect::<Vec<_>>()] } })
    }

    #[test]
    fn outlines_that_cross_without_end_are_told_as_such() {
        let layer =
            json!({ "type": "FeatureCollection", "features": [comb("420102", false), comb("420103", true)] });
        let areas = read_areas(layer.to_string().as_bytes(), &AreaOptions::new(Level::District), &|_| false);
        let areas = areas.unwrap().rows;
        assert_eq!(areas.len(), 2);
        let told_in = |language| told(&areas, language);
        assert!(matches!(&told_in(Language::English)[..], [line] if line.contains("more than 250000 times")));
        assert!(matches!(&told_in(Language::Chinese)[..], [line] if line.contains("超过 250000 处")));
        assert!(told(&areas[..1], Language::English).is_empty());
    }
}
