//! The first days of October 2026: the third quarter is closed, the goals of the fourth are set and settle.

use super::super::cast::{
    AMARA, BIANCA, GIULIA, INGRID, JUN, KARIM_AT_HOME, LENA, MATTEO, NICO, OWEN, PETRA, PRIYA, SOFIE, TOMAS,
};
use super::super::change::FileChange::{Add, New, Replace, Set, Value};
use super::super::step::{Step, step};

pub(super) const STEPS: &[Step] = &[
    step(
        "2026-10-01 09:10",
        &AMARA,
        "Shop's goals are set\n\n\
         Two rounds with Search, one with Catalogue. 70 % is a lot; Jun says that it\n\
         can be done if the subjects come in time.\n\n\
         Reviewed-by: Jun Sato <jun@lanterna.example>\n\
         Reviewed-by: Bianca Ferrando <bianca@lanterna.example>",
        &[
            Set("found-in-a-minute", "state", "active"),
            Set("search-success", "state", "active"),
            Set("zero-results", "state", "active"),
            Add("found-in-a-minute", "agreed:\n  - {by: jun, date: 2026-10-01}\n  - {by: priya, date: 2026-10-01}"),
        ],
    ),
    step(
        "2026-10-01 11:40",
        &GIULIA,
        "Logistics' goals are set\n\nReviewed-by: Sofie Janssens <sofie@lanterna.example>",
        &[
            Set("parcels", "state", "active"),
            Set("on-time-share", "state", "active"),
            Set("returned-books", "state", "active"),
            Add("parcels", "agreed:\n  - {by: sofie, date: 2026-10-01}\n  - {by: karim, date: 2026-10-01}"),
        ],
    ),
    step(
        "2026-10-01 16:25",
        &MATTEO,
        "Catalogue's goals are set",
        &[
            Set("pages-readers-trust", "state", "active"),
            Set("complete-records", "state", "active"),
            Set("wrong-pages", "state", "active"),
            Set("range-worth-browsing", "state", "active"),
            Set("titles-kept", "state", "active"),
            Set("small-presses", "state", "active"),
            Set("pages-readers-trust", "needs[0].state", "agreed"),
            Add(
                "pages-readers-trust",
                "agreed:\n  - {by: ingrid, date: 2026-10-01}\n  - {by: tomas, date: 2026-10-01}",
            ),
        ],
    ),
    step(
        "2026-10-02 11:15",
        &JUN,
        "Search: goals for the fourth quarter",
        &[
            New("2026-Q4/shop/search-understands.yaml"),
            New("2026-Q4/shop/questions-answered.yaml"),
            New("2026-Q4/shop/search-typos-2026-q4.yaml"),
        ],
    ),
    step(
        "2026-10-02 17:30",
        &JUN,
        "Close Search's third quarter\n\nReviewed-by: Amara Okonkwo <amara@lanterna.example>",
        &[
            Add("search-time", "state: achieved\nclosed: 2026-10-02\ngrade: {score: 0.8, computed: 0.8, by: jun}"),
            Add("search-typos", "state: missed\nclosed: 2026-10-02\ngrade: {score: 0.46, computed: 0.457, by: jun}"),
            Add(
                "faster-search",
                "state: missed\nclosed: 2026-10-02\ngrade: {score: 0.63, computed: 0.629, by: jun}\nretrospective: \
                 >-\n  Speed was ours to do and we did it. For misspelt searches we tried four dictionaries before\n  \
                 somebody looked at what readers type. Next time: read a hundred searches first.",
            ),
        ],
    ),
    step(
        "2026-10-05 10:05",
        &SOFIE,
        "Close Delivery's third quarter, with what we have learned",
        &[
            Add(
                "day-on-the-page",
                "state: achieved\nclosed: 2026-10-05\ngrade: {score: 1.0, computed: 1.0, by: sofie}",
            ),
            Add("late-parcels", "state: missed\nclosed: 2026-10-05\ngrade: {score: 0.6, computed: 0.6, by: sofie}"),
            Add(
                "delivery-promise",
                "state: missed\nclosed: 2026-10-05\ngrade: {score: 0.8, computed: 0.8, by: sofie}\nretrospective: \
                 >-\n  We promised before the warehouse had agreed when parcels are handed over. Half of all late\n  \
                 parcels had missed the five o'clock lorry. The same promise again, this time with Warehouse.",
            ),
        ],
    )
    .tagged("2026-Q3-closed"),
    step(
        "2026-10-05 11:50",
        &BIANCA,
        "September in numbers",
        &[
            Value("readers-who-return", "26.4", "2026-09-30"),
            Value("reader-recommendation", "40", "2026-09-30"),
            Value("monthly-orders", "40900", "2026-09-30"),
            Value("single-expert-tasks", "11", "2026-10-02"),
            Value("learning-from-mistakes", "adopted", "2026-10-02"),
        ],
    ),
    step(
        "2026-10-05 14:30",
        &PETRA,
        "Checkout: goals for the fourth quarter\n\nCo-authored-by: Owen Hughes <owen@lanterna.example>",
        &[
            New("2026-Q4/shop/paying-is-calm.yaml"),
            New("2026-Q4/shop/completed-baskets.yaml"),
            New("2026-Q4/shop/guest-checkout.yaml"),
            New("2026-Q4/shop/order-questions.yaml"),
            New("2026-Q4/shop/payment-failures.yaml"),
        ],
    ),
    step(
        "2026-10-05 16:48",
        &OWEN,
        "Gift cards: the present for those who have every book",
        &[
            New("2026-Q4/shop/gift-cards.yaml"),
            New("2026-Q4/shop/gift-card-sales.yaml"),
            New("2026-Q4/shop/gift-card-redeemed.yaml"),
        ],
    ),
    step(
        "2026-10-06 09:25",
        &SOFIE,
        "Delivery: the promise again, through Christmas",
        &[
            New("2026-Q4/logistics/delivery-promise-2026-q4.yaml"),
            New("2026-Q4/logistics/late-parcels-2026-q4.yaml"),
            New("2026-Q4/logistics/where-is-my-order.yaml"),
            New("2026-Q4/logistics/pickup-points.yaml"),
        ],
    ),
    step(
        "2026-10-06 10:10",
        &INGRID,
        "Metadata: let the feeds do the typing\n\nReviewed-by: Matteo Rissotto <matteo@lanterna.example>",
        &[
            New("2026-Q4/catalogue/records-without-typing.yaml"),
            New("2026-Q4/catalogue/feeds-connected.yaml"),
            New("2026-Q4/catalogue/hand-typed-records.yaml"),
            New("2026-Q4/catalogue/feed-errors.yaml"),
        ],
    ),
    step(
        "2026-10-06 12:40",
        &TOMAS,
        "Editorial: goals for the fourth quarter",
        &[
            New("2026-Q4/catalogue/voices-not-blurbs.yaml"),
            New("2026-Q4/catalogue/book-page-notes.yaml"),
            New("2026-Q4/catalogue/notes-read.yaml"),
        ],
    ),
    step(
        "2026-10-06 21:18",
        &KARIM_AT_HOME,
        "Warehouse: goals for the fourth quarter",
        &[
            New("2026-Q4/logistics/space-for-what-sells.yaml"),
            New("2026-Q4/logistics/lean-stock.yaml"),
            New("2026-Q4/logistics/picking-time.yaml"),
            New("2026-Q4/logistics/shelf-moves.yaml"),
        ],
    ),
    step(
        "2026-10-07 10:30",
        &GIULIA,
        "Handover at five: Warehouse says yes\n\nGoal: delivery-promise-2026-q4",
        &[Set("delivery-promise-2026-q4", "needs[0].state", "agreed")],
    ),
    step(
        "2026-10-07 15:55",
        &LENA,
        "podcast!",
        &[New("2026-Q4/catalogue/podcast.yaml"), New("2026-Q4/catalogue/podcast-listeners.yaml")],
    ),
    step(
        "2026-10-08 09:45",
        &INGRID,
        "Fifty feeds, not sixty\n\n\
         Nico has counted: only 53 of our publishers have a feed at all. Better to\n\
         say so in the first week than in the last.",
        &[
            Set("feeds-connected", "metric.target", "50"),
            Replace("feeds-connected", "feeds of 60 publishers", "feeds of 50 publishers"),
        ],
    ),
    step(
        "2026-10-08 10:20",
        &NICO,
        "Metadata: subjects by December, yes\n\nGoal: found-in-a-minute",
        &[Replace("found-in-a-minute", "    state: asked\n", "    goal: records-without-typing\n    state: agreed\n")],
    ),
    step(
        "2026-10-08 18:40",
        &PRIYA,
        "What I want to learn this quarter",
        &[New("2026-Q4/shop/ranking-by-meaning.yaml"), New("2026-Q4/shop/judged-pairs.yaml")],
    ),
    step(
        "2026-10-08 17:15",
        &MATTEO,
        "Agreed with Bianca: both of Catalogue's goals",
        &[
            Replace(
                "pages-readers-trust",
                "and the book goes back\n",
                "and the book goes back\n    agreed: [{by: bianca, date: 2026-10-08}]\n",
            ),
            Replace(
                "range-worth-browsing",
                "what the chains do not keep\n",
                "what the chains do not keep\n    agreed: [{by: bianca, date: 2026-10-08}]\n",
            ),
        ],
    ),
];
