//! Real layers as territories: some thousand edits, with a look at everything now and then.

#[path = "../benches/scenario/edits.rs"]
mod edits;
#[path = "territory_common/layer.rs"]
mod layer;
#[path = "../benches/scenario/mod.rs"]
mod scenario;

use edits::{DECIDE, Times, any_edit};
use geo_core::territory::{Check, Territory};
use scenario::{Dice, Stopwatch};

const EDITS: usize = 2_000;
/// Edits from one look at everything to the next.
const BETWEEN: usize = 400;

#[test]
fn real_layers_stay_sound_under_many_edits() {
    for layer in layer::LAYERS {
        let Some(mut territory) = layer.territory() else { continue };
        let records = territory.records();
        let start = Stopwatch::start();
        let again = Territory::from_records(records, Check::Links).unwrap();
        println!("{}: {:?}, loaded in {:.3} s", layer.name, territory.counts(), start.seconds());
        assert_eq!(again.hash(), territory.hash());
        let (mut dice, mut times) = (Dice(11), Times::default());
        for number in 0..EDITS {
            if number % BETWEEN == 0 {
                let start = std::time::Instant::now();
                assert_eq!(territory.validate(), [], "{} after {number} edits", layer.name);
                println!("full validation: {:.3} s by the clock", start.elapsed().as_secs_f64());
            }
            let (kind, edit) = any_edit(&territory, &mut dice, layer.reach());
            times.measure(&mut territory, kind, &edit);
        }
        assert_eq!(territory.validate(), []);
        let done = times.count(DECIDE);
        assert!(done > EDITS / 3, "{}: only {done} edits were accepted", layer.name);
        times.print();
    }
}
