//! Photos of the place: only the picture is kept, only those who work on it see it, and it can be erased.

use crate::support::{Answer, Browser, House, call, eventually};
use crate::whistles::phone;
use axum::body::Body;
use axum::http::Method;
use flate2::Crc;
use futures_util::{StreamExt, stream};
use geo_core::Milliseconds;
use serde_json::json;
use server::photos::{Flaw, LARGEST, stripped};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use world::Role;
use world::incidents::PhotoFormat;

/// A JPEG as a camera writes it, as far as its segments go: place and time of the shot, a thumbnail, a comment, and
/// something behind the end.
fn jpeg(orientation: u8, width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, content: &[u8]| {
        file.extend_from_slice(&[0xff, marker]);
        file.extend_from_slice(&u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        file.extend_from_slice(content);
    };
    segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0GPS 30.59,114.33".to_vec();
    exif[25] = orientation;
    segment(0xe1, &exif);
    segment(0xe2, b"ICC_PROFILE\0 secret");
    segment(0xfe, b"taken by somebody");
    segment(0xdb, &[0; 65]);
    let mut frame = vec![8];
    frame.extend_from_slice(&height.to_be_bytes());
    frame.extend_from_slice(&width.to_be_bytes());
    frame.extend_from_slice(&[1, 1, 0x11, 0]);
    segment(0xc0, &frame);
    segment(0xc4, &[0; 19]);
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    file.extend_from_slice(&[1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9]);
    file.extend_from_slice(b"<script>alert(1)</script>");
    file
}

fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in chunks {
        file.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        let mut crc = Crc::new();
        crc.update(*kind);
        crc.update(content);
        file.extend_from_slice(*kind);
        file.extend_from_slice(content);
        file.extend_from_slice(&crc.sum().to_be_bytes());
    }
    file
}

const HEADER: &[u8] = b"\0\0\0\x04\0\0\0\x03\x08\0\0\0\0";

fn holds(file: &[u8], text: &[u8]) -> bool {
    file.windows(text.len()).any(|window| window == text)
}

#[test]
fn what_is_not_the_picture_is_left_out_and_how_it_is_turned_is_kept() {
    for (orientation, size) in [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))] {
        let photo = stripped(&jpeg(orientation, 640, 480)).unwrap();
        assert_eq!((photo.format, (photo.width, photo.height)), (PhotoFormat::Jpeg, size));
        for secret in [&b"GPS"[..], b"ICC_PROFILE", b"somebody", b"JFIF", b"<script>"] {
            assert!(!holds(&photo.bytes, secret), "{}", String::from_utf8_lossy(secret));
        }
        assert_eq!(holds(&photo.bytes, b"Exif\0\0MM"), orientation != 1);
        assert!(photo.bytes.ends_with(&[4, 0xff, 0xd9]));
        assert_eq!(stripped(&photo.bytes).unwrap(), photo, "a second time nothing is left to leave out");
    }
    let file = png(&[
        (b"IHDR", HEADER),
        (b"tEXt", b"Author\0somebody"),
        (b"eXIf", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"),
        (b"IDAT", b"data"),
        (b"IEND", b""),
    ]);
    let photo = stripped(&[file, b"behind".to_vec()].concat()).unwrap();
    assert_eq!((photo.format, photo.width, photo.height), (PhotoFormat::Png, 3, 4));
    assert!(!holds(&photo.bytes, b"somebody") && !holds(&photo.bytes, b"behind"));
    assert_eq!(stripped(&photo.bytes).unwrap(), photo);
}

