//! A `.feature` file to scenarios: as much of Gherkin as the kit uses.

/// Scenarios with their steps.
pub struct Feature {
    /// What it is about.
    pub name: String,
    /// Steps before each scenario.
    pub background: Vec<Step>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
}

/// Steps, and examples with which they are run.
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Tables of examples, heads first.
    pub examples: Vec<Vec<Vec<String>>>,
}

/// One step.
#[derive(Default)]
pub struct Step {
    /// Without its keyword.
    pub text: String,
    /// What stands between three quotes below it.
    pub document: String,
    /// The table below it.
    pub table: Vec<Vec<String>>,
}

/// Reads a feature.
pub fn read(text: &str) -> Feature {
    let mut feature = Feature { name: String::new(), background: Vec::new(), scenarios: Vec::new() };
    let mut in_examples = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let words = line.trim();
        let keyword = |name: &str| words.strip_prefix(name).map(str::trim);
        if words.is_empty() || words.starts_with(['#', '@']) {
            continue;
        }
        if let Some(name) = keyword("Feature:") {
            feature.name = name.to_owned();
        } else if keyword("Background:").is_some() {
            in_examples = false;
        } else if let Some(name) = keyword("Scenario Outline:").or_else(|| keyword("Scenario:")) {
            in_examples = false;
            feature.scenarios.push(Scenario { name: name.to_owned(), steps: Vec::new(), examples: Vec::new() });
        } else if keyword("Examples:").is_some() {
            in_examples = true;
            feature.scenarios.last_mut().unwrap().examples.push(Vec::new());
        } else if words.starts_with('|') {
            let cells = row(words);
            match feature.scenarios.last_mut() {
                Some(scenario) if in_examples => scenario.examples.last_mut().unwrap().push(cells),
                Some(scenario) => scenario.steps.last_mut().unwrap().table.push(cells),
                None => feature.background.last_mut().unwrap().table.push(cells),
            }
        } else {
            let steps = match feature.scenarios.last_mut() {
                Some(scenario) => &mut scenario.steps,
                None => &mut feature.background,
            };
            if words == "\"\"\"" {
                let indent = line.len() - line.trim_start().len();
                let document = lines.by_ref().take_while(|l| l.trim() != "\"\"\"");
                let unindented = document.map(|l| l.get(indent..).unwrap_or(l.trim_start()));
                steps.last_mut().unwrap().document = unindented.collect::<Vec<_>>().join("\n");
            } else {
                let (_, text) = words.split_once(' ').unwrap_or_else(|| panic!("what does {words} mean?"));
                steps.push(Step { text: text.trim().trim_end_matches(':').to_owned(), ..Step::default() });
            }
        }
    }
    feature
}

/// The cells of a table's row.
fn row(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut characters = line.trim().trim_start_matches('|').chars();
    while let Some(c) = characters.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\\' => match characters.next() {
                Some('|') => cell.push('|'),
                Some('\\') => cell.push('\\'),
                Some('n') => cell.push('\n'),
                Some(other) => cell.extend(['\\', other]),
                None => {}
            },
            c => cell.push(c),
        }
    }
    cells
}
