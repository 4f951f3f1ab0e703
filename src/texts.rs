//! Texts that the program contains compressed: the schemas, and the pages of rules, concepts and the guide. Most runs show
//! none of them; uncompressed they were a twelfth of the program. `build.rs` packs them.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.z"));

/// What is packed, each path and its text with NUL behind both.
static UNPACKED: OnceLock<String> = OnceLock::new();

static BY_PATH: OnceLock<HashMap<&str, &str>> = OnceLock::new();

/// Returns the text of a file by its path in the repository.
///
/// # Panics
///
/// If the file is none of those that are packed.
pub fn text(path: &str) -> &'static str {
    let texts = BY_PATH.get_or_init(|| {
        let mut parts = unpacked().split('\0');
        std::iter::from_fn(|| Some((parts.next()?, parts.next()?))).collect()
    });
    texts.get(path).expect("build.rs packs the file")
}

fn unpacked() -> &'static str {
    UNPACKED.get_or_init(|| {
        let mut text = String::new();
        ZlibDecoder::new(PACKED).read_to_string(&mut text).expect("build.rs packs whole texts in UTF-8");
        text
    })
}
