//! A release, its facts and why each is told to text for a person who looks for what went wrong.
//!
//! A block a release, a line a fact with its line and column in the source, and the reasons below it, indented.

use std::io::{self, Write};

use crate::extract::{Explanation, MentionReason, NameReason, Rule, TitleReason, Weighed};
use crate::model::{DateMention, DateValue, Event, Facts, Span};
use crate::text::Release;

/// Features that are shown of each probability.
const SHOWN: usize = 6;

/// Writes the block of a release. `first_line` is the line of the source that it begins in, from 1; `all`: also what is
/// not told.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_text(
    out: &mut dyn Write,
    release: &Release,
    first_line: usize,
    facts: &Facts,
    why: &Explanation,
    all: bool,
) -> io::Result<()> {
    let block = Block { release, places: places(&release.raw, first_line), facts };
    write!(out, "{}, release {}, line {first_line}", release.source, release.index)?;
    match (&release.date, release.date_from, &facts.period) {
        (Some(date), Some(from), _) => writeln!(out, ", dated {date} ({})", from.as_str())?,
        (_, _, Some(period)) => writeln!(out, ", dated {} (inferred: {})", period.date, period.why.join("; "))?,
        _ => writeln!(out, ", without a date")?,
    }
    if let Some((source, index)) = &release.duplicate_of {
        writeln!(out, "  an exact copy of release {index} of {source}")?;
    }
    block.entities(out, why)?;
    block.dates(out, why)?;
    block.events(out, why)?;
    block.roles(out, why)?;
    if all {
        block.untold(out, why)?;
    }
    writeln!(out)
}

struct Block<'f> {
    release: &'f Release,
    /// From [`places`].
    places: Vec<Place>,
    facts: &'f Facts,
}

/// A byte of a text with its line and column.
type Place = (usize, usize, usize);

/// Characters from one place to the next.
const STEP: usize = 64;

