//! The night shift ends.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: until the morning shift takes it by name, the case is the night shift's.
fn a_case_changes_hands_when_the_next_one_takes_it(day: &Day) -> Told {
    let (night, morning) = (day.officer("night"), day.officer("morning"));
    let quarrel = night.takes(Call::about(Spot::Market))?;
    let own = morning.takes(Call::about(Spot::School))?;
    assert_eq!(night.sees(&quarrel).keeper.as_deref(), Some("night"));
    assert_eq!(night.hands_over(&[&own]).unwrap_err().code, "not_keeper");
    assert_eq!(night.hands_over(&[]).unwrap_err().code, "nothing_to_hand_over");

    night.hands_over(&[&quarrel])?;
    let waits = morning.sees(&quarrel);
    assert_eq!(
        (waits.keeper.as_deref(), waits.waiting.map(|waiting| waiting.from)),
        (Some("night"), Some("night".to_owned()))
    );
    assert_eq!(night.takes_over("H-0001").unwrap_err().code, "handover_own");
    assert_eq!(morning.takes_over("H-0009").unwrap_err().code, "unknown_handover");

    day.minutes(5);
    morning.takes_over("H-0001")?;
    let taken = night.sees(&quarrel);
    assert_eq!((taken.keeper.as_deref(), taken.waiting), (Some("morning"), None));
    assert_eq!(morning.takes_over("H-0001").unwrap_err().code, "handover_taken");
    Ok(())
}

told_three_times!(a_case_changes_hands_when_the_next_one_takes_it);
