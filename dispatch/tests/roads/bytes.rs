//! Networks as bytes: the same answers after loading, and an error for whatever else is given.

use crate::real::{Dice, data};
use dispatch::roads::{OsmWay, Profile, RoadNetwork, RoadsError, Router, TravelTimes};
use geo_core::Position;
use sha2::{Digest, Sha256};

fn network() -> RoadNetwork {
    let at = |id: i64, lon, lat| (id, Position::from_e7(lon, lat).unwrap());
    let nodes = vec![at(1, 0, 0), at(2, 9_000, 0), at(3, 9_000, 9_000), at(4, 0, 9_000), at(5, 20_000, 0)];
    let way = |id, nodes: &[i64], name: &str| OsmWay {
        id,
        nodes: nodes.to_vec(),
        tags: vec![("highway".into(), "tertiary".into()), ("name".into(), name.into())],
    };
    RoadNetwork::build(nodes, vec![way(-3, &[1, 2, 3, 4, 1], "江汉路"), way(8, &[2, 5], "")]).unwrap()
}

/// Puts the right checksum on a changed body, so that the checks behind it are met.
fn reseal(bytes: &mut [u8]) {
    let hash = Sha256::digest(&bytes[44..]);
    bytes[12..44].copy_from_slice(&hash);
}

#[test]
fn a_loaded_network_is_the_same() {
    let network = network();
    let bytes = network.to_bytes();
    let loaded = RoadNetwork::from_bytes(&bytes).unwrap();
    assert_eq!(loaded.version(), network.version());
    assert_eq!(loaded.stats(), network.stats());
    assert!(loaded.lines().eq(network.lines()));
    assert_eq!(loaded.to_bytes(), bytes);
}

#[test]
fn liechtenstein_answers_alike_after_loading() {
    let Some(pbf) = data("roads-small/liechtenstein.osm.pbf") else { return };
    let fresh = RoadNetwork::from_osm_file(&pbf, &mut |_| {}).unwrap();
    let loaded = RoadNetwork::from_bytes(&fresh.to_bytes()).unwrap();
    assert_eq!(loaded.stats(), fresh.stats());
    let (fresh, loaded) = (Router::new(fresh), Router::new(loaded));
    assert_eq!(fresh.basis(), loaded.basis());
    let places: Vec<Position> = fresh.network().lines().map(|road| road.line[0]).step_by(97).collect();
    for profile in Profile::ALL {
        for &target in places.iter().take(5) {
            assert_eq!(fresh.travel_to(profile, target, &places), loaded.travel_to(profile, target, &places));
        }
    }
}

#[test]
fn other_bytes_and_other_versions_are_refused() {
    let bytes = network().to_bytes();
    let rule = |bytes: &[u8]| match RoadNetwork::from_bytes(bytes) {
        Err(RoadsError::NotANetwork { rule, .. }) => rule,
        other => panic!("{:?}", other.map(|_| "a network")),
    };
    assert_eq!(rule(b""), "they do not begin with MUSTERRD");
    let mut old = bytes.clone();
    old[8] = 0;
    assert_eq!(rule(&old), "they are of another format version");
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(rule(&flipped), "the checksum does not match");
    for length in 0..bytes.len() {
        rule(&bytes[..length]);
    }
}

#[test]
fn hostile_bytes_with_a_right_checksum_never_panic() {
    let bytes = network().to_bytes();
    let mut dice = Dice(7);
    let (mut refused, mut taken) = (0, 0);
    for position in 44..bytes.len() {
        for value in [0u8, 1, 0x7f, 0x80, 0xff, dice.roll(256) as u8] {
            let mut changed = bytes.clone();
            changed[position] = value;
            reseal(&mut changed);
            match RoadNetwork::from_bytes(&changed) {
                Err(_) => refused += 1,
                Ok(network) => {
                    taken += 1;
                    let router = Router::new(network);
                    let places: Vec<Position> = router.network().lines().map(|road| road.line[0]).collect();
                    for profile in Profile::ALL {
                        router.travel_to(profile, places[0], &places);
                        let _ = router.route(profile, places[0], places[places.len() - 1]);
                    }
                }
            }
        }
    }
    for length in 44..bytes.len() {
        let mut cut = bytes[..length].to_vec();
        reseal(&mut cut);
        assert!(RoadNetwork::from_bytes(&cut).is_err());
    }
    assert!(refused > 100 && taken > 100, "{refused} refused, {taken} taken");
}
