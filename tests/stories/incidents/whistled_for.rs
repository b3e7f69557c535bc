//! 吹哨报到: those who are called to a place stay until it is over.

use crate::district::{Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: a township calls a team to its place; whoever it holds is not sent elsewhere without a reason, the case does not
/// close over its head, and once the whistle has ended everybody may go.
fn who_is_called_stays_until_it_is_over(day: &Day) -> Told {
    let (centre, west) = (day.officer("centre-1"), day.officer_of(WEST, "west-1"));
    let call = west.takes(Call::about(Spot::Market))?;
    assert_eq!(west.whistles(&call, &["东一队"]).unwrap_err().code, "outside_scope");
    west.whistles(&call, &["西一队"])?;
    centre.whistles(&call, &["东一队"])?;
    assert_eq!(centre.whistles(&call, &["东一队"]).unwrap_err().code, "already_called");

    day.minutes(10);
    west.lets_in("W-0001", "西一队", "电台报到")?;
    let elsewhere = centre.takes(Call::about(Spot::School))?;
    assert_eq!(centre.sends("西一队", &elsewhere).unwrap_err().code, "override_needed");
    centre.sends_all_the_same("西一队", &elsewhere, "更急")?;
    centre.recalls("西一队", &elsewhere, "回到现场")?;
    assert_eq!(centre.closes(&call, "好了").unwrap_err().code, "whistle_stands");

    // The deadline passes: it may still come, late.
    day.minutes(21);
    centre.lets_in("W-0002", "东一队", "刚到")?;
    west.ends_whistle("W-0001", "已处置")?;
    assert_eq!(centre.closes(&call, "好了").unwrap_err().code, "whistle_stands");
    centre.dismisses("W-0002", "东一队", "可以撤离")?;
    assert_eq!(centre.dismisses("W-0002", "东一队", "再说").unwrap_err().code, "already_released");
    centre.ends_whistle("W-0002", "已处置")?;
    centre.closes(&call, "好了")?;
    centre.sends("西一队", &elsewhere)
}

told_three_times!(who_is_called_stays_until_it_is_over);
