//! Sentences in tokens to the labels of KazNERD's classes.

use super::super::reading::Reading;
use super::super::{candidates, conflicts};
use super::evidence::Evidence;
use super::features::Features;
use super::labels::{CLASS_LABELS, Scheme};
use super::lesson::{document_of, release_of, rendering};
use super::model::Model;

/// The label of each token of a sentence: `O`, or as `B-PERSON`, `I-PERSON`. The tokens are taken as they are, none
/// is parted or joined.
///
/// Cost: linear in the tokens.
#[must_use]
pub fn tag(model: &Model<'_, CLASS_LABELS>, words: &[&str]) -> Vec<String> {
    // The number of a sentence, which some files put before its first token, is none of its words.
    if let Some((_, rest)) = words.split_first().filter(|(first, _)| rendering(first).is_some()) {
        return std::iter::once("O".to_owned()).chain(tag_words(model, rest)).collect();
    }
    tag_words(model, words)
}

fn tag_words(model: &Model<'_, CLASS_LABELS>, words: &[&str]) -> Vec<String> {
    let (release, spans) = release_of(words);
    let document = document_of(&release, &spans);
    let reading = Reading::new(&document);
    let proposed = candidates(&reading);
    let chosen = conflicts::choose(&reading, proposed.clone());
    let evidence = Evidence::new(&reading, &proposed, &chosen);
    let features = Features::wide(&reading, &evidence, document.text);
    let keys: Vec<_> = (0..words.len()).map(|at| features.key(at)).collect();
    let mut sums = vec![[0; CLASS_LABELS]; words.len()];
    for (at, sum) in sums.iter_mut().enumerate() {
        features.each(at, (0, words.len()), &mut |_, feature| model.add(feature, sum));
    }
    let names = Scheme::Classes.names();
    let name = |label: usize| label.checked_sub(1).and_then(|l| Some((l % 2, names.get(l / 2)?)));
    let show = |label| match name(label) {
        Some((0, class)) => format!("B-{class}"),
        Some((_, class)) => format!("I-{class}"),
        None => "O".to_owned(),
    };
    model.labels(&keys, sums).into_iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    #[test]
    fn every_token_gets_its_label() {
        let model = Model::read(built_in(Scheme::Classes)).unwrap();
        let words = "Кеше Астанада Ерлан Сәдуақасов 25 пайыз деді .".split(' ').collect::<Vec<_>>();
        let labels = tag(&model, &words);
        let wanted = "B-DATE B-GPE B-PERSON I-PERSON B-PERCENTAGE I-PERCENTAGE O O".split(' ');
        assert_eq!(labels, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn the_number_of_a_sentence_is_no_word_of_it() {
        let model = Model::read(built_in(Scheme::Classes)).unwrap();
        assert_eq!(tag(&model, &["AID17", "Алматыда"]), ["O", "B-GPE"]);
        assert_eq!(tag(&model, &["AID17"]), ["O"]);
        assert_eq!(tag(&model, &["3,5", "%%", "ә-ә", "…", "a b"]).len(), 5);
    }
}
