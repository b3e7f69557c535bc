//! Random but valid scenarios on a plane, from a seed.

use dispatch::Profile;
use dispatch::simulate::{
    Call, Chooser, Free, Limits, Nanoseconds, OnPlane, PlaceAt, QuietShare, Scenario, Sending, Then,
    TimeTable, Unit, WayBack,
};
use geo_core::Metres;
use std::cell::RefCell;

/// SplitMix64 (Steele et al. 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// How large a case is.
#[derive(Clone, Copy)]
pub struct Shape {
    pub places: u32,
    pub units: u64,
    pub calls: u64,
    /// Within how many minutes they come in.
    pub within: u64,
}

pub const MIDDLING: Shape = Shape { places: 25, units: 4, calls: 40, within: 600 };
pub const SMALL: Shape = Shape { places: 6, units: 3, calls: 4, within: 60 };
/// More units than calls, far apart in what they do.
pub const AMPLE: Shape = Shape { places: 8, units: 4, calls: 3, within: 20 };

pub fn minutes(count: f64) -> Nanoseconds {
    Nanoseconds::MINUTE.times(count).unwrap()
}

/// Places scattered over 20 × 20 km; a way takes a minute for a kilometre, and up to half as much again.
pub fn table(dice: &mut Dice, places: u32) -> TimeTable {
    let spots: Vec<(f64, f64)> =
        (0..places).map(|_| (dice.below(20_000) as f64, dice.below(20_000) as f64)).collect();
    let mut urgent = Vec::new();
    for (row, from) in spots.iter().enumerate() {
        for (column, to) in spots.iter().enumerate() {
            let straight = (from.0 - to.0).hypot(from.1 - to.1) / 1000.0;
            let detour = 1.0 + dice.below(50) as f64 / 100.0;
            // Half the cases are rounded to minutes, so that many things happen at once.
            let time = if dice.0.is_multiple_of(2) { straight * detour } else { (straight * detour).ceil() };
            urgent.push(if row == column { Nanoseconds::ZERO } else { minutes(time) });
        }
    }
    let at = |(x, y)| OnPlane { x: Metres(x), y: Metres(y) };
    TimeTable::new(spots.into_iter().map(at).collect(), urgent, QuietShare::new(0.8).unwrap()).unwrap()
}

pub fn unit(number: u64, base: PlaceAt) -> Unit<PlaceAt> {
    Unit { team: format!("T{number:03}").parse().unwrap(), profile: Profile::Car, base }
}

pub fn draw(seed: u64, shape: Shape) -> (Scenario<PlaceAt>, TimeTable) {
    let mut dice = Dice(seed);
    let ways = table(&mut dice, shape.places);
    let place = |dice: &mut Dice| PlaceAt(dice.below(u64::from(shape.places)) as u32);
    let units = (0..shape.units).map(|number| unit(number, place(&mut dice))).collect();
    let call = |number| Call {
        incident: format!("C{number:03}").parse().unwrap(),
        at: minutes(dice.below(shape.within) as f64),
        place: place(&mut dice),
        on_scene: minutes(dice.below(30) as f64),
        then: match dice.below(2) {
            0 => Then::Free,
            _ => Then::Deliver { stay: minutes(dice.below(20) as f64) },
        },
    };
    let calls = (0..shape.calls).map(call).collect();
    let destinations = (0..dice.below(3)).map(|_| place(&mut dice)).collect();
    let way_back = if dice.below(2) == 0 { WayBack::MayBeSent } else { WayBack::BaseFirst };
    (Scenario { units, calls, destinations, way_back, limits: Limits::default() }, ways)
}

/// The same in another order.
pub fn shuffled(mut scenario: Scenario<PlaceAt>, seed: u64) -> Scenario<PlaceAt> {
    let mut dice = Dice(seed);
    for end in (1..scenario.calls.len()).rev() {
        scenario.calls.swap(end, dice.below(end as u64 + 1) as usize);
    }
    for end in (1..scenario.units.len()).rev() {
        scenario.units.swap(end, dice.below(end as u64 + 1) as usize);
    }
    scenario
}

/// Sends whom it pleases, sometimes nobody though somebody is free; in the end everybody is served, for a call that
/// waits is asked about again whenever something happens, and when one call is left it is served.
pub struct Whim(pub RefCell<Dice>);

impl<P> Chooser<P> for Whim {
    fn choose(&self, waiting: &[&Call<P>], free: &[Free<'_, P>]) -> Vec<Sending> {
        let mut dice = self.0.borrow_mut();
        let (call, unit) = (dice.below(waiting.len() as u64), dice.below(free.len() as u64));
        vec![Sending { call: call as usize, unit: unit as usize }]
    }
}
