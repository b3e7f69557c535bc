//! The documents below a folder, wherever they lie: plain, gzipped, or in a tar archive.

use super::super::folder::files_ending;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::path::Path;

/// A text and where it lies: the path below the folder, then that within the archive.
#[derive(Debug)]
pub struct Document {
    pub name: String,
    pub text: String,
}

/// All documents below a folder, in the order of their names. What is no text is left out.
pub fn documents_below(folder: &Path) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in files_ending(folder, "")? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        take(&name, std::fs::read(&path)?, &mut documents)?;
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}

fn take(name: &str, bytes: Vec<u8>, documents: &mut Vec<Document>) -> io::Result<()> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        return take(name.strip_suffix(".gz").unwrap_or(name), plain, documents);
    }
    // The mark of a tar archive stands in its first head.
    if bytes.get(257..262) == Some(b"ustar") {
        let archive = name.strip_suffix(".tar").unwrap_or(name);
        for entry in tar::Archive::new(&bytes[..]).entries()? {
            let mut entry = entry?;
            if entry.header().entry_type().is_file() {
                let name = format!("{archive}/{}", entry.path()?.display()).replace("/./", "/");
                let mut content = Vec::new();
                entry.read_to_end(&mut content)?;
                take(&name, content, documents)?;
            }
        }
        return Ok(());
    }
    if let Ok(text) = String::from_utf8(bytes) {
        documents.push(Document { name: name.to_owned(), text });
    }
    Ok(())
}
