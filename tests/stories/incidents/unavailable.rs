//! A team out of the draw, and a team of the wrong kind.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};

/// See: a barred team goes when the officer says why, and the case keeps the reason.
fn a_barred_team_is_sent_only_with_a_reason(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let call = centre.takes(Call::about(Spot::Market))?;
    centre.takes_out("西一队", Some("吃饭"))?;
    assert_eq!(centre.sees_team("西一队").unavailable.as_deref(), Some("吃饭"));

    let refused = centre.sends("西一队", &call).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["rules"].as_str()), ("override_needed", "unavailable"));
    assert_eq!(centre.sends_all_the_same("西一队", &call, "  ").unwrap_err().code, "override_needed");
    centre.sends_all_the_same("西一队", &call, "别无他队")?;
    let task = &centre.sees(&call).tasks[0];
    assert_eq!(task.dispatched.override_reason.as_deref(), Some("别无他队"));

    // A reason does not make two teams of one.
    let water = centre.takes(Call::about(Spot::School).flooding())?;
    assert_eq!(centre.sends_all_the_same("西一队", &water, "急").unwrap_err().code, "team_busy");
    let refused = centre.sends("东一队", &water).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.params["rules"].as_str()),
        ("override_needed", "kind_unsuited")
    );

    centre.takes_out("西一队", None)?;
    assert_eq!(centre.sees_team("西一队").unavailable, None);
    centre.recalls("西一队", &call, "换队")?;
    centre.sends("西一队", &call)?;
    assert_eq!(centre.tasks(&call), ["西一队 recalled", "西一队 assigned"]);
    Ok(())
}

told_three_times!(a_barred_team_is_sent_only_with_a_reason);
