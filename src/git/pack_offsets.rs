//! Whether the offsets in an index of packs lead into the packs (gitformat-pack(5)). Libgit2 goes where they lead without
//! looking, and crashes beyond the end of a pack.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::checksum::HASH;
use crate::source::open_regular;

/// The length of the table of 256 numbers by which objects are looked up; the last is how many there are.
const FANOUT: u64 = 4 * 256;

/// The bit that marks an offset as a place in the table of those of 64 bits.
const IS_FAR: u32 = 1 << 31;

/// The most bytes of the names of packs, and of offsets of 64 bits.
const MOST_NAMES: u64 = 64 << 20;
const MOST_FAR: u64 = 1 << 30;

/// Whether every object of an index, be it of one pack or of several, lies inside its pack. Of a pack that is not there nothing
/// is known, and nothing is read.
///
/// # Errors
/// The index cannot be read.
pub(super) fn lead_into_packs(index: &Path) -> io::Result<bool> {
    let file = open_regular(index)?;
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    let found = match &be32(&mut reader)?.to_be_bytes() {
        b"MIDX" => of_several(&mut reader, index),
        [0xFF, b't', b'O', b'c'] => of_one(&mut reader, length, pack_size(index)),
        _ => of_first_version(&mut reader, pack_size(index)),
    };
    match found {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        found => found,
    }
}

/// An index of one pack: names, checksums, offsets, and offsets of 64 bits.
fn of_one(reader: &mut BufReader<File>, length: u64, pack: u64) -> io::Result<bool> {
    let head = 8 + FANOUT;
    reader.seek(SeekFrom::Start(head - 4))?;
    let count = u64::from(be32(reader)?);
    reader.seek(SeekFrom::Start(head + (HASH + 4) * count))?;
    let far = length.saturating_sub(head + (HASH + 8) * count + 2 * HASH) / 8;
    for _ in 0..count {
        let offset = be32(reader)?;
        let far_at = u64::from(offset & !IS_FAR);
        if !(if offset & IS_FAR == 0 { is_inside(offset.into(), pack) } else { far_at < far }) {
            return Ok(false);
        }
    }
    for _ in 0..far {
        if !is_inside(be64(reader)?, pack) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An index of one pack as git wrote it until 2007: offsets and names.
fn of_first_version(reader: &mut BufReader<File>, pack: u64) -> io::Result<bool> {
    reader.seek(SeekFrom::Start(FANOUT - 4))?;
    for _ in 0..be32(reader)? {
        let offset = be32(reader)?;
        if !is_inside(offset.into(), pack) {
            return Ok(false);
        }
        reader.seek_relative(HASH.cast_signed())?;
    }
    Ok(true)
}

/// An index of several packs: chunks with the names of the packs, with a pack and an offset for each object, and with offsets
/// of 64 bits.
fn of_several(reader: &mut BufReader<File>, index: &Path) -> io::Result<bool> {
    let chunks = be32(reader)?.to_be_bytes()[2];
    let packs = be32(reader)? as usize;
    let mut table = Vec::new();
    for _ in 0..=chunks {
        table.push((be32(reader)?.to_be_bytes(), be64(reader)?));
    }
    let chunk = |name: &[u8; 4]| {
        let mut found =
            table.windows(2).filter(|it| it[0].0 == *name).map(|it| (it[0].1, it[1].1.checked_sub(it[0].1)));
        found.next().filter(|_| found.next().is_none())
    };
    let (Some((names_at, Some(names_length))), Some((offsets_at, Some(offsets_length)))) =
        (chunk(b"PNAM"), chunk(b"OOFF"))
    else {
        return Ok(false);
    };
    let mut names = Vec::new();
    reader.seek(SeekFrom::Start(names_at))?;
    reader.by_ref().take(names_length.min(MOST_NAMES)).read_to_end(&mut names)?;
    let names = names.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    let sizes: Vec<u64> = names.take(packs).map(|name| pack_size(&index.with_file_name(name))).collect();
    let has_far = table.iter().any(|it| it.0 == *b"LOFF");
    let far = if has_far { chunk(b"LOFF") } else { Some((0, Some(0))) };
    let Some((far_at, Some(far_length @ ..=MOST_FAR))) = far else { return Ok(false) };
    reader.seek(SeekFrom::Start(far_at))?;
    let far: Vec<u64> = (0..far_length / 8).map(|_| be64(reader)).collect::<io::Result<_>>()?;
    reader.seek(SeekFrom::Start(offsets_at))?;
    for _ in 0..offsets_length / 8 {
        let (pack, offset) = (be32(reader)?, be32(reader)?);
        let is_far = has_far && offset & IS_FAR != 0;
        let offset = if is_far { far.get((offset & !IS_FAR) as usize).copied() } else { Some(u64::from(offset)) };
        if !offset.zip(sizes.get(pack as usize)).is_some_and(|(offset, size)| is_inside(offset, *size)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an object can begin there: before the hash at the end, as libgit2 maps so many bytes at once.
fn is_inside(offset: u64, pack: u64) -> bool {
    offset.checked_add(HASH).is_some_and(|end| end <= pack)
}

/// The size of the pack of an index.
fn pack_size(index: &Path) -> u64 {
    fs::metadata(index.with_extension("pack")).map_or(u64::MAX, |it| it.len())
}

fn be32(reader: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    reader.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}

fn be64(reader: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    reader.read_exact(&mut bytes)?;
    Ok(u64::from_be_bytes(bytes))
}
