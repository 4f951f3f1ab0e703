//! Similarity of short texts: the cosine of TF-IDF vectors, and a search for similar pairs that does not compare every
//! pair.

use foldhash::{HashMap, HashMapExt as _};

use crate::analysis::text::counted::{CountedTexts, MOST_TERMS};
use crate::analysis::text::repeated::{Repeated, spread};
use crate::analysis::text::term_lists::TermLists;

/// The least cosine of two similar texts.
pub(super) const ALIKE: f64 = 0.85;

/// The least number of different terms that similar texts have in common.
pub(in crate::analysis) const COMMON_TERMS: usize = 3;

/// The tolerance for rounding of cosines.
const ROUNDING: f64 = 1e-9;

/// The number of keys of an average class.
const KEYS: usize = 16;

/// The cost of comparing a pair term by term, in upper bounds of a pair.
const COMPARISON: usize = 25;

/// Texts as vectors; equal texts share one.
#[derive(Debug)]
pub struct Texts {
    /// The vector of each text.
    class: Vec<u32>,
    /// The ranks and weights of the terms of all vectors, one vector after the other, rarest term first; a vector has
    /// length 1.
    weights: Vec<(u32, f64)>,
    /// The start of each vector in `weights`, and the end of the last.
    starts: Vec<usize>,
}

/// Two similar vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarPair {
    /// One class of equal texts.
    pub one: u32,
    /// Another.
    pub other: u32,
    /// The cosine between them.
    pub cosine: f64,
    /// The number of different terms in common.
    pub common: usize,
    /// Whether they are known to be about the same, although each may have a term that the other has not.
    pub is_same: bool,
}

