//! Numbers of templates to words: what a feature of the model looks at.

/// What the features of a template look at. `word` gives the text of a token by its distance from the one that has the
/// feature.
#[must_use]
pub fn describe(template: u64, word: &dyn Fn(isize) -> String) -> String {
    match template {
        1 => "any word".to_owned(),
        10..=57 => {
            let offset = (template / 10) as isize - 3;
            format!("{} {}", trait_of(template % 10), at(offset, word))
        }
        100..=115 => pair(template - 100, word),
        130..=138 => {
            let what =
                ["before", "behind", "shape", "tables", "stem", "ending", "head behind", "stem before", "stem behind"];
            let with = what.get((template - 130) as usize).unwrap_or(&"");
            format!("what the rules say of it, with {with} {}", at(0, word))
        }
        150..=153 => format!("shapes or tables of three {}", at(0, word)),
        160 => format!("what the rules say of three {}", at(0, word)),
        161 => format!("what the rules say between these shapes {}", at(0, word)),
        200..=203 => format!("its first {} letters {}", template - 198, at(0, word)),
        210..=214 => format!("its last {} letters {}", template - 209, at(0, word)),
        220..=224 => format!("its last {} letters and shape {}", template - 219, at(0, word)),
        230..=232 => format!("the last {} letters of its stem {}", template - 228, at(0, word)),
        300 => format!("whether it opens a sentence {}", at(0, word)),
        301 => format!("whether it is quoted {}", at(0, word)),
        302 => format!("whether its stem stands alone elsewhere {}", at(0, word)),
        303 => format!("whether the release has it without a capital {}", at(0, word)),
        304 => format!("whether its stem follows an initial elsewhere {}", at(0, word)),
        305 => format!("whether it is in a heading {}", at(0, word)),
        310..=312 => format!("the next head of names {}", at(0, word)),
        313..=314 => format!("the office before {}", at(0, word)),
        320..=339 => format!("what a rule proposes {}", at(0, word)),
        340..=342 => format!("what the rules say of its stem in the release {}", at(0, word)),
        350 => format!("a word near {}", at(0, word)),
        _ => format!("template {template} {}", at(0, word)),
    }
}

fn trait_of(number: u64) -> &'static str {
    match number {
        0 => "word",
        1 => "stem",
        2 => "ending",
        3 => "shape",
        4 => "tables",
        5 => "what the rules say",
        6 => "head of names",
        _ => "office",
    }
}

/// The two tokens of a pair, with what is looked at of each.
fn pair(number: u64, word: &dyn Fn(isize) -> String) -> String {
    let (a, of_a, b, of_b) = match number {
        0 => (-1, "stem", 0, "stem"),
        1 => (0, "stem", 1, "stem"),
        2 => (-1, "shape", 0, "shape"),
        3 => (0, "shape", 1, "shape"),
        4 => (-1, "tables", 0, "tables"),
        5 => (0, "tables", 1, "tables"),
        6 => (0, "shape", 0, "ending"),
        7 => (0, "shape", 1, "head of names"),
        8 => (0, "shape", 2, "head of names"),
        9 => (0, "shape", -1, "office"),
        10 => (-1, "ending", 0, "shape"),
        11 => (-1, "ending", 0, "ending"),
        12 => (0, "ending", 1, "shape"),
        13 => (0, "shape", 0, "head of names"),
        14 => (0, "tables", 1, "stem"),
        _ => (0, "tables", -1, "stem"),
    };
    format!("{of_a} {} and {of_b} {}", at(a, word), at(b, word))
}

fn at(offset: isize, word: &dyn Fn(isize) -> String) -> String {
    format!("«{}»", word(offset))
}
