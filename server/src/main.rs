//! The command line.

fn main() {
    let document = server::http::router::document();
    println!("{}", serde_json::to_string_pretty(&document).expect("a document is JSON"));
}
