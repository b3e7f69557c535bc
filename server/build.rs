//! Finds the browser application, or makes a page that says how to build it, so that `cargo build` works alone.

use std::path::{Path, PathBuf};
use std::{env, fs};

const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>集结 Muster</title></head>
<body><h1>集结 Muster</h1>
<p>浏览器应用尚未构建。请运行 <code>make run</code> (或 <code>make web</code>), 然后重新编译。</p>
<p lang=\"en\">The browser application has not been built. Run <code>make run</code> (or <code>make web</code>), then compile again.</p>
</body></html>
";

fn main() {
    let source =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../web-map/dist");
    println!("cargo:rerun-if-changed={}", source.display());
    // The folder that holds it must be watched too, or its coming into being goes unseen.
    println!("cargo:rerun-if-changed={}", source.join("index.html").display());
    let folder = if source.join("index.html").is_file() { source } else { placeholder() };
    println!("cargo:rustc-env=MUSTER_WEB={}", folder.display());
}

fn placeholder() -> PathBuf {
    let folder = Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join("web");
    fs::create_dir_all(&folder).expect("the build folder can be written");
    fs::write(folder.join("index.html"), PLACEHOLDER).expect("the build folder can be written");
    folder
}
