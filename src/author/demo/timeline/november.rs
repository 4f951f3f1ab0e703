//! November 2026, weeks six to eight: what was promised is weighed, and some of it goes quietly.

use super::super::cast::{
    AMARA, BIANCA, DARIO, GIULIA, INGRID, JUN, KARIM, LENA, MATTEO, MILA, NICO, NUMBERS, PETRA, PRIYA, SOFIE, TOMAS,
};
use super::super::change::FileChange::{Add, Log, Move, New, Remove, Replace, Set, Value};
use super::super::step::{Step, step};

pub(super) const STEPS: &[Step] = &[
    // Week 6
    step(
        "2026-11-05 11:00",
        &INGRID,
        "Both groups write to us before they change anything now\n\nGoal: feeds-connected",
        &[Replace("feeds-connected", "without a word.\"}", "without a word.\", resolved: 2026-11-05}")],
    ),
    step(
        "2026-11-06 16:15",
        &JUN,
        "Search, week 6: close to half of the way",
        &[Value("search-success", "61.3", "2026-11-06"), Value("questions-answered", "214", "2026-11-06")],
    ),
    step(
        "2026-11-06 15:50",
        &PRIYA,
        "empty 6.9, typos 66, pairs 2000",
        &[
            Value("zero-results", "6.9", "2026-11-06"),
            Value("search-typos-2026-q4", "66", "2026-11-06"),
            Value("judged-pairs", "2000", "2026-11-06"),
        ],
    ),
    step(
        "2026-11-06 14:40",
        &INGRID,
        "Metadata, week 6: six feeds in one week",
        &[
            Value("feeds-connected", "33", "2026-11-06"),
            Value("hand-typed-records", "1010", "2026-11-06"),
            Value("feed-errors", "1.5", "2026-11-06"),
            Value("complete-records", "80.2", "2026-11-06"),
            Set("feeds-connected", "confidence", "0.6"),
        ],
    ),
    step("2026-11-06 11:45", &TOMAS, "290", &[Value("bookseller-notes", "290", "2026-11-06")]),
    step(
        "2026-11-06 16:52",
        &MATTEO,
        "Catalogue, third fortnight",
        &[
            Value("titles-kept", "48700", "2026-11-06"),
            Value("wrong-pages", "66", "2026-11-06"),
            Set("titles-kept", "confidence", "0.3"),
        ],
    ),
    step(
        "2026-11-06 17:18",
        &MILA,
        "Warehouse, week 6\n\nGoal: picking-time\nGoal: shelf-moves",
        &[
            Value("lean-stock", "48700", "2026-11-06"),
            Value("picking-time", "6.5", "2026-11-06"),
            Value("shelf-moves", "900", "2026-11-06"),
            Set("shelf-moves", "confidence", "0.2"),
        ],
    ),
    step(
        "2026-11-06 17:40",
        &PETRA,
        "Checkout, week 6, alone",
        &[Value("order-questions", "109", "2026-11-06"), Set("completed-baskets", "confidence", "0.7")],
    ),
    step(
        "2026-11-06 18:10",
        &DARIO,
        "Delivery, week 6",
        &[Value("late-parcels-2026-q4", "6.7", "2026-11-06"), Value("where-is-my-order", "109", "2026-11-06")],
    ),
    step(
        "2026-11-06 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[
            Value("on-time-delivery", "93.3", "2026-11-06"),
            Value("checkout-completion", "63.4", "2026-11-06"),
            Value("return-rate", "6.7", "2026-11-06"),
        ],
    ),
    step(
        "2026-11-09 09:05",
        &BIANCA,
        "The autumn's pulse: we know why, and see less of our own part in it",
        &[New("surveys/pulse-2026-11.yaml")],
    ),
    step(
        "2026-11-09 10:50",
        &MATTEO,
        "700 notes it is\n\nGoal: bookseller-notes",
        &[Log(
            "bookseller-notes",
            "{date: 2026-11-09, by: matteo, kind: decision, about: [metric.target], text: \"700 and not 900: a note \
             takes an hour, not forty minutes, and a short note is read, a quick one is not.\"}",
        )],
    ),
    // Week 7
    step(
        "2026-11-10 17:22",
        &PETRA,
        "tidy up",
        &[Remove("gift-cards"), Remove("gift-card-sales"), Remove("gift-card-redeemed")],
    ),
    step("2026-11-10 17:31", &PETRA, "guest checkout: new date", &[Set("guest-checkout", "deadline", "2026-12-11")]),
    step(
        "2026-11-11 10:10",
        &GIULIA,
        "Name the file as the goal is named",
        &[Move("parcels", "2026-Q4/logistics/parcels-on-the-day.yaml")],
    ),
    step(
        "2026-11-11 18:05",
        &PETRA,
        "Guests can order, one visitor in ten\n\nGoal: guest-checkout",
        &[Set("guest-checkout", "milestones[1].done", "2026-11-11"), Set("guest-checkout", "confidence", "0.6")],
    ),
    step(
        "2026-11-12 16:47",
        &KARIM,
        "Warehouse: shelf moves out",
        &[Add("shelf-moves", "state: dropped\nclosed: 2026-11-12")],
    ),
    step(
        "2026-11-13 16:25",
        &JUN,
        "Search, week 7\n\nGoal: search-success",
        &[
            Value("search-success", "62.6", "2026-11-13"),
            Value("questions-answered", "233", "2026-11-13"),
            Set("search-success", "confidence", "0.7"),
        ],
    ),
    step(
        "2026-11-13 15:20",
        &PRIYA,
        "typos 68, empty 6.6",
        &[Value("zero-results", "6.6", "2026-11-13"), Value("search-typos-2026-q4", "68", "2026-11-13")],
    ),
    step(
        "2026-11-13 14:15",
        &NICO,
        "Metadata, week 7",
        &[
            Value("feeds-connected", "37", "2026-11-13"),
            Value("hand-typed-records", "930", "2026-11-13"),
            Value("feed-errors", "1.7", "2026-11-13"),
        ],
    ),
    step(
        "2026-11-13 11:30",
        &TOMAS,
        "360, a dozen of them by a lighthouse keeper",
        &[Value("bookseller-notes", "360", "2026-11-13")],
    ),
    step("2026-11-13 16:20", &LENA, "Episode three", &[Value("podcast-listeners", "520", "2026-11-13")]),
    step(
        "2026-11-13 17:15",
        &PETRA,
        "Checkout, week 7: card failures look better, the forms do not",
        &[Value("order-questions", "101", "2026-11-13"), Value("payment-failures", "3.4", "2026-11-13")],
    ),
    step(
        "2026-11-13 17:28",
        &MILA,
        "Warehouse, week 7",
        &[Value("lean-stock", "48500", "2026-11-13"), Value("picking-time", "6.4", "2026-11-13")],
    ),
    step(
        "2026-11-13 18:08",
        &DARIO,
        "Delivery, week 7",
        &[Value("late-parcels-2026-q4", "6.5", "2026-11-13"), Value("where-is-my-order", "101", "2026-11-13")],
    ),
    step(
        "2026-11-13 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[Value("on-time-delivery", "93.5", "2026-11-13"), Value("checkout-completion", "64.0", "2026-11-13")],
    ),
    // Week 8
    step(
        "2026-11-16 09:50",
        &GIULIA,
        "For Mila\n\nGoal: picking-time",
        &[Log(
            "picking-time",
            "{date: 2026-11-16, by: giulia, kind: recognition, to: [mila], text: \"Nearly two minutes less for every \
             order, and nobody has to run. She walked each way herself, with the stopwatch.\"}",
        )],
    ),
    step(
        "2026-11-17 15:35",
        &AMARA,
        "Draft for the new year: read books, a second time",
        &[New("2027-Q1/shop/read-twice.yaml"), New("2027-Q1/shop/second-hand-orders.yaml")],
    ),
    step(
        "2026-11-18 10:40",
        &SOFIE,
        "Six weeks to go\n\nGoal: delivery-promise-2026-q4",
        &[Log(
            "delivery-promise-2026-q4",
            "{date: 2026-11-18, by: sofie, kind: check-in, text: \"6 % late with 1,700 parcels a day. The test is \
             December, with 4,000. The second lorry is ordered.\"}",
        )],
    ),
    step(
        "2026-11-20 16:05",
        &JUN,
        "Search, week 8\n\nGoal: search-success\nGoal: questions-answered",
        &[Value("search-success", "63.0", "2026-11-20"), Value("questions-answered", "251", "2026-11-20")],
    ),
    step(
        "2026-11-20 14:42",
        &PRIYA,
        "typos 70, empty 6.2, pairs 2400",
        &[
            Value("zero-results", "6.2", "2026-11-20"),
            Value("search-typos-2026-q4", "70", "2026-11-20"),
            Value("judged-pairs", "2400", "2026-11-20"),
        ],
    ),
    step(
        "2026-11-20 14:30",
        &INGRID,
        "Metadata, week 8: 41 feeds",
        &[
            Value("feeds-connected", "41", "2026-11-20"),
            Value("hand-typed-records", "850", "2026-11-20"),
            Value("feed-errors", "1.6", "2026-11-20"),
            Value("complete-records", "83.1", "2026-11-20"),
            Set("feeds-connected", "confidence", "0.8"),
            Log(
                "feeds-connected",
                "{date: 2026-11-20, by: ingrid, kind: check-in, text: \"41. The last nine are small houses; each \
                 wants a telephone call and gets one.\"}",
            ),
        ],
    ),
    step("2026-11-20 11:25", &TOMAS, "425 notes", &[Value("bookseller-notes", "425", "2026-11-20")]),
    step("2026-11-20 16:10", &LENA, "Episode four", &[Value("podcast-listeners", "560", "2026-11-20")]),
    step(
        "2026-11-20 16:35",
        &MATTEO,
        "Catalogue, fourth fortnight: we order, and the shelves stay as they were",
        &[Value("titles-kept", "48600", "2026-11-20"), Value("wrong-pages", "58", "2026-11-20")],
    ),
    step(
        "2026-11-20 17:05",
        &PETRA,
        "Checkout, week 8",
        &[Value("order-questions", "96", "2026-11-20"), Value("payment-failures", "3.2", "2026-11-20")],
    ),
    step(
        "2026-11-20 17:30",
        &KARIM,
        "Warehouse, week 8",
        &[Value("lean-stock", "48600", "2026-11-20"), Value("picking-time", "6.3", "2026-11-20")],
    ),
    step(
        "2026-11-20 18:12",
        &DARIO,
        "Delivery, week 8",
        &[Value("late-parcels-2026-q4", "6.2", "2026-11-20"), Value("where-is-my-order", "96", "2026-11-20")],
    ),
    step(
        "2026-11-20 18:00",
        &NUMBERS,
        "Numbers of the week\n\nCo-authored-by: Dario Costa <dario@lanterna.example>",
        &[
            Value("on-time-delivery", "93.8", "2026-11-20"),
            Value("checkout-completion", "64.6", "2026-11-20"),
            Value("return-rate", "6.5", "2026-11-20"),
        ],
    ),
];
