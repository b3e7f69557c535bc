//! Tiles: kept for ever by version, told apart by scope.

use crate::support::{House, WEST, eventually};
use axum::http::{Method, header};
use world::Role;

#[tokio::test]
async fn a_tile_is_for_ever_and_for_one_scope() {
    let house = House::open();
    let officer = house.officer().await;
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    eventually("layers are drawn", async || officer.get("/tiles/420102/points.json").await.status == 200)
        .await;
    let document = officer.get("/tiles/420102/points.json").await.ok();
    let address = document["tiles"][0].as_str().unwrap().to_owned();
    assert!(address.starts_with("http://127.0.0.1:7878/tiles/420102/points/"), "{address}");
    let tile = tiles::TileId::containing(crate::support::at(114.331, 30.59), 16).unwrap();
    let path = address
        .trim_start_matches("http://127.0.0.1:7878")
        .replace("{z}", "16")
        .replace("{x}", &tile.x().to_string())
        .replace("{y}", &tile.y().to_string());

    let answer = officer.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, max-age=31536000, immutable");
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(
        text.contains("E-1") && text.contains("camera_point") && !text.contains("E-CAM"),
        "a camera is a dot without a name"
    );
    let packed =
        officer.send(officer.request(Method::GET, &path, &[("accept-encoding", "gzip")], None)).await;
    assert_eq!(
        (packed.headers[header::CONTENT_ENCODING].as_bytes(), &packed.body[..2]),
        (&b"gzip"[..], &[0x1f, 0x8b][..])
    );
    let etag = answer.headers[header::ETAG].to_str().unwrap();
    let known = officer.send(officer.request(Method::GET, &path, &[("if-none-match", etag)], None)).await;
    assert_eq!(known.status, 304);

    let foreign = west.get(&path).await;
    assert_eq!((foreign.status.as_u16(), foreign.body.len()), (204, 0), "the east is empty for the west");
    assert_eq!(west.get("/tiles/420102/points.json").await.ok()["bounds"][2], 114.32);

    let old = path.replace(path.split('/').nth(4).unwrap(), "1");
    assert_eq!(officer.get(&old).await.headers[header::CACHE_CONTROL], "private, no-cache");
    assert_eq!(officer.get("/tiles/420102/secrets.json").await.problem(), (404, "unknown_layer".into()));
    assert_eq!(officer.get("/tiles/420102/points/1/3/9/9.mvt").await.problem(), (404, "unknown_tile".into()));
    assert_eq!(house.browser().get(&path).await.problem().0, 401);
    let style = officer.get("/style/420102.json?theme=dark&lang=en").await.ok();
    assert_eq!(style["sources"]["areas"]["url"], "http://127.0.0.1:7878/tiles/420102/areas.json");
}
