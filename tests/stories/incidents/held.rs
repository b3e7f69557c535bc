//! Two officers, one team: who holds it decides.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: the second officer is told who holds the team, and has it once the minute is over.
fn two_officers_want_one_team_and_one_holds_it(day: &Day) -> Told {
    let (first, second) = (day.officer("centre-1"), day.officer("centre-2"));
    let market = first.takes(Call::about(Spot::Market))?;
    let school = second.takes(Call::about(Spot::School))?;
    first.holds("西一队", &market)?;

    let refused = second.sends("西一队", &school).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["holder"].as_str()), ("team_held", "centre-1"));
    assert_eq!(refused.params["seconds_left"], "60");
    assert_eq!(second.holds("西一队", &school).unwrap_err().code, "team_held");
    assert_eq!(second.lets_go("西一队", &market).unwrap_err().code, "hold_of_another");

    day.minutes(1);
    second.sends("西一队", &school)?;
    assert_eq!(first.sends("西一队", &market).unwrap_err().code, "team_busy");
    assert_eq!(first.holds("西一队", &market).unwrap_err().code, "team_busy");
    Ok(())
}

told_three_times!(two_officers_want_one_team_and_one_holds_it);
