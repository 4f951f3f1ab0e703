//! The texts of the files that the demo adds, as they are when they are added.

/// Paths in the demo's repository, and what stands there at first.
const FILES: &[(&str, &str)] = &[
    (".mailmap", include_str!("goals/mailmap")),
    ("2026-Q3/logistics/day-on-the-page.yaml", include_str!("goals/2026-Q3/logistics/day-on-the-page.yaml")),
    ("2026-Q3/logistics/delivery-promise.yaml", include_str!("goals/2026-Q3/logistics/delivery-promise.yaml")),
    ("2026-Q3/logistics/late-parcels.yaml", include_str!("goals/2026-Q3/logistics/late-parcels.yaml")),
    ("2026-Q3/shop/faster-search.yaml", include_str!("goals/2026-Q3/shop/faster-search.yaml")),
    ("2026-Q3/shop/search-time.yaml", include_str!("goals/2026-Q3/shop/search-time.yaml")),
    ("2026-Q3/shop/search-typos.yaml", include_str!("goals/2026-Q3/shop/search-typos.yaml")),
    ("2026-Q4/catalogue/book-page-notes.yaml", include_str!("goals/2026-Q4/catalogue/book-page-notes.yaml")),
    ("2026-Q4/catalogue/complete-records.yaml", include_str!("goals/2026-Q4/catalogue/complete-records.yaml")),
    ("2026-Q4/catalogue/feed-errors.yaml", include_str!("goals/2026-Q4/catalogue/feed-errors.yaml")),
    ("2026-Q4/catalogue/feeds-connected.yaml", include_str!("goals/2026-Q4/catalogue/feeds-connected.yaml")),
    ("2026-Q4/catalogue/hand-typed-records.yaml", include_str!("goals/2026-Q4/catalogue/hand-typed-records.yaml")),
    ("2026-Q4/catalogue/notes-read.yaml", include_str!("goals/2026-Q4/catalogue/notes-read.yaml")),
    ("2026-Q4/catalogue/pages-readers-trust.yaml", include_str!("goals/2026-Q4/catalogue/pages-readers-trust.yaml")),
    ("2026-Q4/catalogue/podcast-listeners.yaml", include_str!("goals/2026-Q4/catalogue/podcast-listeners.yaml")),
    ("2026-Q4/catalogue/podcast.yaml", include_str!("goals/2026-Q4/catalogue/podcast.yaml")),
    ("2026-Q4/catalogue/range-worth-browsing.yaml", include_str!("goals/2026-Q4/catalogue/range-worth-browsing.yaml")),
    (
        "2026-Q4/catalogue/records-without-typing.yaml",
        include_str!("goals/2026-Q4/catalogue/records-without-typing.yaml"),
    ),
    ("2026-Q4/catalogue/small-presses.yaml", include_str!("goals/2026-Q4/catalogue/small-presses.yaml")),
    ("2026-Q4/catalogue/titles-kept.yaml", include_str!("goals/2026-Q4/catalogue/titles-kept.yaml")),
    ("2026-Q4/catalogue/voices-not-blurbs.yaml", include_str!("goals/2026-Q4/catalogue/voices-not-blurbs.yaml")),
    ("2026-Q4/catalogue/wrong-pages.yaml", include_str!("goals/2026-Q4/catalogue/wrong-pages.yaml")),
    (
        "2026-Q4/logistics/delivery-promise-2026-q4.yaml",
        include_str!("goals/2026-Q4/logistics/delivery-promise-2026-q4.yaml"),
    ),
    ("2026-Q4/logistics/late-parcels-2026-q4.yaml", include_str!("goals/2026-Q4/logistics/late-parcels-2026-q4.yaml")),
    ("2026-Q4/logistics/lean-stock.yaml", include_str!("goals/2026-Q4/logistics/lean-stock.yaml")),
    ("2026-Q4/logistics/on-time-share.yaml", include_str!("goals/2026-Q4/logistics/on-time-share.yaml")),
    ("2026-Q4/logistics/parcels.yaml", include_str!("goals/2026-Q4/logistics/parcels.yaml")),
    ("2026-Q4/logistics/picking-time.yaml", include_str!("goals/2026-Q4/logistics/picking-time.yaml")),
    ("2026-Q4/logistics/pickup-points.yaml", include_str!("goals/2026-Q4/logistics/pickup-points.yaml")),
    ("2026-Q4/logistics/returned-books.yaml", include_str!("goals/2026-Q4/logistics/returned-books.yaml")),
    ("2026-Q4/logistics/shelf-moves.yaml", include_str!("goals/2026-Q4/logistics/shelf-moves.yaml")),
    ("2026-Q4/logistics/space-for-what-sells.yaml", include_str!("goals/2026-Q4/logistics/space-for-what-sells.yaml")),
    ("2026-Q4/logistics/where-is-my-order.yaml", include_str!("goals/2026-Q4/logistics/where-is-my-order.yaml")),
    ("2026-Q4/shop/completed-baskets.yaml", include_str!("goals/2026-Q4/shop/completed-baskets.yaml")),
    ("2026-Q4/shop/found-in-a-minute.yaml", include_str!("goals/2026-Q4/shop/found-in-a-minute.yaml")),
    ("2026-Q4/shop/gift-card-redeemed.yaml", include_str!("goals/2026-Q4/shop/gift-card-redeemed.yaml")),
    ("2026-Q4/shop/gift-card-sales.yaml", include_str!("goals/2026-Q4/shop/gift-card-sales.yaml")),
    ("2026-Q4/shop/gift-cards.yaml", include_str!("goals/2026-Q4/shop/gift-cards.yaml")),
    ("2026-Q4/shop/guest-checkout.yaml", include_str!("goals/2026-Q4/shop/guest-checkout.yaml")),
    ("2026-Q4/shop/judged-pairs.yaml", include_str!("goals/2026-Q4/shop/judged-pairs.yaml")),
    ("2026-Q4/shop/order-questions.yaml", include_str!("goals/2026-Q4/shop/order-questions.yaml")),
    ("2026-Q4/shop/paying-is-calm.yaml", include_str!("goals/2026-Q4/shop/paying-is-calm.yaml")),
    ("2026-Q4/shop/payment-failures.yaml", include_str!("goals/2026-Q4/shop/payment-failures.yaml")),
    ("2026-Q4/shop/questions-answered.yaml", include_str!("goals/2026-Q4/shop/questions-answered.yaml")),
    ("2026-Q4/shop/ranking-by-meaning.yaml", include_str!("goals/2026-Q4/shop/ranking-by-meaning.yaml")),
    ("2026-Q4/shop/search-success.yaml", include_str!("goals/2026-Q4/shop/search-success.yaml")),
    ("2026-Q4/shop/search-typos-2026-q4.yaml", include_str!("goals/2026-Q4/shop/search-typos-2026-q4.yaml")),
    ("2026-Q4/shop/search-understands.yaml", include_str!("goals/2026-Q4/shop/search-understands.yaml")),
    ("2026-Q4/shop/zero-results.yaml", include_str!("goals/2026-Q4/shop/zero-results.yaml")),
    ("2026/every-parcel-earns.yaml", include_str!("goals/2026/every-parcel-earns.yaml")),
    ("2026/known-for-finding.yaml", include_str!("goals/2026/known-for-finding.yaml")),
    ("2026/learning-from-mistakes.yaml", include_str!("goals/2026/learning-from-mistakes.yaml")),
    ("2026/margin-per-order.yaml", include_str!("goals/2026/margin-per-order.yaml")),
    ("2026/monthly-orders.yaml", include_str!("goals/2026/monthly-orders.yaml")),
    ("2026/reader-recommendation.yaml", include_str!("goals/2026/reader-recommendation.yaml")),
    ("2026/readers-who-return.yaml", include_str!("goals/2026/readers-who-return.yaml")),
    ("2026/single-expert-tasks.yaml", include_str!("goals/2026/single-expert-tasks.yaml")),
    ("2026/work-that-lasts.yaml", include_str!("goals/2026/work-that-lasts.yaml")),
    ("2027-Q1/shop/read-twice.yaml", include_str!("goals/2027-Q1/shop/read-twice.yaml")),
    ("2027-Q1/shop/second-hand-orders.yaml", include_str!("goals/2027-Q1/shop/second-hand-orders.yaml")),
    ("README.md", include_str!("goals/README.md")),
    ("goalpost.yaml", include_str!("goals/goalpost.yaml")),
    ("kpis/checkout-completion.yaml", include_str!("goals/kpis/checkout-completion.yaml")),
    ("kpis/on-time-delivery.yaml", include_str!("goals/kpis/on-time-delivery.yaml")),
    ("kpis/order-margin.yaml", include_str!("goals/kpis/order-margin.yaml")),
    ("kpis/return-rate.yaml", include_str!("goals/kpis/return-rate.yaml")),
    ("mission.yaml", include_str!("goals/mission.yaml")),
    ("org.yaml", include_str!("goals/org.yaml")),
    ("surveys/pulse-2026-11.yaml", include_str!("goals/surveys/pulse-2026-11.yaml")),
];

/// The text of a file when it is added.
pub(super) fn text_of(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// Every path, sorted.
#[cfg(test)]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}
