//! A team is called back, and sent elsewhere.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// See: whoever is called back is free at once; whoever is reassigned is never free in between.
fn a_team_is_called_back_and_sent_to_the_graver_call(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let west_1 = day.device("西一队");
    let quarrel = centre.takes(Call::about(Spot::Market))?;
    assert_eq!(centre.recalls("西一队", &quarrel, "误派").unwrap_err().code, "team_not_assigned");
    centre.sends("西一队", &quarrel)?;
    assert_eq!(centre.recalls("西一队", &quarrel, " ").unwrap_err().code, "reason_missing");
    centre.recalls("西一队", &quarrel, "误派")?;
    assert_eq!((centre.state(&quarrel), centre.where_is("西一队")), (IncidentState::Opened, None));

    centre.sends("西一队", &quarrel)?;
    west_1.reports(&quarrel, TaskState::EnRoute)?;
    day.minutes(1);
    let graver = centre.takes(Call::about(Spot::School))?;
    centre.reassigns("西一队", &quarrel, &graver, "就近增援")?;
    assert_eq!(centre.tasks(&quarrel), ["西一队 recalled", "西一队 recalled"]);
    assert_eq!(centre.tasks(&graver), ["西一队 assigned"]);
    assert_eq!(centre.state(&quarrel), IncidentState::Opened);
    assert_eq!(centre.where_is("西一队"), Some(graver.clone()));

    // The device still has the old task on its screen.
    assert_eq!(west_1.reports(&quarrel, TaskState::OnScene).unwrap_err().code, "task_ended");
    west_1.reports(&graver, TaskState::Accepted)?;
    assert_eq!(centre.reassigns("西一队", &quarrel, &graver, "又").unwrap_err().code, "team_not_assigned");
    Ok(())
}

told_three_times!(a_team_is_called_back_and_sent_to_the_graver_call);
