//! The time that the stages of reading a release take, on the bundled releases: bytes read, words and sentences annotated, calendar
//! expressions found, all facts extracted; and how time grows with the length of one line. `cargo bench --bench extract`; throughput is bytes of source a second, on one core.

#![allow(clippy::expect_used)]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use shezhire::extract::annotate;
use shezhire::extract::tagger::{LABELS, Model, Scheme, built_in};
use shezhire::text::calendar::find_dates;
use shezhire::text::{ReadOptions, mend, read_source};
use shezhire::{Extractor, Release};

/// The bundled releases, one after another by name.
fn sources() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/releases");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the bundled releases").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a bundled release")).collect()
}

fn read(source: &[u8]) -> Vec<Release> {
    read_source("release.txt", source.to_vec(), &ReadOptions::default()).expect("a text").releases
}

fn stages(criterion: &mut Criterion) {
    let sources = sources();
    let releases: Vec<Release> = sources.iter().flat_map(|source| read(source)).collect();
    let extractor = Extractor::new();
    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Bytes(sources.iter().map(|source| source.len() as u64).sum()));
    group.bench_function("read", |b| b.iter(|| sources.iter().map(|source| read(source).len()).sum::<usize>()));
    group.bench_function("mend", |b| {
        b.iter(|| sources.iter().filter_map(|s| std::str::from_utf8(s).ok()).for_each(|s| drop(black_box(mend(s)))));
    });
    group.bench_function("annotate", |b| b.iter(|| releases.iter().for_each(|r| drop(black_box(annotate(r))))));
    group.bench_function("dates", |b| {
        b.iter(|| releases.iter().map(|r| find_dates(r.text.as_str()).len()).sum::<usize>());
    });
    group.bench_function("facts", |b| b.iter(|| releases.iter().for_each(|r| drop(black_box(extractor.extract(r))))));
    group.bench_function("whole", |b| {
        b.iter(|| sources.iter().for_each(|s| read(s).iter().for_each(|r| drop(black_box(extractor.extract(r))))));
    });
    group.finish();
    let bytes = built_in(Scheme::Kinds);
    criterion.bench_function("load the model of names", |b| {
        b.iter(|| Model::<LABELS>::read(black_box(bytes)).is_ok());
    });
}

/// Sentences that no two are equal of, on one line of about so many bytes: what a table that broke its line breaks looks like.
fn line(bytes: usize) -> String {
    let given = ["Айгүл", "Бауыржан", "Сәкен", "Динара", "Ерлан", "Гүлнар", "Қанат"];
    let surnames = ["Оспанов", "Жүнісова", "Қасымов", "Ахметова", "Тілеуов"];
    let places = ["Семейде", "Таразда", "Оралда", "Қостанайда", "Ақтауда", "Көкшетауда"];
    let mut line = String::new();
    for n in 0.. {
        let pick = |words: &[&'static str], step: usize| words.get(n / step % words.len()).copied().unwrap_or_default();
        let (given, surname, place) = (pick(&given, 1), pick(&surnames, 7), pick(&places, 5));
        line += &format!("{given} {surname} {place} {n} тұрғынмен кездесті. ");
        if line.len() >= bytes {
            break;
        }
    }
    line
}

/// Growth with length: bytes a second should be the same in all rows.
fn lengths(criterion: &mut Criterion) {
    let extractor = Extractor::new();
    let mut group = criterion.benchmark_group("one line");
    group.sample_size(10);
    for kilobytes in [64, 256, 1024] {
        let source = line(kilobytes << 10).into_bytes();
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_function(format!("{kilobytes} KiB"), |b| {
            b.iter(|| read(&source).iter().for_each(|r| drop(black_box(extractor.extract(r)))));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, lengths);
criterion_main!(benches);
