//! Releases in, a graph in memory, one question: the smallest program that embeds the store.
//!
//! `cargo run --example who_met_whom`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::ops::ControlFlow;

use shezhire::{Database, Ingest, Parameters, Release};

const TEXT: &str = "2024 жылғы 5 наурыз

Сыртқы істер министрі Айгүл Тілеубаева Астанада Германияның Қазақстандағы елшісі Анна Вебермен кездесті. Кездесуде екі \
елдің сауда байланыстары талқыланды.";

fn main() -> Result<(), Box<dyn Error>> {
    let database = Database::in_memory();
    Ingest::new(&database).add(Release::from_text("хабар.txt", TEXT)?, |_| ControlFlow::Continue(()))?;

    let question = "MATCH (a:Person)-[:TOOK_PART_IN]->(e:Event)<-[:TOOK_PART_IN]-(b:Person)
                    WHERE a.name < b.name
                    RETURN a.name AS one, b.name AS other, e.evidence AS sentence";
    for row in &database.snapshot().query(question, &Parameters::new())? {
        println!("{} – {}", row.get::<String>("one")?, row.get::<String>("other")?);
        println!("  {}", row.get::<String>("sentence")?);
    }
    Ok(())
}