impl Texts {
    /// Weighs the terms of each text by TF-IDF with smoothing: the frequency of the term in the text, times
    /// ln((1 + n) / (1 + d)) + 1, where n is the number of texts and d the number of texts with the term.
    pub fn weigh(texts: &TermLists) -> Self {
        let terms = texts.all().iter().max().map_or(0, |most| *most as usize + 1);
        let counted = CountedTexts::of(texts);
        let with_term = counted.frequencies(terms);
        let mut classes: HashMap<&[(u32, u32)], u32> = HashMap::new();
        let mut kinds: Vec<&[(u32, u32)]> = Vec::new();
        let mut class = Vec::with_capacity(texts.len());
        for of_text in counted.iter() {
            let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
            class.push(*classes.entry(of_text).or_insert_with(|| {
                kinds.push(of_text);
                next
            }));
        }
        drop(classes);
        // A term's rank is its index among all terms, from the rarest on.
        let mut by_rarity: Vec<u32> = (0..).take(terms).collect();
        by_rarity.sort_by_key(|term| (with_term[*term as usize], *term));
        let mut rank = vec![0_u32; terms];
        for (place, term) in (0..).zip(&by_rarity) {
            rank[*term as usize] = place;
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of texts")]
        let all = texts.len() as f64;
        let weights = Vec::with_capacity(kinds.iter().map(|counted| counted.len()).sum());
        let mut found = Self { class, weights, starts: vec![0] };
        for counted in kinds {
            let begin = found.weights.len();
            found.weights.extend(counted.iter().map(|(term, count)| {
                // `libm`'s logarithm is the same on every machine.
                let idf = libm::log((1.0 + all) / (1.0 + f64::from(with_term[*term as usize]))) + 1.0;
                (rank[*term as usize], f64::from(*count) * idf)
            }));
            let vector = &mut found.weights[begin..];
            vector.sort_unstable_by_key(|(rank, _)| *rank);
            let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
            for (_, weight) in vector.iter_mut() {
                *weight /= length;
            }
            found.starts.push(found.weights.len());
        }
        found
    }

    /// The class of a text: equal texts have the same.
    pub fn class(&self, text: usize) -> u32 {
        self.class[text]
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of different terms of a class.
    pub fn terms(&self, class: u32) -> usize {
        self.vector(class).len()
    }

    fn vector(&self, class: u32) -> &[(u32, f64)] {
        let class = class as usize;
        &self.weights[self.starts[class]..self.starts[class + 1]]
    }

    /// The cosine between two classes, the number of terms in common, and the ranks of the rarest of these.
    fn compare(&self, one: u32, other: u32) -> (f64, usize, [u32; COMMON_TERMS]) {
        let (mut a, mut b) = (self.vector(one).iter().peekable(), self.vector(other).iter().peekable());
        let (mut cosine, mut shared, mut common) = (0.0, 0, [u32::MAX; COMMON_TERMS]);
        while let (Some((rank_a, weight_a)), Some((rank_b, weight_b))) = (a.peek(), b.peek()) {
            match rank_a.cmp(rank_b) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    cosine += weight_a * weight_b;
                    if let Some(place) = common.get_mut(shared) {
                        *place = *rank_a;
                    }
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        (cosine, shared, common)
    }

    /// The cosine between two classes.
    pub fn cosine(&self, one: u32, other: u32) -> f64 {
        self.compare(one, other).0
    }

    /// The pairs of classes whose cosine is at least [`ALIKE`] and that have [`COMMON_TERMS`] terms in common.
    ///
    /// Two such vectors have their three rarest common terms among the first few of each: were the third one further
    /// back, then even the two heaviest terms before it and all that follows could not make up the cosine
    /// (Cauchy-Schwarz). So vectors are looked up by three of their first terms, and only those that meet are compared.
    pub fn alike(&self) -> Vec<SimilarPair> {
        // Most keys are those of one class alone, which meets nobody there.
        let mut repeated = Repeated::of_about(self.classes() * KEYS);
        (0..).take(self.classes()).for_each(|class| self.keys(class, |key| repeated.note(key.mixed.into())));
        let mut keys: Vec<TermKey> = Vec::new();
        for class in (0..).take(self.classes()) {
            self.keys(class, |key| keys.extend(repeated.has(key.mixed.into()).then_some(key)));
        }
        keys.sort_unstable_by_key(|key| (key.mixed, key.class));
        let mut meetings: Vec<&[TermKey]> =
            keys.chunk_by(|a, b| a.mixed == b.mixed).filter(|keys| keys.len() > 1).collect();
        meetings.sort_by_key(|keys| keys.len());
        // The budget bounds the time for thousands of different texts with the same few words: not all are compared
        // then.
        let mut left = 50_000_000 + 2_000 * self.classes();
        let mut found = Vec::new();
        for keys in meetings {
            left = left.saturating_sub(keys.len() * (keys.len() - 1) / 2);
            if left == 0 {
                break;
            }
            let bounds: Vec<CosineBound> = keys.iter().map(|key| self.bound(key)).collect();
            for (at, one) in bounds.iter().enumerate() {
                for other in bounds[at + 1..].iter().filter(|other| one.with(other) >= ALIKE - ROUNDING) {
                    left = left.saturating_sub(COMPARISON);
                    let (one, other) = (one.key, other.key);
                    let (cosine, common, rarest) = self.compare(one.class, other.class);
                    // A pair meets at every three of its common terms, and is reported at the three rarest.
                    let here = one.class != other.class && rarest == self.ranks(one) && rarest == self.ranks(other);
                    if here && cosine >= ALIKE - ROUNDING {
                        left = left.saturating_sub(4 * COMPARISON);
                        found.push(SimilarPair { one: one.class, other: other.class, cosine, common, is_same: false });
                    }
                }
            }
        }
        found
    }

    /// The pair of two classes, whatever their cosine.
    pub fn pair(&self, one: u32, other: u32) -> SimilarPair {
        let (cosine, common, _) = self.compare(one, other);
        SimilarPair { one, other, cosine, common, is_same: false }
    }

    /// The pairs of classes with at least `least` terms in common, of which each has one term that the other has not. If
    /// three classes or more differ in the same place, the term there is a name, and they are no pairs.
    pub fn one_term_apart(&self, least: usize) -> Vec<SimilarPair> {
        // A class has a rest for each of its terms, and few have a rest that another class has.
        let mut repeated = Repeated::of_about(self.weights.len());
        self.each_rest(least, |rest, _, _| repeated.note(rest));
        let mut rests: Vec<(u64, usize, u32)> = Vec::new();
        self.each_rest(least, |rest, count, class| {
            rests.extend(repeated.has(rest).then_some((rest, count, class)));
        });
        rests.sort_unstable();
        let same = rests.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let pairs =
            same.filter_map(|same| <&[_; 2]>::try_from(same).ok()).map(|[one, other]| self.pair(one.2, other.2));
        // Different terms may have the same sum by chance.
        let mut found: Vec<SimilarPair> = pairs.filter(|it| it.common + 1 == self.terms(it.one)).collect();
        found.sort_by_key(|pair| (pair.one, pair.other));
        found
    }

    /// Calls `take` with the sum of the terms but one of each class of more than `least` terms, the number of its terms, and
    /// the class.
    fn each_rest(&self, least: usize, mut take: impl FnMut(u64, usize, u32)) {
        for class in (0..).take(self.classes()).filter(|class| self.terms(*class) > least) {
            let ranks = || self.vector(class).iter().map(|(rank, _)| spread(*rank));
            let all = ranks().fold(0, u64::wrapping_add);
            ranks().for_each(|left_out| take(all.wrapping_sub(left_out), self.terms(class), class));
        }
    }

    /// Calls `take` with the keys of a class: every three of its first terms that can be the rarest ones in common with a
    /// similar class.
    fn keys(&self, class: u32, mut take: impl FnMut(TermKey)) {
        let vector = self.vector(class);
        let mut behind = [0.0; MOST_TERMS + 1];
        for (at, (_, weight)) in vector.iter().enumerate().rev() {
            behind[at] = behind[at + 1] + weight * weight;
        }
        let first = &vector[..prefix(vector)];
        for (c, (rank_c, weight_c)) in first.iter().enumerate() {
            for (b, (rank_b, weight_b)) in first[..c].iter().enumerate() {
                for (a, (rank_a, weight_a)) in first[..b].iter().enumerate() {
                    let most = weight_a * weight_a + weight_b * weight_b + weight_c * weight_c + behind[c + 1];
                    if most >= ALIKE * ALIKE - ROUNDING {
                        #[expect(clippy::cast_possible_truncation, reason = "a vector has at most MOST_TERMS terms")]
                        let places = [a as u8, b as u8, c as u8];
                        take(TermKey { mixed: mix([*rank_a, *rank_b, *rank_c]), class, places });
                    }
                }
            }
        }
    }

    fn ranks(&self, key: &TermKey) -> [u32; COMMON_TERMS] {
        key.places.map(|place| self.vector(key.class)[usize::from(place)].0)
    }

    fn bound<'k>(&self, key: &'k TermKey) -> CosineBound<'k> {
        let vector = self.vector(key.class);
        let behind = vector.iter().skip(usize::from(key.places[COMMON_TERMS - 1]) + 1);
        let behind: f64 = behind.map(|(_, weight)| weight * weight).sum();
        CosineBound { key, weights: key.places.map(|place| vector[usize::from(place)].1), behind: behind.sqrt() }
    }
}

/// Three of the first terms of a class, by which it is looked up.
struct TermKey {
    /// A hash of the terms; collisions only cost a comparison.
    mixed: u32,
    class: u32,
    /// The indices of the terms in the vector.
    places: [u8; COMMON_TERMS],
}

/// The contribution of three terms and the part behind them to a cosine, for an upper bound.
struct CosineBound<'k> {
    key: &'k TermKey,
    weights: [f64; COMMON_TERMS],
    /// The length of the part of the vector behind the last of the three.
    behind: f64,
}

