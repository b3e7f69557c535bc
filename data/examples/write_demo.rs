//! Writes the files of the demo district into a folder: `write_demo FOLDER [SEED]`.

use data::demo::{DemoSize, generate};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().unwrap_or_else(|| "demo".to_owned()));
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    std::fs::create_dir_all(&folder)?;
    let demo = generate(seed, DemoSize::District);
    let now = "2026-11-22T08:00:00+08:00".parse().expect("a time");
    for (name, bytes) in demo.files(now, 7) {
        std::fs::write(folder.join(&name), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    Ok(())
}
