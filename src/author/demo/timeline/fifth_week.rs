//! The last days of October and the first of November 2026: the fifth week, in which goalposts move.

use super::super::cast::{
    AMARA, BIANCA, DARIO, GITHUB, INGRID, JUN, KARIM, LENA, MILA, NICO, NUMBERS, OWEN, PETRA, PRIYA_AT_GITHUB, SOFIE,
    TOMAS,
};
use super::super::change::FileChange::{Add, Log, Replace, Set, Value};
use super::super::step::{Step, step};

pub(super) const STEPS: &[Step] = &[
    step(
        "2026-10-28 11:05",
        &NICO,
        "Records by hand: 500 a week is what we can reach\n\nReviewed-by: Ingrid Dahl <ingrid@lanterna.example>",
        &[
            Set("hand-typed-records", "metric.target", "500"),
            Replace("hand-typed-records", "from 1,300 to 300 a week", "from 1,300 to 500 a week"),
            Add(
                "hand-typed-records",
                "reason: >-\n  Three publishers have no feed and will not have one before spring; their 200 records a \
                 week stay\n  with us. Agreed with Matteo on 27 October.",
            ),
        ],
    ),
    step(
        "2026-10-29 09:30",
        &SOFIE,
        "Drop the pick-up points: our partner has closed\n\nGoal: pickup-points",
        &[Add(
            "pickup-points",
            "state: dropped\nclosed: 2026-10-29\nreason: >-\n  The chain of kiosks that was to keep our parcels went \
             bankrupt on 26 October. There is no\n  second one with enough shops.",
        )],
    ),
    step(
        "2026-10-29 17:12",
        &KARIM,
        "Handover at five works: three weeks without a miss\n\nGoal: delivery-promise-2026-q4",
        &[Set("delivery-promise-2026-q4", "needs[0].state", "met")],
    ),
    step(
        "2026-10-30 16:32",
        &JUN,
        "Search, week 5",
        &[
            Value("search-success", "60.6", "2026-10-30"),
            Value("questions-answered", "190", "2026-10-30"),
            Set("search-success", "confidence", "0.5"),
        ],
    ),
    step(
        "2026-10-30 14:10",
        &PRIYA_AT_GITHUB,
        "Empty searches, week 5 (#41)\n\n\
         * first number\n\
         * the number was last week's, this is the right one\n\n\
         Goal: zero-results",
        &[Value("zero-results", "7.4", "2026-10-30"), Value("search-typos-2026-q4", "64", "2026-10-30")],
    )
    .landed("2026-10-30 14:26", &GITHUB),
    step(
        "2026-10-30 15:40",
        &INGRID,
        "Metadata, week 5: the two groups answer our mails again",
        &[
            Value("feeds-connected", "27", "2026-10-30"),
            Value("hand-typed-records", "1100", "2026-10-30"),
            Value("feed-errors", "1.9", "2026-10-30"),
        ],
    ),
    step(
        "2026-10-30 12:20",
        &TOMAS,
        "210 notes. Lena edits faster than I write",
        &[Value("bookseller-notes", "210", "2026-10-30")],
    ),
    step("2026-10-30 16:45", &LENA, "Episode two", &[Value("podcast-listeners", "480", "2026-10-30")]),
    step(
        "2026-10-30 17:02",
        &MILA,
        "Warehouse, week 5",
        &[
            Value("lean-stock", "48400", "2026-10-30"),
            Value("picking-time", "7.2", "2026-10-30"),
            Value("shelf-moves", "600", "2026-10-30"),
            Set("lean-stock", "confidence", "0.4"),
        ],
    ),
    step(
        "2026-10-30 16:58",
        &OWEN,
        "My last numbers. Thank you, it was a good time",
        &[
            Value("payment-failures", "3.5", "2026-10-30"),
            Value("gift-card-sales", "428", "2026-10-30"),
            Value("gift-card-redeemed", "58.5", "2026-10-30"),
            Value("order-questions", "118", "2026-10-30"),
        ],
    ),
    step(
        "2026-10-30 18:20",
        &DARIO,
        "Delivery, week 5: 7.0",
        &[Value("late-parcels-2026-q4", "7.0", "2026-10-30"), Value("where-is-my-order", "118", "2026-10-30")],
    ),
    step(
        "2026-10-30 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[Value("on-time-delivery", "93.0", "2026-10-30"), Value("checkout-completion", "62.1", "2026-10-30")],
    ),
    step(
        "2026-11-02 09:15",
        &BIANCA,
        "Owen has left us for the sea",
        &[Replace(
            "org",
            "email: [owen@lanterna.example], from: 2024-03-01}",
            "email: [owen@lanterna.example], from: 2024-03-01, until: 2026-10-31}",
        )],
    ),
    step(
        "2026-11-03 18:52",
        &JUN,
        "update numbers",
        &[
            Set("search-success", "metric.target", "66"),
            Set("search-success", "title", "Raise searches that lead to a book from 58 to 66 %"),
        ],
    ),
    step(
        "2026-11-04 10:26",
        &TOMAS,
        "700 notes instead of 900",
        &[
            Set("bookseller-notes", "metric.target", "700"),
            Set("bookseller-notes", "title", "Publish 700 notes by booksellers"),
        ],
    ),
    step(
        "2026-11-04 16:30",
        &PETRA,
        "Guests: one visitor in ten from Wednesday next week",
        &[
            Set("guest-checkout", "confidence", "0.5"),
            Log(
                "guest-checkout",
                "{date: 2026-11-04, by: petra, kind: check-in, text: \"Not open on the 6th: with Owen gone the card \
                 forms wait for me.\"}",
            ),
        ],
    ),
    step(
        "2026-11-04 17:45",
        &AMARA,
        "October in numbers\n\nCo-authored-by: Bianca Ferrando <bianca@lanterna.example>",
        &[
            Value("readers-who-return", "27", "2026-10-31"),
            Value("reader-recommendation", "41", "2026-10-31"),
            Value("monthly-orders", "42300", "2026-10-31"),
            Value("order-margin", "2.84", "2026-10-31"),
            Value("single-expert-tasks", "9", "2026-11-02"),
            Value("learning-from-mistakes", "adopted", "2026-11-03"),
            Log(
                "learning-from-mistakes",
                "{date: 2026-11-03, by: giulia, kind: check-in, text: \"Everyone writes down what went wrong. Half \
                 of us read what the others wrote.\"}",
            ),
            Set("reader-recommendation", "confidence", "0.4"),
            Log(
                "reader-recommendation",
                "{date: 2026-11-04, by: bianca, kind: check-in, text: \"Readers find more than in spring, and tell \
                 their friends no more than before. Why?\"}",
            ),
        ],
    ),
];
