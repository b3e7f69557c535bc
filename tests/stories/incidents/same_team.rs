//! Two officers reach for one team.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::IncidentState;

/// See: the second officer is told where the team is, and sends another one.
fn two_officers_send_one_team_and_the_second_learns_where_it_is(day: &Day) -> Told {
    let (one, two) = (day.officer("centre-1"), day.officer("centre-2"));
    let quarrel = one.takes(Call::about(Spot::Market))?;
    let other = two.takes(Call::about(Spot::School))?;
    one.sends("西一队", &quarrel)?;

    let refused = two.sends("西一队", &other).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["team"].as_str()), ("team_busy", "西一队"));
    assert_eq!(refused.params["incident"], quarrel.as_str());
    assert_eq!(two.where_is("西一队"), Some(quarrel.clone()));
    assert_eq!(two.state(&other), IncidentState::Opened);
    // To the same incident it need not be sent again either.
    assert_eq!(two.sends("西一队", &quarrel).unwrap_err().code, "already_assigned");

    two.sends("西二队", &other)?;
    assert_eq!(one.where_is("西二队"), Some(other.clone()));
    assert_eq!(one.tasks(&other), ["西二队 assigned"]);
    assert_eq!(one.tasks(&quarrel), ["西一队 assigned"]);
    Ok(())
}

told_three_times!(two_officers_send_one_team_and_the_second_learns_where_it_is);
