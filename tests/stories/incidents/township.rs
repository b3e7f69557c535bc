//! An officer of one township.

use crate::district::{DISTRICT, EAST, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::TaskState;

/// See: the other township's incidents and teams are not there when looked for, and refused when reached for.
fn an_officer_of_one_township_neither_sees_nor_touches_the_other(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let (west, east) = (day.officer_of(WEST, "west-1"), day.officer_of(EAST, "east-1"));
    let theirs = east.takes(Call::about(Spot::School))?;
    let mine = west.takes(Call::about(Spot::Market))?;

    assert_eq!((west.open_incidents(), east.open_incidents()), (vec![mine.clone()], vec![theirs.clone()]));
    assert_eq!(west.teams(), ["西一队", "西二队"]);
    assert_eq!((west.finds(&theirs), west.finds_team("东一队")), (None, None));
    assert_eq!(west.locates(Spot::Market), [DISTRICT, WEST]);
    assert_eq!(west.locates(Spot::School), [""; 0]);

    for (deed, reached) in [
        ("taking a call", west.takes(Call::about(Spot::School)).map(drop)),
        ("opening their case", west.opens(&theirs)),
        ("sending mine to them", west.sends("西一队", &theirs)),
        ("sending theirs to me", west.sends("东一队", &mine)),
        ("parking", west.parks(&theirs, "等")),
        ("closing", west.closes(&theirs, "完")),
        ("giving a call away", west.merges(&mine, &theirs)),
        ("taking a call over", west.merges(&theirs, &mine)),
        ("taking a team out", west.takes_out("东一队", Some("吃饭"))),
    ] {
        assert_eq!(reached.expect_err(deed).code, "outside_scope", "{deed}");
    }
    let nowhere = "20261122-0099".parse().unwrap();
    assert_eq!(west.closes(&nowhere, "完").unwrap_err().code, "unknown_incident");
    assert_eq!(west.sends("九队", &mine).unwrap_err().code, "unknown_team");
    assert_eq!(west.takes_out("九队", Some("吃饭")).unwrap_err().code, "unknown_team");
    assert_eq!(west.saves(west.sees_team("西一队").record).unwrap_err().code, "not_allowed");

    // Lent by the centre, the west's team works in the east: its own officer sees that it is away, and its device
    // reports from there.
    centre.sends("西一队", &theirs)?;
    assert_eq!(west.where_is("西一队"), Some(theirs.clone()));
    day.device("西一队").reports(&theirs, TaskState::OnScene)?;
    assert_eq!(east.tasks(&theirs), ["西一队 on_scene"]);
    assert_eq!((west.finds(&theirs), east.finds_team("西一队")), (None, None));
    Ok(())
}

told_three_times!(an_officer_of_one_township_neither_sees_nor_touches_the_other);
