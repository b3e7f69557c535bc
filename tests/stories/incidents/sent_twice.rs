//! The line breaks after the click, and the request goes out again.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: one incident, one team on the way, although everything was sent twice.
fn what_is_sent_twice_is_done_once(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let call = centre.under_request("r-1").takes(Call::about(Spot::Market))?;
    day.minutes(1);
    assert_eq!(centre.under_request("r-1").takes(Call::about(Spot::Market))?, call);
    assert_eq!(centre.open_incidents(), vec![call.clone()]);

    centre.under_request("r-2").sends("西一队", &call)?;
    let sent = centre.sees(&call);
    centre.under_request("r-2").sends("西一队", &call)?;
    assert_eq!(centre.sees(&call), sent, "not even the version differs");

    // A request id is its sender's own: another officer's is another request.
    let second = day.officer("centre-2").under_request("r-1").takes(Call::about(Spot::School))?;
    assert_ne!(second, call);
    assert_eq!(centre.open_incidents(), [second, call]);
    Ok(())
}

told_three_times!(what_is_sent_twice_is_done_once);

/// See: 110 hands its call over twice, and it stays one incident, also when that is closed.
fn what_110_hands_over_twice_is_one_incident(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let hand_over = || Call::about(Spot::Market).through_110().numbered("J-4711");
    let call = centre.takes(hand_over())?;
    assert_eq!(day.officer("centre-2").takes(hand_over())?, call);
    centre.opens(&call)?;
    centre.closes(&call, "电话解决")?;
    assert_eq!(centre.takes(hand_over())?, call);
    assert_eq!((centre.open_incidents(), centre.ended_incidents()), (vec![], vec![call]));
    Ok(())
}

told_three_times!(what_110_hands_over_twice_is_one_incident);
