//! September 2026: goals move into git, the third quarter ends, the fourth is drafted.

use super::super::cast::{AMARA, BIANCA, DARIO, GIULIA, JUN, MATTEO, NUMBERS, PETRA_OF_OLD, PRIYA, SOFIE};
use super::super::change::FileChange::{Log, New, Replace, Set, Value};
use super::super::step::{Step, step};

pub(super) const STEPS: &[Step] = &[
    step(
        "2026-09-07 10:12",
        &BIANCA,
        "Keep our goals where we keep our work\n\n\
         The spreadsheet had four versions and two of them were true. From today the\n\
         goals live here: one file each, and whoever changes one says why.",
        &[New("README.md"), New("goalpost.yaml"), New("org.yaml"), New("mission.yaml")],
    ),
    step(
        "2026-09-07 15:41",
        &GIULIA,
        "The four numbers that we always watch",
        &[
            New("kpis/on-time-delivery.yaml"),
            New("kpis/return-rate.yaml"),
            New("kpis/checkout-completion.yaml"),
            New("kpis/order-margin.yaml"),
        ],
    ),
    step(
        "2026-09-07 17:05",
        &BIANCA,
        "The company's three goals, with their numbers as of August",
        &[
            New("2026/known-for-finding.yaml"),
            New("2026/readers-who-return.yaml"),
            New("2026/reader-recommendation.yaml"),
            New("2026/every-parcel-earns.yaml"),
            New("2026/margin-per-order.yaml"),
            New("2026/monthly-orders.yaml"),
            New("2026/work-that-lasts.yaml"),
            New("2026/single-expert-tasks.yaml"),
            New("2026/learning-from-mistakes.yaml"),
        ],
    ),
    step(
        "2026-09-08 09:30",
        &JUN,
        "Search: our third quarter as it stands",
        &[
            New("2026-Q3/shop/faster-search.yaml"),
            New("2026-Q3/shop/search-time.yaml"),
            New("2026-Q3/shop/search-typos.yaml"),
        ],
    ),
    step(
        "2026-09-08 11:20",
        &SOFIE,
        "Delivery: our third quarter as it stands",
        &[
            New("2026-Q3/logistics/delivery-promise.yaml"),
            New("2026-Q3/logistics/late-parcels.yaml"),
            New("2026-Q3/logistics/day-on-the-page.yaml"),
        ],
    ),
    step(
        "2026-09-11 17:45",
        &JUN,
        "540 ms: the second cache is in",
        &[Value("search-time", "540", "2026-09-11"), Value("search-typos", "51", "2026-09-11")],
    ),
    step(
        "2026-09-11 16:02",
        &DARIO,
        "Delivery, week 11",
        &[Value("late-parcels", "8.7", "2026-09-11"), Value("day-on-the-page", "72", "2026-09-11")],
    ),
    step("2026-09-14 09:15", &MATTEO, "mailmap: Karim and Petra each have two addresses", &[New(".mailmap")]),
    step(
        "2026-09-18 18:10",
        &JUN,
        "470 ms, and half of the misspelt searches find their book\n\nGoal: search-time, search-typos",
        &[
            Value("search-time", "470", "2026-09-18"),
            Set("search-time", "confidence", "0.8"),
            Value("search-typos", "53", "2026-09-18"),
        ],
    ),
    step(
        "2026-09-18 16:30",
        &DARIO,
        "Delivery, week 12: better, not good\n\n\
         The Friday lorry leaves at four and the last books are packed at five.\n\
         Sofie talks to the warehouse.",
        &[Value("late-parcels", "8.5", "2026-09-18"), Value("day-on-the-page", "79", "2026-09-18")],
    ),
    step(
        "2026-09-22 10:48",
        &AMARA,
        "Draft: what Shop wants from the autumn\n\nCo-authored-by: Jun Sato <jun@lanterna.example>",
        &[
            New("2026-Q4/shop/found-in-a-minute.yaml"),
            New("2026-Q4/shop/search-success.yaml"),
            New("2026-Q4/shop/zero-results.yaml"),
        ],
    ),
    step(
        "2026-09-24 14:20",
        &BIANCA,
        "Yes: finding is what readers tell their friends about",
        &[Replace(
            "found-in-a-minute",
            "    how: readers who find their book tell a friend\n",
            "    how: readers who find their book tell a friend\n    agreed: [{by: bianca, date: 2026-09-24}]\n",
        )],
    ),
    step(
        "2026-09-25 17:30",
        &JUN,
        "Search, week 13",
        &[Value("search-time", "440", "2026-09-25"), Value("search-typos", "55", "2026-09-25")],
    ),
    step(
        "2026-09-25 16:12",
        &DARIO,
        "Delivery, week 13\n\nGoal: late-parcels\nGoal: day-on-the-page",
        &[Value("late-parcels", "8.2", "2026-09-25"), Value("day-on-the-page", "86", "2026-09-25")],
    ),
    step(
        "2026-09-28 11:34",
        &GIULIA,
        "Draft: Logistics through Christmas",
        &[
            New("2026-Q4/logistics/parcels.yaml"),
            New("2026-Q4/logistics/on-time-share.yaml"),
            New("2026-Q4/logistics/returned-books.yaml"),
        ],
    ),
    step(
        "2026-09-29 09:50",
        &MATTEO,
        "Draft: Catalogue, pages first and range second",
        &[
            New("2026-Q4/catalogue/pages-readers-trust.yaml"),
            New("2026-Q4/catalogue/complete-records.yaml"),
            New("2026-Q4/catalogue/wrong-pages.yaml"),
            New("2026-Q4/catalogue/range-worth-browsing.yaml"),
            New("2026-Q4/catalogue/titles-kept.yaml"),
            New("2026-Q4/catalogue/small-presses.yaml"),
        ],
    ),
    step(
        "2026-09-30 19:05",
        &PRIYA,
        "Last numbers of the quarter for search",
        &[Value("search-time", "420", "2026-09-30"), Value("search-typos", "56", "2026-09-30")],
    ),
    step(
        "2026-09-30 17:20",
        &SOFIE,
        "90 %: Dario has put the day on the page\n\nGoal: day-on-the-page",
        &[
            Value("day-on-the-page", "90", "2026-09-30"),
            Log(
                "day-on-the-page",
                "{date: 2026-09-30, by: sofie, kind: recognition, to: [dario], text: \"Ninety of a hundred pages \
                 say the day. Dario rang every carrier himself.\"}",
            ),
            Value("late-parcels", "8.0", "2026-09-30"),
        ],
    ),
    step(
        "2026-09-30 18:00",
        &NUMBERS,
        "Numbers of September\n\nCo-authored-by: Giulia Parodi <giulia@lanterna.example>",
        &[
            Value("on-time-delivery", "92.0", "2026-09-30"),
            Value("return-rate", "7.4", "2026-09-30"),
            Value("checkout-completion", "61.0", "2026-09-30"),
            Value("order-margin", "2.78", "2026-09-30"),
        ],
    ),
    step(
        "2026-09-30 21:40",
        &PETRA_OF_OLD,
        "Checkout: 61 of 100 baskets is where we start from",
        &[Log(
            "checkout-completion",
            "{date: 2026-09-30, by: petra, kind: note, text: \"61 with the old rules for bots. With the new ones it \
             would be 61.4; we stay with the old until January.\"}",
        )],
    ),
];
