//! GCJ-02 and BD-09 against the reference of several implementations, and their inverses.

use geo_core::Datum;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_nowhere(lon in 73.0..137.0f64, lat in 1.0..55.0f64) {
        for datum in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
            let [back_lon, back_lat] = datum.to_wgs84(datum.from_wgs84([lon, lat]));
            prop_assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9, "{datum:?} {back_lon} {back_lat}");
        }
    }
}

#[test]
fn outside_china_nothing_is_shifted() {
    for place in [[-8.6291, 41.1579], [151.2093, -33.8688], [37.6173, 55.7558]] {
        assert_eq!(Datum::Gcj02.from_wgs84(place), place);
        assert_eq!(Datum::Gcj02.to_wgs84(place), place);
    }
}

#[test]
fn the_reference_is_met_where_implementations_agree() {
    let folder = std::env::var("MUSTER_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_owned());
    let Ok(text) = std::fs::read_to_string(format!("{folder}/gcj02/gcj02_reference.csv")) else {
        println!("skipped: no reference for GCJ-02 under {folder}");
        return;
    };
    let (mut rows, mut widest) = (0, 0f64);
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let number = |place: usize| cells[place].parse::<f64>().unwrap();
        let (wgs84, gcj02, bd09) = ([number(1), number(2)], [number(3), number(4)], [number(5), number(6)]);
        let off = |got: [f64; 2], expected: [f64; 2]| {
            (got[0] - expected[0]).abs().max((got[1] - expected[1]).abs())
        };
        for (got, expected) in [
            (Datum::Gcj02.from_wgs84(wgs84), gcj02),
            (Datum::Bd09.from_wgs84(wgs84), bd09),
            (Datum::Gcj02.to_wgs84(gcj02), wgs84),
            (Datum::Bd09.to_wgs84(bd09), wgs84),
        ] {
            assert!(off(got, expected) < 1e-7, "{}: {got:?} for {expected:?}", cells[0]);
            widest = widest.max(off(got, expected));
        }
        rows += 1;
    }
    println!("{rows} places, widest difference {widest:.1e} degrees");
    assert!(rows >= 200);
}
