//! Points, roads and buildings on tiles, seen through the public door.

mod support;

use geo_core::AreaCode;
use std::collections::BTreeSet;
use std::sync::Arc;
use support::{Read, at, read, rectangle};
use tiles::{
    FootprintFeature, FootprintLayer, Layer, LineLayer, PointFeature, PointKind, PointLayer, Rank, RoadClass,
    RoadFeature, Source, TileId, Value, Visible,
};

fn point(id: u64, kind: PointKind, lon: f64, lat: f64, area: Option<&str>) -> PointFeature {
    PointFeature {
        id,
        kind,
        position: at(lon, lat),
        area: area.map(|code| AreaCode::new(code).unwrap()),
        rank: Rank(id as u32),
        properties: vec![("name", Value::from(format!("点{id}"))), ("pole", Value::from("P-17"))],
    }
}

fn tile_at(lon: f64, lat: f64, z: u8) -> TileId {
    TileId::containing(at(lon, lat), z).unwrap()
}

#[test]
fn a_camera_point_is_a_dot_and_nothing_else() {
    let points = [
        point(7, PointKind::CameraPoint, 114.305, 30.59, Some("420102001")),
        point(7, PointKind::SensingPoint, 114.305, 30.59, Some("420102001")),
    ];
    let layer = PointLayer::build(Source::Points, points);
    let bytes = layer.tile(tile_at(114.305, 30.59, 17), Visible::Everything);
    let features = read(&bytes);
    let camera = features.iter().find(|f| f.layer == "camera_point").unwrap();
    assert_eq!((camera.id, camera.properties.len()), (None, 0));
    let sensing = features.iter().find(|f| f.layer == "sensing_point").unwrap();
    assert_eq!((sensing.id, sensing.get("name"), sensing.get("pole")), (Some(7), Some("点7"), Some("P-17")));
    // Nor does the description of the layer tell what cameras could have.
    let description = layer.describe();
    let cameras = description.vector_layers.iter().find(|l| l.name == "camera_point").unwrap();
    assert_eq!(cameras.fields.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["count"]);
}

/// What the four tiles around a corner show of clusters, without what they repeat in their margins.
fn own(layer: &PointLayer, tile: TileId, visible: Visible<'_>) -> Vec<Read> {
    let inside =
        |f: &Read| f.paths.iter().flatten().all(|(x, y)| (0..4096).contains(x) && (0..4096).contains(y));
    read(&layer.tile(tile, visible)).into_iter().filter(inside).collect()
}

#[test]
fn every_point_is_counted_once_at_every_zoom() {
    let spread =
        |i: u64| (114.2 + (i * 7919 % 1000) as f64 * 2e-4, 30.5 + (i * 104_729 % 1000) as f64 * 2e-4);
    let points = (0..2000).map(|i| {
        let (lon, lat) = spread(i);
        point(i, PointKind::SensingPoint, lon, lat, Some(if lon < 114.3 { "420102001" } else { "420102002" }))
    });
    let layer = PointLayer::build(Source::Points, points);
    let east = |code: &AreaCode| code.as_str() == "420102002";
    let expected_east = (0..2000).filter(|i| spread(*i).0 >= 114.3).count() as u64;
    for z in PointKind::SensingPoint.minimum_zoom()..=16 {
        let tiles: BTreeSet<TileId> = (0..2000).map(spread).map(|(lon, lat)| tile_at(lon, lat, z)).collect();
        let total = |visible: Visible<'_>| -> u64 {
            let features = tiles.iter().flat_map(|tile| own(&layer, *tile, visible));
            features.map(|f| f.get("count").map_or(1, |count| count.parse().unwrap())).sum()
        };
        assert_eq!(total(Visible::Everything), 2000, "zoom {z}");
        assert_eq!(
            total(Visible::Where(&east)),
            expected_east,
            "zoom {z}: counts are those of one's own area"
        );
    }
}

#[test]
fn a_point_without_area_shows_to_those_who_see_everything() {
    let layer = PointLayer::build(Source::Points, [point(1, PointKind::Depot, 114.3, 30.6, None)]);
    let tile = tile_at(114.3, 30.6, 14);
    assert_eq!(read(&layer.tile(tile, Visible::Everything)).len(), 1);
    assert!(layer.tile(tile, Visible::Where(&|_| true)).is_empty());
}

