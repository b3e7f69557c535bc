//! Tables and the nearest of many: the same as asking one by one.

use crate::real::{Dice, data};
use dispatch::roads::{NearSource, Profile, RoadNetwork, Router, TravelTimes};
use geo_core::Position;

/// Positions near roads, some right on nodes, some far out.
fn positions(router: &Router, dice: &mut Dice, count: usize) -> Vec<Position> {
    let places: Vec<Position> = router.network().lines().flat_map(|road| road.line).collect();
    let pick = |dice: &mut Dice| {
        let place = places[dice.roll(places.len() as u64) as usize];
        match dice.roll(4) {
            0 => place,
            1 => Position::from_e7(place.lon_e7() + 900_000, place.lat_e7()).unwrap(),
            _ => dice.near(place),
        }
    };
    (0..count).map(|_| pick(dice)).collect()
}

fn router(name: &str) -> Option<Router> {
    Some(Router::new(RoadNetwork::from_osm_file(&data(name)?, &mut |_| {}).unwrap()))
}

#[test]
fn a_table_is_what_single_questions_say() {
    for name in ["roads-small/monaco.osm.pbf", "roads-small/sf-downtown.osm.pbf"] {
        let Some(router) = router(name) else { return };
        let mut dice = Dice(5);
        for profile in Profile::ALL {
            let mut sources = positions(&router, &mut dice, 90);
            let targets = [positions(&router, &mut dice, 40), sources[..10].to_vec()].concat();
            sources.extend(targets[..7].iter().map(|&target| dice.near(target)));
            let table = router.table(profile, &sources, &targets);
            assert_eq!(table.size(), (97, 50));
            for (column, &target) in targets.iter().enumerate() {
                let row: Vec<_> = (0..sources.len()).map(|row| table.travel(row, column)).collect();
                assert_eq!(
                    row,
                    router.travel_to(profile, target, &sources),
                    "{name} {profile:?} to {target}"
                );
            }
        }
        assert_eq!(router.table(Profile::Car, &[], &[]).size(), (0, 0));
    }
}

#[test]
fn the_nearest_are_the_first_of_all_by_time() {
    let Some(router) = router("roads-small/monaco.osm.pbf") else { return };
    let mut dice = Dice(6);
    for profile in Profile::ALL {
        let sources = positions(&router, &mut dice, 400);
        for count in [0, 1, 5, 1000] {
            let target = dice.near(sources[count % 7]);
            let metric = router.metric(profile);
            let mut all: Vec<NearSource> = router
                .travel_to(profile, target, &sources)
                .into_iter()
                .enumerate()
                .filter(|(_, travel)| travel.total().is_some())
                .map(|(source, travel)| NearSource { source, travel })
                .collect();
            all.sort_by_key(|near| (near.travel.total(), near.source));
            all.truncate(count);
            assert_eq!(router.nearest_to(metric, target, &sources, count), all, "{profile:?} {count}");
        }
    }
}
