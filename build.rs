//! Packs the texts of `src/texts.rs`: files of the repository that the program contains and rarely shows.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The folders, and how their texts end.
const FOLDERS: [(&str, &str); 3] = [("schema", "json"), ("src/guide", "md"), ("src/rules", "md")];

fn main() -> io::Result<()> {
    let packed = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("texts.z");
    let mut packed = ZlibEncoder::new(File::create(packed)?, Compression::best());
    println!("cargo::rerun-if-changed=build.rs");
    for (folder, end) in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        pack(Path::new(folder), end, &mut packed)?;
    }
    packed.finish()?;
    Ok(())
}

/// Writes each path and its text, with NUL behind both.
fn pack(folder: &Path, end: &str, packed: &mut impl io::Write) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            pack(&path, end, packed)?;
        } else if path.extension().is_some_and(|it| it == end) {
            let name = path.to_str().expect("a name in ASCII").replace('\\', "/");
            write!(packed, "{name}\0{}\0", fs::read_to_string(&path)?)?;
        }
    }
    Ok(())
}