/// Places of a text that are near to any other: the start of each line, and every so many characters of it.
fn places(text: &str, first_line: usize) -> Vec<Place> {
    let mut places = Vec::new();
    let (mut line, mut column) = (first_line, 1);
    for (at, c) in text.char_indices() {
        if column % STEP == 1 {
            places.push((at, line, column));
        }
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    places
}

impl Block<'_> {
    /// Line and column of a span, from 1, and its text on one line.
    fn at(&self, span: Span) -> String {
        let start = span.start.saturating_sub(self.release.span.start);
        let next = self.places.partition_point(|(at, ..)| *at <= start);
        let near = next.checked_sub(1).and_then(|i| self.places.get(i)).copied();
        let (at, line, column) = near.unwrap_or((0, 1, 1));
        let column = column + self.release.raw.get(at..start).unwrap_or("").chars().count();
        let text: Vec<&str> = self.release.cut(span).split_whitespace().collect();
        format!("{line}:{column} \"{}\"", text.join(" "))
    }

    fn entity(&self, index: usize) -> String {
        let name = self.facts.entities.get(index).map_or("", |e| e.name.as_str());
        format!("e{} {name}", index + 1)
    }

    fn entities(&self, out: &mut dyn Write, why: &Explanation) -> io::Result<()> {
        for (index, (entity, reasons)) in self.facts.entities.iter().zip(&why.entities).enumerate() {
            writeln!(out, "  {}: {}", self.entity(index), entity.kind)?;
            for (mention, reason) in entity.mentions.iter().zip(reasons) {
                writeln!(out, "    {} {}", self.at(mention.span), mention.form)?;
                match reason {
                    MentionReason::Name(name) => write_name(out, name)?,
                    MentionReason::Title(title) => writeln!(out, "      {}", said_of(title))?,
                    MentionReason::Noun(noun) => writeln!(out, "      {noun}")?,
                }
            }
        }
        Ok(())
    }

    fn dates(&self, out: &mut dyn Write, why: &Explanation) -> io::Result<()> {
        for (index, (date, reason)) in self.facts.dates.iter().zip(&why.dates).enumerate() {
            writeln!(out, "  d{} {} = {}", index + 1, self.at(date.span), date.value)?;
            writeln!(out, "      rule {}: {}", reason.rule.as_str(), reason.rule)?;
            if let (Some(resolved), true) = (&date.resolved, reason.from_release) {
                writeln!(out, "      {resolved} by the release's date")?;
            }
        }
        Ok(())
    }

    fn events(&self, out: &mut dyn Write, why: &Explanation) -> io::Result<()> {
        for (index, (event, reason)) in self.facts.events.iter().zip(&why.events).enumerate() {
            let (kind, confidence) = (event.event_type, event.confidence);
            writeln!(out, "  v{} {} {kind}, confidence {confidence:.2}", index + 1, self.at(event.span))?;
            writeln!(out, "      trigger \"{}\" ({}), read as {}", reason.row, reason.sense, reason.ending)?;
            writeln!(out, "      worth telling with {:.2}{}", reason.probability, shown(&reason.weights))?;
            for (entity, part) in &reason.parts {
                let role = event.participant_roles.get(entity).map(|r| format!(" as {r}")).unwrap_or_default();
                writeln!(out, "      {}{role}: {}{}", self.entity(*entity), part.taken, shown(&part.weights))?;
            }
            if let (Some(place), Some(reason)) = (event.place, &reason.place) {
                writeln!(out, "      at {}: {}{}", self.entity(place), reason.chosen, shown(&reason.weights))?;
            }
            if let (Some(date), Some(reason)) = (self.date_of(event), &reason.date) {
                writeln!(out, "      on {}: {}{}", date, reason.chosen, shown(&reason.weights))?;
            }
            writeln!(out, "      {}: {}", event.modality, reason.modality)?;
        }
        Ok(())
    }

    fn date_of(&self, event: &Event) -> Option<String> {
        let index = event.date?;
        let value = |date: &DateMention| match &date.value {
            DateValue::Edtf(edtf) => edtf.to_string(),
            DateValue::Relative(relative) => relative.to_string(),
        };
        self.facts.dates.get(index).map(|date| format!("d{} {}", index + 1, value(date)))
    }

    fn roles(&self, out: &mut dyn Write, why: &Explanation) -> io::Result<()> {
        for (index, (role, reason)) in self.facts.roles.iter().zip(&why.roles).enumerate() {
            let (at, person) = (self.at(role.span), self.entity(role.person));
            let (position, confidence) = (&role.position, role.confidence);
            writeln!(out, "  r{} {at} {person}: {position}, confidence {confidence:.2}", index + 1)?;
            writeln!(out, "      {}", said_of(&reason.title))?;
            if let (Some(name), Some(bound)) = (&role.organisation, reason.organisation) {
                writeln!(out, "      of {name}: {bound}")?;
            }
        }
        Ok(())
    }

    fn untold(&self, out: &mut dyn Write, why: &Explanation) -> io::Result<()> {
        for name in &why.untold_names {
            writeln!(out, "  not told: {} {}", self.at(name.span), name.kind)?;
            let (rule, score) = name.proposed;
            match rule {
                Rule::Model => writeln!(out, "      {rule}")?,
                _ => writeln!(out, "      rule {}: {rule}, {score:.2} sure", rule.as_str())?,
            }
            if let Some(probability) = name.probability {
                writeln!(out, "      the model gives it {probability:.2}")?;
            }
        }
        for event in &why.untold_events {
            let (kind, confidence) = (event.event_type, event.confidence);
            writeln!(out, "  not told: {} {kind}, confidence {confidence:.2}", self.at(event.span))?;
            writeln!(out, "      trigger \"{}\": {}", event.row, event.because)?;
            writeln!(out, "      worth telling with {:.2}{}", event.probability, shown(&event.weights))?;
        }
        Ok(())
    }
}

fn write_name(out: &mut dyn Write, name: &NameReason) -> io::Result<()> {
    let by = name.by.as_ref().map(|by| format!(" \"{by}\"")).unwrap_or_default();
    match name.rule {
        Rule::Model => writeln!(out, "      {}", name.rule)?,
        rule => writeln!(out, "      rule {}{by}: {rule}, {:.2} sure", rule.as_str(), name.score)?,
    }
    writeln!(out, "      {}{}", name.decided, shown(&name.weights))?;
    writeln!(out, "      {}", name.joined)
}

fn said_of(title: &TitleReason) -> String {
    format!("office \"{}\" ({}): {}", title.noun, title.kind.as_str(), title.held)
}

/// The strongest weights, after a colon.
fn shown(weights: &[Weighed]) -> String {
    let strongest: Vec<String> =
        weights.iter().take(SHOWN).map(|w| format!("{:+.2} {}", w.weight, w.feature)).collect();
    if strongest.is_empty() { String::new() } else { format!(": {}", strongest.join("; ")) }
}
