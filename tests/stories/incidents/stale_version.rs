//! Two people edit one thing.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::records::Team;

/// See: whoever edits what has changed meanwhile is told so, looks again, and loses nobody's work.
fn a_case_edited_by_two_keeps_both_edits(day: &Day) -> Told {
    let (one, two) = (day.officer("centre-1"), day.officer("centre-2"));
    let call = one.takes(Call::about(Spot::Market))?;
    let (seen_by_one, seen_by_two) = (one.sees(&call), two.sees(&call));
    one.writes_address(&seen_by_one, "解放大道北侧")?;

    let refused = two.writes_address(&seen_by_two, "市场南门").unwrap_err();
    let now = two.sees(&call);
    assert_eq!(
        (refused.code.as_str(), &refused.params["current"]),
        ("stale_version", &now.version.to_string())
    );
    assert_eq!(now.address.as_deref(), Some("解放大道北侧"));
    two.writes_address(&now, "解放大道北侧, 市场南门")?;
    assert_eq!(one.sees(&call).address.as_deref(), Some("解放大道北侧, 市场南门"));
    // Sending a team changes the case as well.
    let before = one.sees(&call);
    two.sends("西一队", &call)?;
    assert_eq!(one.writes_address(&before, "北侧").unwrap_err().code, "stale_version");
    Ok(())
}

told_three_times!(a_case_edited_by_two_keeps_both_edits);

/// See: the same holds for a team's record, and a new record takes nobody's call sign.
fn a_record_edited_from_an_old_copy_is_refused(day: &Day) -> Told {
    let (one, two) = (day.administrator("admin-1"), day.administrator("admin-2"));
    let copy = one.sees_team("西一队").record;
    one.saves(Team { phone: Some("027-1".to_owned()), ..copy.clone() })?;
    let late = two.saves(Team { name: "西街第一队".to_owned(), ..copy.clone() });
    assert_eq!(late.unwrap_err().code, "stale_version");

    let now = two.sees_team("西一队").record;
    two.saves(Team { name: "西街第一队".to_owned(), ..now })?;
    let both = one.sees_team("西一队").record;
    assert_eq!((both.name.as_str(), both.phone.as_deref()), ("西街第一队", Some("027-1")));
    assert_eq!(two.saves(Team { version: 0, ..copy }).unwrap_err().code, "code_taken");
    Ok(())
}

told_three_times!(a_record_edited_from_an_old_copy_is_refused);