#[test]
fn what_is_no_photo_or_cut_short_is_refused_wherever_it_is_cut() {
    assert_eq!(stripped(b"GIF89a"), Err(Flaw::Kind));
    assert_eq!(stripped(b""), Err(Flaw::Kind));
    assert!(matches!(stripped(&jpeg(1, 9000, 10)), Err(Flaw::Pixels { .. })));
    assert!(matches!(stripped(&jpeg(1, 8000, 8000)), Err(Flaw::Pixels { .. })));
    assert!(matches!(stripped(&jpeg(1, 0, 8000)), Err(Flaw::Damaged(_))));
    let whole = jpeg(6, 64, 48);
    let end = whole.windows(2).position(|two| two == [0xff, 0xd9]).unwrap() + 2;
    for cut in 3..end {
        assert!(stripped(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let whole = png(&[(b"IHDR", HEADER), (b"IDAT", b"data"), (b"IEND", b"")]);
    for cut in 8..whole.len() {
        assert!(stripped(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let mut flipped = whole.clone();
    flipped[45] ^= 1;
    assert!(matches!(stripped(&flipped), Err(Flaw::Damaged(_))));
    assert!(stripped(&png(&[(b"IDAT", b"data"), (b"IHDR", HEADER), (b"IEND", b"")])).is_err());
}

async fn put(phone: &Browser, incident: &str, key: &str, file: Vec<u8>) -> Answer {
    let path = format!("/api/v1/420102/incidents/{incident}/photos");
    let mut request = phone.request(Method::POST, &path, &[("idempotency-key", key)], None);
    *request.body_mut() = Body::from(file);
    phone.send(request).await
}

#[tokio::test]
async fn a_team_adds_a_photo_an_officer_looks_at_it_and_erases_it() {
    let house = House::open();
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let device = phone(&house, "东一队").await;
    assert_eq!(put(&device, &id, "p0", jpeg(6, 64, 48)).await.problem().1, "team_not_assigned");
    let form = json!({ "team": "东一队", "override_reason": "最近" });
    officer.post(&format!("incidents/{id}/assignments"), form).await.ok();
    assert_eq!(
        put(&device, &id, "p1", b"hello".to_vec()).await.problem(),
        (422, "photo_not_understood".into())
    );
    let big = put(&device, &id, "p1", vec![0xff; LARGEST + 1]).await;
    assert_eq!(big.problem(), (413, "photo_too_big".into()));
    let added = put(&device, &id, "p1", jpeg(6, 64, 48)).await;
    assert_eq!(added.status, 201);
    let added = added.ok();
    assert_eq!(put(&device, &id, "p1", jpeg(6, 64, 48)).await.status, 200, "sent twice is once");
    let photo = added["photo"]["taken"]["photo"]["id"].as_str().unwrap().to_owned();
    let shown = officer.get(&format!("incidents/{id}")).await.ok();
    assert_eq!(shown["incident"]["photos"].as_array().unwrap().len(), 1);

    let address = format!("incidents/{id}/photos/{photo}");
    let seen = officer.get(&address).await;
    assert_eq!(seen.headers["content-type"], "image/jpeg");
    assert_eq!(seen.headers["cache-control"], "private, no-store");
    assert!(!holds(&seen.body, b"GPS"));
    let viewer = house.signed_in("guest", Role::Viewer, None).await;
    assert_eq!(viewer.get(&address).await.problem().1, "not_allowed");
    let west = house.signed_in("west", Role::DutyOfficer, Some(crate::support::WEST)).await;
    assert_eq!(west.get(&address).await.problem().1, "unknown_incident");
    let looked = house.app.audit.read(0, 1000).unwrap();
    let deeds: Vec<_> = looked.iter().filter(|entry| entry.deed.what == "photo_seen").collect();
    assert_eq!(deeds.len(), 1, "who looked is written down, who may not look did not");
    assert_eq!((deeds[0].deed.who.as_str(), deeds[0].deed.target.as_deref()), ("officer", Some(id.as_str())));

    let erase = format!("{address}/erase");
    assert_eq!(device.post(&erase, json!({ "reason": "x" })).await.problem().1, "not_allowed");
    let after = officer.post(&erase, json!({ "reason": "拍到了路人" })).await.ok();
    assert_eq!(after["photos"][0]["erased"]["reason"], "拍到了路人");
    assert_eq!(officer.get(&address).await.problem(), (404, "unknown_photo".into()));
    assert!(house.app.vault.get(&photo).is_err(), "it is gone from the medium");
    let state = house.app.desk.state().world().state_hash();
    let replayed = server::desk::replay(&*house.app.reader, world::World::default()).unwrap();
    assert_eq!(replayed.state_hash(), state, "a replay knows of the photo and of its end");
}

/// What lies in the vault and belongs to nothing; it would go after a day.
fn orphans(house: &House) -> usize {
    let later = house.now().after(Milliseconds::from_minutes(3 * 24 * 60));
    house.app.vault.purge_due(later).unwrap().len()
}

/// A photo in frames, and how many of them were taken from it.
fn in_frames(file: &[u8], frames: usize) -> (Body, Arc<AtomicUsize>) {
    let size = file.len().div_ceil(frames);
    let chunks: Vec<_> = file.chunks(size).map(|chunk| Ok::<_, Infallible>(chunk.to_vec())).collect();
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    let counted = stream::iter(chunks).inspect(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    (Body::from_stream(counted), taken)
}

#[tokio::test]
async fn what_is_refused_or_was_taken_in_before_is_kept_nowhere_and_heard_to_its_end() {
    let house = House::open();
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let device = phone(&house, "东一队").await;
    let path = format!("/api/v1/420102/incidents/{id}/photos");
    let sent = async |key: &str, body: Body| {
        let mut request = device.request(Method::POST, &path, &[("idempotency-key", key)], None);
        *request.body_mut() = body;
        device.send(request).await
    };
    // Somebody cut off while sending would send again for ever.
    let (body, taken) = in_frames(&jpeg(6, 64, 48), 10);
    assert_eq!(sent("p0", body).await.problem().1, "team_not_assigned");
    assert_eq!(taken.load(Ordering::SeqCst), 10);

    let form = json!({ "team": "东一队", "override_reason": "最近" });
    officer.post(&format!("incidents/{id}/assignments"), form).await.ok();
    let fence = officer.get(&format!("incidents/{id}")).await.ok()["incident"]["tasks"][0]["fence"].clone();
    // A line that breaks is not a damaged photo: the same request is sent again.
    let broken = stream::iter([Ok(jpeg(6, 64, 48)[..40].to_vec()), Err(std::io::Error::other("reset"))]);
    assert_eq!(sent("p1", Body::from_stream(broken)).await.problem(), (408, "body_incomplete".into()));
    assert_eq!(sent("p1", Body::from(jpeg(6, 64, 48))).await.status, 201);
    assert_eq!(sent("p1", Body::from(jpeg(6, 64, 48))).await.status, 200);

    let state = format!("incidents/{id}/assignments/东一队/state");
    let late = json!({ "fence": 1, "state": "done", "report": "已劝离" });
    assert_eq!(device.post(&state, late).await.problem().1, "stale_fence");
    let done = json!({ "fence": fence, "state": "done", "report": "已劝离" });
    let said = device.request(
        Method::POST,
        &format!("/api/v1/420102/{state}"),
        &[("idempotency-key", "r")],
        Some(&done),
    );
    device.send(said).await.ok();
    let said = device.request(
        Method::POST,
        &format!("/api/v1/420102/{state}"),
        &[("idempotency-key", "r")],
        Some(&done),
    );
    device.send(said).await.ok();
    let unknown = json!({ "kind": "no_such", "severity": "moderate", "position": { "lon": 114.33, "lat": 30.59 },
        "channel": "phone", "narrative": { "text": "有烟" } });
    assert!(officer.post("incidents", unknown).await.status.is_client_error());
    assert_eq!(orphans(&house), 0);
    let detail = officer.get(&format!("incidents/{id}")).await.ok();
    assert_eq!(detail["reports"][0]["text"], "已劝离", "what was said is kept");
}

#[tokio::test]
async fn one_phone_sends_two_photos_at_a_time_and_no_more() {
    let house = House::open();
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let form = json!({ "team": "东一队", "override_reason": "最近" });
    officer.post(&format!("incidents/{id}/assignments"), form).await.ok();
    let device = phone(&house, "东一队").await;
    let path = format!("/api/v1/420102/incidents/{id}/photos");
    let mut stalled = tokio::task::JoinSet::new();
    eventually("a third is sent later", async || {
        // One that comes while the third has a place finds none, and another is tried.
        let (device_too, mut request) = (device.clone(), device.request(Method::POST, &path, &[], None));
        *request.body_mut() = Body::from_stream(stream::pending::<Result<Vec<u8>, Infallible>>());
        stalled.spawn(async move { device_too.send(request).await });
        tokio::time::sleep(Duration::from_millis(20)).await;
        put(&device, &id, "third", b"hello".to_vec()).await.problem() == (429, "too_many_uploads".into())
    })
    .await;
    assert_eq!(put(&officer, &id, "other", jpeg(6, 64, 48)).await.status, 201, "others are not held up");
    // Who hangs up gives the place back.
    stalled.abort_all();
    eventually("its turn has come", async || put(&device, &id, "p", jpeg(6, 64, 48)).await.status == 201)
        .await;
}
