//! Photos of the place, what a device says of the time, and what a team writes.

use crate::support::*;
use dispatch::IncidentId;
use geo_core::Milliseconds;
use world::incidents::*;
use world::*;

fn kept(id: &str) -> VaultRef {
    VaultRef { id: id.to_owned(), keyed_hash: Hash([7; 32]) }
}

fn taken(id: &str) -> PhotoTaken {
    PhotoTaken {
        photo: kept(id),
        format: PhotoFormat::Jpeg,
        width: 800,
        height: 600,
        bytes: 90_000,
        device_at: None,
    }
}

fn add(incident: &IncidentId, team: Option<&str>, taken: PhotoTaken) -> Command {
    let team = team.map(|team| team.parse().unwrap());
    Command::Photo(Box::new(PhotoCommand::Add { incident: incident.clone(), team, taken }))
}

fn erase(incident: &IncidentId, photo: &str, reason: &str) -> Command {
    let (incident, photo, reason) = (incident.clone(), photo.to_owned(), reason.to_owned());
    Command::Photo(Box::new(PhotoCommand::Erase { incident, photo, reason }))
}

#[test]
fn a_team_that_was_sent_adds_photos_and_an_officer_erases_them() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    assert_eq!(desk.refused(device("P1"), add(&id, Some("P1"), taken("a"))), "team_not_assigned");
    desk.send(&id, "P1");
    assert_eq!(desk.refused(device("P1"), add(&id, Some("P2"), taken("a"))), "not_allowed");
    assert_eq!(desk.refused(device("P1"), add(&id, None, taken("a"))), "not_allowed");
    let ahead = PhotoTaken { device_at: Some(desk.now.after(Milliseconds::from_minutes(60))), ..taken("a") };
    desk.done(device("P1"), add(&id, Some("P1"), ahead));
    let photo = desk.incident(&id).photos[0].clone();
    assert_eq!(photo.taken.device_at, Some(desk.now), "nothing was taken later than now");
    let wide = PhotoTaken { width: LARGEST_PHOTO_SIDE + 1, ..taken("b") };
    assert_eq!(desk.refused(device("P1"), add(&id, Some("P1"), wide)), "photo_too_large");

    assert_eq!(desk.refused(device("P1"), erase(&id, "a", "不清楚")), "not_allowed");
    assert_eq!(desk.refused(officer(), erase(&id, "x", "不清楚")), "unknown_photo");
    assert_eq!(desk.refused(officer(), erase(&id, "a", "")), "reason_missing");
    desk.done(officer(), erase(&id, "a", "拍到了路人"));
    assert_eq!(desk.submit(officer(), erase(&id, "a", "再说")), Ok(vec![]), "erased once");
    assert_eq!(desk.incident(&id).photos[0].erased.as_ref().unwrap().reason, "拍到了路人");
    for n in 1..MOST_PHOTOS {
        desk.done(officer(), add(&id, None, taken(&format!("p{n}"))));
    }
    assert_eq!(desk.refused(officer(), add(&id, None, taken("z"))), "too_many_photos");
}

#[test]
fn what_a_device_says_of_the_time_is_kept_beside_the_services_time() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    let fence = desk.incident(&id).last_task(&"P1".parse().unwrap()).unwrap().fence;
    let tapped = desk.now;
    desk.later(600);
    let moves = |state, device| match move_task(&id, "P1", fence, state, Evidence::Device, None) {
        Command::MoveTask { incident, team, fence, state, evidence, reason, .. } => {
            Command::MoveTask { incident, team, fence, state, evidence, reason, device }
        }
        other => other,
    };
    let long_ago = DeviceNote { at: Some(Timestamp(0)), report: None };
    let mut wrong = desk.clone();
    wrong.done(device("P1"), moves(TaskState::Accepted, long_ago));
    let step = wrong.incident(&id).history.last().unwrap().clone();
    assert_eq!(step.device_at, Some(tapped), "nobody accepts before being sent");
    let accepted = moves(TaskState::Accepted, DeviceNote { at: Some(tapped), report: None });
    desk.done(device("P1"), accepted);
    let step = desk.incident(&id).history.last().unwrap().clone();
    assert_eq!((step.at, step.device_at), (desk.now, Some(tapped)));
    let note = DeviceNote { at: Some(desk.now.after(Milliseconds(1))), report: Some(kept("r")) };
    desk.done(device("P1"), moves(TaskState::Done, note));
    let incident = desk.incident(&id);
    assert_eq!(incident.tasks[0].report, Some(kept("r")));
    let step = incident.history.iter().rfind(|step| step.what == "task_moved").unwrap();
    assert_eq!(step.device_at, Some(desk.now), "a clock that is ahead is not believed");
}
