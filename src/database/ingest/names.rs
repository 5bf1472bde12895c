//! A graph to what identities rest on: the names on record, which bodies speak of which, and the happenings of each day.

use super::connect::Changes;
use super::entities::{forms_on_record, offices_on_record};
use super::reader::Reader;
use super::recent::Recent;
use super::same_events::Happenings;
use super::titles::{Rest, Titles};
use super::wholes::Wholes;
use crate::graph::Draft;
use crate::model::EntityKind;
use crate::resolve::{Index, Judgement};

/// What is worked out from a graph before names are added to it or judged.
#[derive(Debug)]
pub(super) struct Names {
    pub index: Index,
    pub wholes: Wholes,
    pub happenings: Happenings,
    pub titles: Titles,
}

impl Names {
    /// The names of a draft under the judgements that are in force. Cost: proportional to their number.
    pub fn on_record(draft: &Draft, in_force: Vec<Judgement>) -> Self {
        let forms = forms_on_record(draft);
        let organisations = forms.iter().filter(|f| f.0 == EntityKind::Organisation).map(|f| f.1.as_str());
        Self {
            wholes: Wholes::on_record(organisations),
            index: Index::new(forms, offices_on_record(draft), in_force),
            happenings: Happenings::on_record(draft),
            titles: Titles::on_record(draft),
        }
    }

    /// Brings in line with what changed what rests on it: who is meant by offices that stand alone, and which happenings may
    /// be one.
    pub fn settle(&mut self, draft: &mut Draft, mut changes: Changes, reader: &Reader, recent: &Recent) {
        let rest = Rest { index: &self.index, happenings: &mut self.happenings, reader, recent };
        self.titles.update(draft, &mut changes, rest);
        self.happenings.update(draft, &changes.releases, reader);
    }
}