impl CosineBound<'_> {
    /// The most that the cosine can be if these three are the rarest terms in common.
    fn with(&self, other: &Self) -> f64 {
        let shared: f64 = self.weights.iter().zip(&other.weights).map(|(a, b)| a * b).sum();
        shared + self.behind * other.behind
    }
}

/// The number of a vector's first terms that must include the three rarest ones in common with any similar vector.
fn prefix(vector: &[(u32, f64)]) -> usize {
    let mut behind: f64 = vector.iter().map(|(_, weight)| weight * weight).sum();
    let (mut heaviest, mut second) = (0.0, 0.0);
    for (at, (_, weight)) in vector.iter().enumerate() {
        let square = weight * weight;
        behind -= square;
        if square > heaviest {
            (heaviest, second) = (square, heaviest);
        } else if square > second {
            second = square;
        }
        if heaviest + second + behind < ALIKE * ALIKE - ROUNDING {
            return at + 1;
        }
    }
    vector.len()
}

/// A hash of three terms.
fn mix(terms: [u32; COMMON_TERMS]) -> u32 {
    let mixed = terms
        .iter()
        .fold(0_u64, |mixed, term| (mixed.rotate_left(5) ^ u64::from(*term)).wrapping_mul(0x517c_c1b7_2722_0a95));
    (mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same each time.
    fn numbers(mut seed: u64) -> impl FnMut(u64) -> u32 {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((seed >> 33) % below).unwrap_or(0)
        }
    }

    #[test]
    fn looking_up_finds_what_comparing_all_finds() {
        let mut pairs = 0;
        for seed in 0..40 {
            let mut next = numbers(seed);
            let mut texts = TermLists::default();
            for _ in 0..120 {
                // Few words are frequent and many rare, as in language.
                let mut word = || {
                    let most = 1 + u64::from(next(40));
                    next(most)
                };
                let mut text: Vec<u32> = (0..2 + word() % 12).map(|_| word()).collect();
                // Half of them are like an earlier one.
                let earlier = word() as usize * 2;
                if earlier < texts.len() {
                    text.truncate(2);
                    text.extend(texts.of(earlier));
                    text.remove(word() as usize % text.len());
                }
                texts.push(&text);
            }
            let texts = Texts::weigh(&texts);
            let classes = u32::try_from(texts.classes()).unwrap_or(0);
            let mut all = Vec::new();
            for one in 0..classes {
                for other in one + 1..classes {
                    let (cosine, shared, _) = texts.compare(one, other);
                    if cosine >= ALIKE && shared >= COMMON_TERMS {
                        all.push((one, other));
                    }
                }
            }
            let mut found: Vec<_> =
                texts.alike().iter().map(|it| (it.one.min(it.other), it.one.max(it.other))).collect();
            found.sort_unstable();
            assert_eq!(found, all, "seed {seed}");
            pairs += all.len();
        }
        assert!(pairs > 100, "{pairs}");
    }

    #[test]
    fn weights_are_counts_times_rarity() {
        let mut texts = TermLists::default();
        for text in [&[0, 1][..], &[0, 0, 2], &[1, 0]] {
            texts.push(text);
        }
        let texts = Texts::weigh(&texts);
        assert_eq!(texts.class(0), texts.class(2));
        // Term 0 is in 3 of 3 texts, 1 in 2, 2 in 1.
        let idf = |with: f64| (4.0_f64 / (1.0 + with)).ln() + 1.0;
        let (a, b) = ([idf(3.0), idf(2.0)], [2.0 * idf(3.0), idf(1.0)]);
        let length = |v: [f64; 2]| v.iter().map(|it| it * it).sum::<f64>().sqrt();
        let wanted = a[0] * b[0] / (length(a) * length(b));
        assert!((texts.cosine(0, 1) - wanted).abs() < 1e-12);
    }
}
