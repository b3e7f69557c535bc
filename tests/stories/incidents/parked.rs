//! 挂账: a case that cannot be settled now.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// See: a parked case keeps its reason, takes no team, and comes back to where it was.
fn a_case_waits_with_a_reason_and_is_taken_up_again(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let call = centre.takes(Call::about(Spot::Market))?;
    assert_eq!(centre.parks(&call, "").unwrap_err().code, "reason_missing");
    centre.parks(&call, "等产权单位答复")?;
    let parked = centre.sees(&call);
    assert_eq!((parked.state, parked.remark.as_deref()), (IncidentState::Parked, Some("等产权单位答复")));
    assert_eq!(centre.sends("西一队", &call).unwrap_err().code, "incident_parked");
    assert_eq!(centre.open_incidents(), vec![call.clone()], "it is not forgotten");

    day.minutes(24 * 60);
    let next_shift = day.officer("centre-2");
    next_shift.resumes(&call)?;
    assert_eq!(next_shift.state(&call), IncidentState::Opened);
    let resumed = next_shift.sees(&call);
    next_shift.resumes(&call)?;
    assert_eq!(next_shift.sees(&call), resumed, "it goes on already");

    next_shift.sends("西一队", &call)?;
    assert_eq!(next_shift.parks(&call, "再等").unwrap_err().code, "teams_still_bound");
    day.device("西一队").reports(&call, TaskState::Done)?;
    next_shift.parks(&call, "待复核")?;
    next_shift.resumes(&call)?;
    assert_eq!(next_shift.state(&call), IncidentState::Feedback);
    Ok(())
}

told_three_times!(a_case_waits_with_a_reason_and_is_taken_up_again);