#[test]
fn the_important_place_of_a_crowd_stays() {
    let places =
        (0..50).map(|i| point(i, PointKind::Place, 114.3 + i as f64 * 1e-6, 30.6, Some("420102001")));
    let layer = PointLayer::build(Source::Places, places);
    let few = read(&layer.tile(tile_at(114.3, 30.6, 14), Visible::Everything));
    assert_eq!(few.len(), 1);
    assert_eq!((few[0].id, few[0].get("rank")), (Some(0), Some("0")));
    assert_eq!(read(&layer.tile(tile_at(114.3, 30.6, 16), Visible::Everything)).len(), 50);
}

#[test]
fn roads_show_from_the_zoom_of_their_class() {
    let line = [at(114.30, 30.60), at(114.3050, 30.6001), at(114.31, 30.60)];
    let roads = RoadClass::ALL.iter().zip(0..).map(|(class, id)| RoadFeature {
        id,
        class: *class,
        name: (*class == RoadClass::Primary).then(|| Arc::from("解放大道")),
        line: &line,
    });
    let layer = LineLayer::build(roads);
    for z in 4..=17 {
        let features = read(&layer.tile(tile_at(114.305, 30.6, z), Visible::Everything));
        let expected = RoadClass::ALL.iter().filter(|class| class.minimum_zoom() <= z).count();
        assert_eq!(features.len(), expected, "zoom {z}");
        // The widest is drawn last, on top.
        assert!(features.last().is_none_or(|last| last.get("class") == Some("motorway")));
        for feature in features {
            assert_eq!(feature.get("name").is_some(), feature.get("class") == Some("primary"));
        }
    }
}

#[test]
fn a_road_runs_on_in_the_next_tile() {
    let line: Vec<_> =
        (0..200).map(|i| at(114.2 + f64::from(i) * 1e-3, 30.6 + f64::from(i % 7) * 1e-3)).collect();
    let layer = LineLayer::build([RoadFeature { id: 1, class: RoadClass::Trunk, name: None, line: &line }]);
    for z in 7..=18 {
        let west = tile_at(114.3, 30.603, z);
        let Ok(east) = TileId::new(z, west.x() + 1, west.y()) else { continue };
        let crossing = |tile: TileId, side: i64| -> BTreeSet<i64> {
            let features = read(&layer.tile(tile, Visible::Everything));
            let segments = features.iter().flat_map(|f| &f.paths).flat_map(|path| path.windows(2));
            segments
                .filter(|pair| (pair[0].0 < side) != (pair[1].0 < side))
                .map(|pair| {
                    let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
                    ((ay as f64) + (by - ay) as f64 * (side - ax) as f64 / (bx - ax) as f64).round() as i64
                })
                .collect()
        };
        let (left, right) = (crossing(west, 4096), crossing(east, 0));
        assert_eq!(left.len(), right.len(), "zoom {z}");
        assert!(left.iter().zip(&right).all(|(a, b)| (a - b).abs() <= 1), "zoom {z}: {left:?} {right:?}");
    }
}

#[test]
fn buildings_show_when_close() {
    let (near, far) =
        (rectangle(114.3000, 30.6000, 114.3004, 30.6003), rectangle(114.4, 30.6, 114.4004, 30.6003));
    let building =
        |id, shape| FootprintFeature { id, shape, properties: vec![("households", Value::from(36_u32))] };
    let layer = FootprintLayer::build([building(1, &near), building(2, &far)]);
    assert!(layer.tile(tile_at(114.3002, 30.6001, 13), Visible::Everything).is_empty());
    for z in 14..=20 {
        let features = read(&layer.tile(tile_at(114.3002, 30.6001, z), Visible::Where(&|_| false)));
        assert_eq!(features.len(), 1, "zoom {z}: buildings are base map, for everybody");
        assert_eq!((features[0].id, features[0].get("households")), (Some(1), Some("36")));
    }
}

#[test]
fn empty_layers_are_empty_everywhere() {
    let tile = TileId::new(0, 0, 0).unwrap();
    assert!(PointLayer::build(Source::Points, []).tile(tile, Visible::Everything).is_empty());
    assert!(LineLayer::build([]).tile(tile, Visible::Everything).is_empty());
    assert!(FootprintLayer::build([]).tile(tile, Visible::Everything).is_empty());
    assert_eq!(LineLayer::build([]).describe().bounds, None);
}
