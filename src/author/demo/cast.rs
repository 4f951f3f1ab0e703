//! Who commits in the demo's repository, with which name and address, and by which clock.

use crate::git::Signature;
use crate::model::{Day, days_between, parse_day};

/// Someone who commits, or something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    clock: Clock,
}

/// A clock on a wall: minutes east of Greenwich, until the last Sunday of October 2026 and from then on.
#[derive(Debug, PartialEq, Eq)]
struct Clock {
    summer: i32,
    winter: i32,
}

const GENOA: Clock = Clock { summer: 120, winter: 60 };
const CARDIFF: Clock = Clock { summer: 60, winter: 0 };
const KYOTO: Clock = Clock { summer: 540, winter: 540 };
const PUNE: Clock = Clock { summer: 330, winter: 330 };
const BUENOS_AIRES: Clock = Clock { summer: -180, winter: -180 };
const GREENWICH: Clock = Clock { summer: 0, winter: 0 };

/// The day on which Europe's clocks are set back.
const WINTER: &str = "2026-10-25";

const fn author(name: &'static str, email: &'static str, clock: Clock) -> Author {
    Author { name, email, clock }
}

pub(super) static BIANCA: Author = author("Bianca Ferrando", "bianca@lanterna.example", GENOA);
pub(super) static MATTEO: Author = author("Matteo Rissotto", "matteo@lanterna.example", GENOA);
pub(super) static INGRID: Author = author("Ingrid Dahl", "ingrid@lanterna.example", GENOA);
pub(super) static NICO: Author = author("Nico Traverso", "nico@lanterna.example", GENOA);
pub(super) static TOMAS: Author = author("Tomás Quiroga", "tomas@lanterna.example", BUENOS_AIRES);
pub(super) static LENA: Author = author("Lena Vogel", "lena@lanterna.example", GENOA);
pub(super) static AMARA: Author = author("Amara Okonkwo", "amara@lanterna.example", GENOA);
pub(super) static JUN: Author = author("Jun Sato", "jun@lanterna.example", KYOTO);
pub(super) static PRIYA: Author = author("Priya Raman", "priya@lanterna.example", PUNE);
pub(super) static PETRA: Author = author("Petra Nováková", "petra@lanterna.example", GENOA);
pub(super) static OWEN: Author = author("Owen Hughes", "owen@lanterna.example", CARDIFF);
pub(super) static GIULIA: Author = author("Giulia Parodi", "giulia@lanterna.example", GENOA);
pub(super) static KARIM: Author = author("Karim Benali", "karim@lanterna.example", GENOA);
pub(super) static MILA: Author = author("Mila Kovač", "mila@lanterna.example", GENOA);
pub(super) static SOFIE: Author = author("Sofie Janssens", "sofie@lanterna.example", GENOA);
pub(super) static DARIO: Author = author("Dario Costa", "dario@lanterna.example", GENOA);

/// Karim at home; `.mailmap` knows that it is he.
pub(super) static KARIM_AT_HOME: Author = author("Karim Benali", "karim.benali@mail.example", GENOA);
/// Petra on the machine that she brought along from Marketplace; `.mailmap` knows that it is she.
pub(super) static PETRA_OF_OLD: Author = author("Petra Novak", "petra.novak@marketplace.example", GENOA);
/// Priya as GitHub writes her where a pull request is squashed; `org.yaml` knows her login.
pub(super) static PRIYA_AT_GITHUB: Author =
    author("Priya Raman", "48211907+priyaraman@users.noreply.github.com", GREENWICH);
/// GitHub, which commits what it merges.
pub(super) static GITHUB: Author = author("GitHub", "noreply@github.com", GREENWICH);
/// The bot that fetches numbers; what it commits counts for its co-author.
pub(super) static NUMBERS: Author = author("Lanterna numbers", "numbers@lanterna.example", GREENWICH);

impl Author {
    /// Signs at a revision as their own clock shows it: `2026-10-09 16:40`.
    pub(super) fn sign(&self, at: &str) -> Signature {
        let (day, minute) = revision(at).expect("the demo's revisions are written YYYY-MM-DD HH:MM");
        let offset = if at < WINTER { self.clock.summer } else { self.clock.winter };
        let time = days_between(Day::constant(1970, 1, 1), day) * 86_400 + (minute - i64::from(offset)) * 60;
        Signature { name: self.name.to_owned(), email: self.email.to_owned(), time, offset }
    }
}

/// The day, and the minute of it.
fn revision(at: &str) -> Option<(Day, i64)> {
    let (day, clock) = at.split_once(' ')?;
    let (hours, minutes) = clock.split_once(':')?;
    Some((parse_day(day)?, hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_signs_by_their_own_clock() {
        let at = |author: &Author, at| {
            let signature = author.sign(at);
            (signature.instant(), signature.offset, signature.day().to_string())
        };
        let text = |it: &str| it.to_owned();
        assert_eq!(at(&JUN, "2026-10-10 01:30"), (text("2026-10-09T16:30:00Z"), 540, text("2026-10-10")));
        assert_eq!(at(&BIANCA, "2026-10-24 10:00"), (text("2026-10-24T08:00:00Z"), 120, text("2026-10-24")));
        assert_eq!(at(&BIANCA, "2026-10-26 10:00"), (text("2026-10-26T09:00:00Z"), 60, text("2026-10-26")));
        assert_eq!(at(&TOMAS, "2026-11-06 22:15"), (text("2026-11-07T01:15:00Z"), -180, text("2026-11-06")));
    }
}
