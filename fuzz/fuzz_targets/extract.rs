//! Arbitrary bytes to facts: whatever is read, nothing panics, and every span cuts text out of its release.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shezhire::Extractor;
use shezhire::model::Span;
use shezhire::text::{ReadOptions, Release, read_source};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = read_source("fuzz", bytes.to_vec(), &ReadOptions::default()) else { return };
    for release in &source.releases {
        let facts = Extractor::new().extract(release);
        for entity in &facts.entities {
            assert!(!entity.name.is_empty(), "an entity has a name");
            entity.mentions.iter().for_each(|mention| cuts(release, mention.span));
        }
        facts.dates.iter().for_each(|date| cuts(release, date.span));
        facts.events.iter().for_each(|event| cuts(release, event.span));
        facts.roles.iter().for_each(|role| cuts(release, role.span));
    }
});

fn cuts(release: &Release, span: Span) {
    assert!(!release.cut(span).is_empty(), "{span:?} cuts nothing");
}
