//! How long 1,000 and 10,000 goals take: to be read, checked and added up.

mod company;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use goalpost::analysis::facts::Facts;
use goalpost::lint::{self, Finding, Lint};
use goalpost::model::{Day, Workspace, parse_day};
use goalpost::rules::RULES;
use goalpost::source::SourceSet;
use goalpost::view::rollup::RollupView;
use goalpost::view::selection::{Selection, Time};

fn today() -> Day {
    parse_day("2026-11-21").expect("a day")
}

fn check(workspace: &Workspace) -> Vec<Finding> {
    lint::run(&Lint { rules: RULES, ..Lint::default() }, &Facts::take(workspace, today())).findings
}

fn goals(criterion: &mut Criterion) {
    for size in [1_000, 10_000] {
        let sources = SourceSet::from_texts(company::company(size));
        let workspace = Workspace::read(sources.clone());
        // What is measured is looking, not telling.
        let found = check(&workspace);
        assert!(found.is_empty(), "{} findings, the first: {}", found.len(), found[0].message);
        let count = u64::try_from(workspace.goals.len()).expect("a small number");

        let mut group = criterion.benchmark_group("goals");
        group.sample_size(10).throughput(Throughput::Elements(count));
        group.bench_function(BenchmarkId::new("parse", size), |bencher| {
            bencher.iter_batched(|| sources.clone(), Workspace::read, BatchSize::LargeInput);
        });
        group.bench_function(BenchmarkId::new("check", size), |bencher| {
            bencher.iter(|| black_box(check(&workspace)));
        });
        group.bench_function(BenchmarkId::new("rollup", size), |bencher| {
            let all = Selection { time: Time::All, ..Selection::default() };
            bencher.iter(|| black_box(RollupView::new(&Facts::take(&workspace, today()), &all, None)));
        });
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    goals(&mut criterion);
    criterion.final_summary();
}
