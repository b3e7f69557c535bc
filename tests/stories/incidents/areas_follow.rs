//! The caller named the wrong place.

use crate::district::{DISTRICT, EAST, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: the incident changes townships, and with it who sees it; the team on its way stays on it.
fn an_incident_is_moved_and_its_areas_follow(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let (west, east) = (day.officer_of(WEST, "west-1"), day.officer_of(EAST, "east-1"));
    let call = west.takes(Call::about(Spot::Market))?;
    assert_eq!(west.sees(&call).areas.iter().map(|code| code.as_str()).collect::<Vec<_>>(), [DISTRICT, WEST]);
    west.sends("西一队", &call)?;
    assert_eq!((west.open_incidents(), east.open_incidents()), (vec![call.clone()], vec![]));

    assert_eq!(centre.moves(&call, Spot::OtherCity).unwrap_err().code, "outside_district");
    assert_eq!(west.moves(&call, Spot::School).unwrap_err().code, "outside_scope");
    centre.moves(&call, Spot::School)?;
    assert_eq!(east.sees(&call).areas.iter().map(|code| code.as_str()).collect::<Vec<_>>(), [DISTRICT, EAST]);
    assert_eq!((west.open_incidents(), east.open_incidents()), (vec![], vec![call.clone()]));
    assert_eq!(west.finds(&call), None);
    assert_eq!(west.where_is("西一队"), Some(call.clone()));

    // The east's officer has the case now; the west's team is for the west or the centre to call back.
    assert_eq!(east.recalls("西一队", &call, "换队").unwrap_err().code, "outside_scope");
    assert_eq!(west.recalls("西一队", &call, "换队").unwrap_err().code, "outside_scope");
    centre.recalls("西一队", &call, "换队")?;
    east.sends("东一队", &call)?;
    assert_eq!(centre.tasks(&call), ["西一队 recalled", "东一队 assigned"]);
    Ok(())
}

told_three_times!(an_incident_is_moved_and_its_areas_follow);
