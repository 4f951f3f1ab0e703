//! October 2026, weeks two to four: numbers come in, obstacles and answers with them.

use super::super::cast::{
    DARIO, INGRID, JUN, KARIM, KARIM_AT_HOME, LENA, MATTEO, MILA, NICO, NUMBERS, OWEN, PETRA, PRIYA, SOFIE, TOMAS,
};
use super::super::change::FileChange::{Add, Log, Move, Replace, Set, Value};
use super::super::step::{Step, merge, step};

/// Where Editorial worked while it was at the book fair in Frankfurt.
const FAIR: &str = "book-fair";

pub(super) const STEPS: &[Step] = &[
    // Week 2
    step(
        "2026-10-09 16:20",
        &JUN,
        "Search, week 2",
        &[Value("search-success", "58.4", "2026-10-09"), Value("questions-answered", "152", "2026-10-09")],
    ),
    step(
        "2026-10-09 17:35",
        &PRIYA,
        "First numbers: empty searches, typos, pairs",
        &[
            Value("zero-results", "8.8", "2026-10-09"),
            Value("search-typos-2026-q4", "57", "2026-10-09"),
            Value("judged-pairs", "300", "2026-10-09"),
        ],
    ),
    step(
        "2026-10-09 15:02",
        &INGRID,
        "Metadata, week 2",
        &[
            Value("feeds-connected", "20", "2026-10-09"),
            Value("hand-typed-records", "1290", "2026-10-09"),
            Value("feed-errors", "1.4", "2026-10-09"),
            Value("complete-records", "72.5", "2026-10-09"),
        ],
    ),
    step(
        "2026-10-09 11:10",
        &TOMAS,
        "thirty notes, three of them good",
        &[Value("book-page-notes", "30", "2026-10-09"), Value("notes-read", "12", "2026-10-09")],
    ),
    step(
        "2026-10-09 17:20",
        &MATTEO,
        "Catalogue, first fortnight",
        &[Value("titles-kept", "48600", "2026-10-09"), Value("wrong-pages", "80", "2026-10-09")],
    ),
    step(
        "2026-10-09 17:48",
        &KARIM,
        "week 2",
        &[Value("lean-stock", "48600", "2026-10-09"), Value("picking-time", "7.4", "2026-10-09")],
    ),
    step(
        "2026-10-09 16:55",
        &OWEN,
        "Payments and gift cards, week 2",
        &[
            Value("payment-failures", "4.0", "2026-10-09"),
            Value("gift-card-sales", "410", "2026-10-09"),
            Value("gift-card-redeemed", "55.5", "2026-10-09"),
            Value("order-questions", "138", "2026-10-09"),
        ],
    ),
    step(
        "2026-10-09 18:05",
        &DARIO,
        "Delivery, week 2: it starts where it ended",
        &[
            Value("late-parcels-2026-q4", "8.1", "2026-10-09"),
            Value("where-is-my-order", "138", "2026-10-09"),
            Value("pickup-points", "2", "2026-10-09"),
        ],
    ),
    step(
        "2026-10-09 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[
            Value("on-time-delivery", "91.9", "2026-10-09"),
            Value("checkout-completion", "61.2", "2026-10-09"),
            Value("return-rate", "7.3", "2026-10-09"),
        ],
    ),
    // Week 3
    step(
        "2026-10-13 09:20",
        &NICO,
        "Two publishers' groups broke their own feeds\n\nGoal: feeds-connected",
        &[Log(
            "feeds-connected",
            "{date: 2026-10-13, by: nico, kind: obstacle, scope: external, to: [matteo], text: \"Two of the three \
             big groups changed their format over the weekend, without a word.\"}",
        )],
    ),
    step(
        "2026-10-14 13:30",
        &PRIYA,
        "The button is there: readers can report a wrong page\n\nGoal: pages-readers-trust",
        &[Set("pages-readers-trust", "needs[0].state", "met")],
    ),
    step(
        "2026-10-15 17:10",
        &PETRA,
        "Eight readers ordered as guests, seven without a question\n\nGoal: guest-checkout",
        &[Set("guest-checkout", "milestones[0].done", "2026-10-15"), Set("guest-checkout", "confidence", "0.8")],
    ),
    step(
        "2026-10-16 16:44",
        &JUN,
        "Search, week 3\n\nGoal: search-success\nGoal: questions-answered",
        &[Value("search-success", "59.1", "2026-10-16"), Value("questions-answered", "168", "2026-10-16")],
    ),
    step(
        "2026-10-16 15:12",
        &PRIYA,
        "typos 59, empty searches 8.5",
        &[Value("zero-results", "8.5", "2026-10-16"), Value("search-typos-2026-q4", "59", "2026-10-16")],
    ),
    step(
        "2026-10-16 14:58",
        &INGRID,
        "Metadata, week 3: four feeds, and two that are broken",
        &[
            Value("feeds-connected", "24", "2026-10-16"),
            Value("hand-typed-records", "1240", "2026-10-16"),
            Value("feed-errors", "1.6", "2026-10-16"),
        ],
    ),
    step(
        "2026-10-16 10:35",
        &TOMAS,
        "85",
        &[Value("book-page-notes", "85", "2026-10-16"), Value("notes-read", "13", "2026-10-16")],
    ),
    step(
        "2026-10-16 16:30",
        &LENA,
        "Episode one: 310 listeners, and my mother is only one of them",
        &[Value("podcast-listeners", "310", "2026-10-16")],
    ),
    step(
        "2026-10-16 17:05",
        &MILA,
        "Warehouse, week 3",
        &[
            Value("lean-stock", "48300", "2026-10-16"),
            Value("picking-time", "7.2", "2026-10-16"),
            Value("shelf-moves", "300", "2026-10-16"),
        ],
    ),
    step(
        "2026-10-16 16:40",
        &OWEN,
        "Payments and gift cards, week 3",
        &[
            Value("payment-failures", "3.8", "2026-10-16"),
            Value("gift-card-sales", "425", "2026-10-16"),
            Value("gift-card-redeemed", "57", "2026-10-16"),
            Value("order-questions", "131", "2026-10-16"),
        ],
    ),
    step(
        "2026-10-16 18:02",
        &DARIO,
        "Delivery, week 3: the strike in Lyon",
        &[
            Value("late-parcels-2026-q4", "8.2", "2026-10-16"),
            Value("where-is-my-order", "131", "2026-10-16"),
            Value("pickup-points", "5", "2026-10-16"),
            Log(
                "late-parcels-2026-q4",
                "{date: 2026-10-16, by: dario, kind: check-in, text: \"Without the two days of strike in Lyon it \
                 would be 7.7.\"}",
            ),
        ],
    ),
    step(
        "2026-10-16 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[Value("on-time-delivery", "91.8", "2026-10-16"), Value("checkout-completion", "61.5", "2026-10-16")],
    ),
    // Week 4
    step(
        "2026-10-19 11:25",
        &JUN,
        "Series and volume: Search will index them by mid-November\n\nGoal: records-without-typing",
        &[Set("records-without-typing", "needs[0].state", "agreed")],
    ),
    step(
        "2026-10-20 08:15",
        &TOMAS,
        "From the fair: fifty notes by guests at our stand",
        &[Value("book-page-notes", "130", "2026-10-20")],
    )
    .on(FAIR),
    step(
        "2026-10-20 19:50",
        &KARIM_AT_HOME,
        "We empty the shelves and Catalogue fills them",
        &[Log(
            "lean-stock",
            "{date: 2026-10-20, by: karim, kind: obstacle, scope: internal, to: [matteo], text: \"Each week we send \
             back 400 titles, and 500 new ones are ordered. What do we want?\"}",
        )],
    ),
    step(
        "2026-10-22 17:40",
        &MILA,
        "Picking takes 8.1 minutes, not 7.5\n\n\
         The old stopwatch began at the shelf and left out the way to the lift.\n\
         Measured again on 60 orders of September: 8.1. The target stays.\n\n\
         Goal: picking-time\n\
         Goal-Reason: measured again on the same orders; the lift was left out",
        &[
            Set("picking-time", "metric.baseline", "8.1"),
            Set("picking-time", "title", "Cut the time to pick an order from 8.1 to 5 minutes"),
        ],
    )
    .landed("2026-10-23 08:30", &KARIM),
    step(
        "2026-10-23 16:18",
        &JUN,
        "60.2: the first week with the new index",
        &[Value("search-success", "60.2", "2026-10-23"), Value("questions-answered", "181", "2026-10-23")],
    ),
    step(
        "2026-10-23 14:05",
        &PRIYA,
        "Search, week 4: pairs come faster with two screens",
        &[
            Value("zero-results", "8.0", "2026-10-23"),
            Value("search-typos-2026-q4", "61", "2026-10-23"),
            Value("judged-pairs", "1100", "2026-10-23"),
        ],
    ),
    step(
        "2026-10-23 13:20",
        &NICO,
        "Metadata, week 4: a bad week\n\n\
         No new feed, and one of the broken ones wrote the wrong author under 900\n\
         books. Repaired by Thursday.",
        &[
            Value("feeds-connected", "24", "2026-10-23"),
            Value("hand-typed-records", "1180", "2026-10-23"),
            Value("feed-errors", "2.6", "2026-10-23"),
            Value("complete-records", "76.5", "2026-10-23"),
            Set("feeds-connected", "confidence", "0.4"),
        ],
    ),
    step(
        "2026-10-23 15:30",
        &LENA,
        "Notes are read to their end more often when they are short",
        &[Value("notes-read", "14.5", "2026-10-23")],
    )
    .on(FAIR),
    step(
        "2026-10-23 17:00",
        &MATTEO,
        "Catalogue, second fortnight",
        &[
            Value("titles-kept", "48900", "2026-10-23"),
            Value("wrong-pages", "71", "2026-10-23"),
            Set("titles-kept", "confidence", "0.5"),
        ],
    ),
    step(
        "2026-10-23 17:25",
        &MILA,
        "Warehouse, week 4\n\nGoal: picking-time",
        &[Value("lean-stock", "48900", "2026-10-23"), Value("picking-time", "7.5", "2026-10-23")],
    ),
    step(
        "2026-10-23 16:50",
        &OWEN,
        "week 4: cards up a little, failures down a little",
        &[
            Value("payment-failures", "3.7", "2026-10-23"),
            Value("gift-card-sales", "430", "2026-10-23"),
            Value("gift-card-redeemed", "58", "2026-10-23"),
            Value("order-questions", "122", "2026-10-23"),
        ],
    ),
    step(
        "2026-10-23 18:15",
        &SOFIE,
        "Delivery, week 4: under 8 for the first time",
        &[
            Value("late-parcels-2026-q4", "7.6", "2026-10-23"),
            Value("where-is-my-order", "122", "2026-10-23"),
            Value("pickup-points", "5", "2026-10-22"),
        ],
    ),
    step(
        "2026-10-23 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[
            Value("on-time-delivery", "92.4", "2026-10-23"),
            Value("checkout-completion", "62.3", "2026-10-23"),
            Value("return-rate", "7.0", "2026-10-23"),
        ],
    ),
    merge("2026-10-26 09:40", &LENA, "Merge branch 'book-fair'", FAIR),
    step(
        "2026-10-26 10:15",
        &MATTEO,
        "The fair was worth it",
        &[Log(
            "voices-not-blurbs",
            "{date: 2026-10-23, by: matteo, kind: recognition, to: [editorial], text: \"Fifty notes by strangers in \
             three days, from a stand without a roof.\"}",
        )],
    ),
    step(
        "2026-10-27 09:35",
        &MATTEO,
        "They are booksellers' notes, so call them that\n\n\
         The old name stays known under `formerly`.\n\n\
         Goal: bookseller-notes",
        &[
            Replace("book-page-notes", "id: book-page-notes\n", "id: bookseller-notes\nformerly: [book-page-notes]\n"),
            Move("book-page-notes", "2026-Q4/catalogue/bookseller-notes.yaml"),
        ],
    ),
    step(
        "2026-10-27 10:30",
        &SOFIE,
        "Why the promise matters, in a sentence",
        &[Add("delivery-promise-2026-q4", "why: a book that comes on the 27th of December is not a present")],
    ),
];
