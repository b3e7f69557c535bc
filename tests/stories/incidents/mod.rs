//! The incidents room: from the call to the closed case, whatever comes between.

mod areas_follow;
mod call_to_closed_case;
mod given_back;
mod handed_over;
mod held;
mod merged;
mod parked;
mod radio;
mod recalled;
mod same_team;
mod sent_twice;
mod stale_version;
mod township;
mod unavailable;
mod whistled_for;
