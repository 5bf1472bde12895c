//! Sentences to mentions to facts.

mod annotate;
mod candidate;
mod chains;
mod conflicts;
mod coreference;
mod document;
mod endings;
mod events;
mod headed;
mod known;
mod persons;
mod reading;
mod tables;

use crate::model::{Facts, Span};
use crate::text::{Language, Release};
use reading::Reading;

pub use annotate::annotate;
pub use document::{Document, Shape, Token};
pub use events::find_events;

/// Reads releases: what a release says, and nothing but that release.
///
/// Making one is cheap: the tables are parsed once a process and shared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extractor;

impl Extractor {
    /// An extractor with the tables of `grammar/kk`.
    #[must_use]
    pub fn new() -> Self {
        let _ = tables::tables();
        Self
    }

    /// The facts of a release, their spans in bytes of its source. A release that is not Kazakh has none.
    #[must_use]
    pub fn extract(&self, release: &Release) -> Facts {
        if matches!(release.language, Language::Russian | Language::English) {
            return Facts::default();
        }
        let mut document = annotate(release);
        let reading = Reading::new(&document);
        let persons = persons::persons(&reading);
        let mut candidates = known::known(&reading);
        candidates.extend(headed::headed(&reading, &persons));
        candidates.extend(persons);
        let quoted = known::quoted(&reading, &candidates);
        candidates.extend(quoted);
        let owned = chains::chains(&reading, &candidates);
        candidates.extend(owned);
        let chosen = conflicts::choose(candidates, document.tokens.len());
        let (entities, _) = coreference::entities(&reading, &chosen);
        document.entities = entities;
        let events = find_events(&document);
        let facts = Facts { entities: document.entities, dates: document.dates, events, roles: document.roles };
        to_source(release, facts)
    }
}

/// Spans of the mended text to spans of the source: the one place where that happens.
fn to_source(release: &Release, mut facts: Facts) -> Facts {
    let map = |span: &mut Span| *span = release.to_source(*span);
    facts.entities.iter_mut().flat_map(|e| &mut e.mentions).for_each(|m| map(&mut m.span));
    facts.dates.iter_mut().for_each(|d| map(&mut d.span));
    for event in &mut facts.events {
        map(&mut event.span);
        map(&mut event.evidence);
    }
    for role in &mut facts.roles {
        map(&mut role.span);
        map(&mut role.evidence);
    }
    facts
}
