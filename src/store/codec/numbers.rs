//! A pack's differences to numbers, summed while they are read and kept as narrow as they allow.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

/// Room that is made for so many numbers before they are read.
const MOST_AT_ONCE: usize = 1 << 16;

/// A number for each row of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// `first, first + 1, …`
    Range {
        /// The first.
        first: u64,
        /// How many.
        count: u32,
    },
    /// Any that fit into 32 bits.
    Narrow(Vec<u32>),
    /// Any.
    Wide(Vec<u64>),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Range { first: 0, count: 0 }
    }
}

impl Numbers {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Range { count, .. } => *count as usize,
            Self::Narrow(numbers) => numbers.len(),
            Self::Wide(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives them in order.
    pub fn for_each(&self, mut give: impl FnMut(u64)) {
        match self {
            Self::Range { first, count } => (*first..).take(*count as usize).for_each(give),
            Self::Narrow(numbers) => numbers.iter().for_each(|number| give(u64::from(*number))),
            Self::Wide(numbers) => numbers.iter().for_each(|number| give(*number)),
        }
    }

    /// Adds a number to what may become `capacity` of them.
    fn push(&mut self, number: u64, capacity: usize) {
        match (&mut *self, u32::try_from(number)) {
            (Self::Range { first, count }, _) if *count == 0 => (*first, *count) = (number, 1),
            (Self::Range { first, count }, _) if first.checked_add(u64::from(*count)) == Some(number) => *count += 1,
            (Self::Narrow(numbers), Ok(narrow)) => numbers.push(narrow),
            (Self::Wide(numbers), _) => numbers.push(number),
            (Self::Range { .. } | Self::Narrow(_), _) => {
                let (mut narrow, mut fits) = (Vec::with_capacity(capacity), true);
                let mut add = |number| match u32::try_from(number) {
                    Ok(number) => narrow.push(number),
                    Err(_) => fits = false,
                };
                self.for_each(&mut add);
                add(number);
                *self = if fits {
                    Self::Narrow(narrow)
                } else {
                    let mut wide = Vec::with_capacity(capacity);
                    self.for_each(|number| wide.push(number));
                    wide.push(number);
                    Self::Wide(wide)
                };
            }
        }
    }
}

/// How differences are summed.
trait Sum<'de>: Default {
    type Difference: Deserialize<'de>;
    fn next(&mut self, difference: Self::Difference) -> Result<u64, &'static str>;
}

/// Numbers of which each is greater than the one before.
#[derive(Default)]
struct Growing(Option<u64>);

impl Sum<'_> for Growing {
    type Difference = u64;

    fn next(&mut self, difference: u64) -> Result<u64, &'static str> {
        let number = match self.0 {
            None => difference,
            Some(_) if difference == 0 => return Err("an identity comes twice"),
            Some(before) => before.checked_add(difference).ok_or("an identity is too large")?,
        };
        self.0 = Some(number);
        Ok(number)
    }
}

/// Numbers in any order.
#[derive(Default)]
struct Wandering(u64);

impl Sum<'_> for Wandering {
    type Difference = i64;

    fn next(&mut self, difference: i64) -> Result<u64, &'static str> {
        self.0 = self.0.wrapping_add(difference.cast_unsigned());
        Ok(self.0)
    }
}

struct Summed<S>(PhantomData<S>);

impl<'de, S: Sum<'de>> Visitor<'de> for Summed<S> {
    type Value = Numbers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("differences")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut differences: A) -> Result<Numbers, A::Error> {
        let (mut sum, mut numbers) = (S::default(), Numbers::default());
        // What is told may be wrong; a pack has some thousands.
        let capacity = differences.size_hint().unwrap_or(0).min(MOST_AT_ONCE);
        while let Some(difference) = differences.next_element()? {
            numbers.push(sum.next(difference).map_err(A::Error::custom)?, capacity);
        }
        Ok(numbers)
    }
}

/// Reads numbers that grow.
pub(super) fn growing<'de, D: Deserializer<'de>>(from: D) -> Result<Numbers, D::Error> {
    from.deserialize_seq(Summed::<Growing>(PhantomData))
}

/// Reads numbers in any order.
pub(super) fn wandering<'de, D: Deserializer<'de>>(from: D) -> Result<Numbers, D::Error> {
    from.deserialize_seq(Summed::<Wandering>(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_kept_as_they_come(numbers in proptest::collection::vec(prop_oneof![0_u64..9, any::<u64>()], 0..40)) {
            let mut kept = Numbers::default();
            numbers.iter().for_each(|number| kept.push(*number, 3));
            let mut given = Vec::new();
            kept.for_each(|number| given.push(number));
            prop_assert_eq!(kept.len(), numbers.len());
            prop_assert_eq!(given, numbers);
        }
    }

    #[test]
    fn numbers_in_a_row_take_no_room() {
        let mut kept = Numbers::default();
        (5..1000).for_each(|number| kept.push(number, 0));
        assert_eq!(kept, Numbers::Range { first: 5, count: 995 });
    }
}
