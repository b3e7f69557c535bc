//! The description in the repository is the one the program gives: the browser's types are made from it.

#[test]
fn the_description_in_the_repository_is_current() {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let document = serde_json::to_string_pretty(&server::http::router::document()).unwrap() + "\n";
    let written = std::fs::read_to_string(kept).unwrap_or_default();
    assert!(
        written == document,
        "server/openapi.json is out of date; run `cargo run -p server --bin muster -- openapi > server/openapi.json`"
    );
}
