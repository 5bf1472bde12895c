//! The time that one release more takes, once a session is open, on stores of made-up releases; and the opening of the session.
//! `cargo bench --bench ingest`, or with other sizes: `cargo bench --bench ingest -- 100000`. In memory, so that no disk is waited for.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod names;

use std::ops::ControlFlow;
use std::time::Instant;

use names::{Dice, form, persons};
use shezhire::{Database, Ingest, Release};

const OFFICES: [&str; 4] = ["Әділет министрі", "Бас прокурор", "Энергетика министрі", "Қорғаныс министрі"];
const PLACES: [&str; 4] = ["Алматыда", "Астанада", "Шымкентте", "Қарағандыда"];

fn release(number: usize, persons: &[[String; 3]], dice: &mut Dice) -> Release {
    let one = |dice: &mut Dice| form(&persons[dice.uneven(persons.len())], dice);
    let (guest, host) = (one(dice), one(dice));
    let (office, place) = (OFFICES[dice.uneven(OFFICES.len())], PLACES[dice.uneven(PLACES.len())]);
    let text = if number.is_multiple_of(4) {
        // A dated sighting of one who holds an office, or a release that speaks of it alone.
        let (year, day) = (1990 + number / 4 % 11_000 / 336, number / 4 % 11_000 % 336);
        let holder = if number.is_multiple_of(8) { "Айдар Сәтов" } else { "" };
        format!(
            "{year}-{:02}-{:02}\nҰлттық экономика министрі {holder} {place} {host}ды қабылдады. Сөз {number}-мәселе туралы болды.",
            day / 28 + 1,
            day % 28 + 1
        )
    } else {
        format!("{office} {guest} {place} {host}пен кездесті. Екі жақ {number}-мәселені талқылады.")
    };
    Release::from_text(&format!("{number}.txt"), &text).unwrap().remove(0)
}

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000] } else { asked };
    println!("{:>9} {:>9} {:>10} {:>14} {:>14}", "releases", "reading s", "opening s", "one more, ms", "slowest, ms");
    for count in sizes {
        let mut dice = Dice::new();
        let persons = persons(count / 5, &mut dice);
        let database = Database::in_memory();
        let begun = Instant::now();
        let all: Vec<Release> = (0..count).map(|number| release(number, &persons, &mut dice)).collect();
        Ingest::new(&database).add(all, |_| ControlFlow::Continue(())).unwrap();
        let reading = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let mut session = Ingest::new(&database);
        let opening = begun.elapsed().as_secs_f64();
        let times: Vec<f64> = (count..count + 200)
            .map(|number| {
                let one = release(number, &persons, &mut dice);
                let begun = Instant::now();
                session.add([one], |_| ControlFlow::Continue(())).unwrap();
                begun.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        let slowest = times.iter().copied().fold(0.0, f64::max);
        println!("{count:>9} {reading:>9.1} {opening:>10.2} {mean:>14.2} {slowest:>14.1}");
    }
}
