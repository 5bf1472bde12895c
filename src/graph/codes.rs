//! Small numbers to the narrowest array that holds them.

/// An immutable array of numbers in one, two or four bytes each.
#[derive(Clone, Debug)]
pub(super) enum Codes {
    Narrow(Box<[u8]>),
    Medium(Box<[u16]>),
    Wide(Box<[u32]>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::Narrow(Box::default())
    }
}

impl Codes {
    pub(super) fn new(values: &[u32]) -> Self {
        let most = values.iter().copied().max().unwrap_or(0);
        #[allow(clippy::cast_possible_truncation)] // no value is above `most`
        if most <= u32::from(u8::MAX) {
            Self::Narrow(values.iter().map(|v| *v as u8).collect())
        } else if most <= u32::from(u16::MAX) {
            Self::Medium(values.iter().map(|v| *v as u16).collect())
        } else {
            Self::Wide(values.into())
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<u32> {
        match self {
            Self::Narrow(v) => v.get(at).map(|c| u32::from(*c)),
            Self::Medium(v) => v.get(at).map(|c| u32::from(*c)),
            Self::Wide(v) => v.get(at).copied(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Narrow(v) => v.len(),
            Self::Medium(v) => v.len(),
            Self::Wide(v) => v.len(),
        }
    }

    #[cfg(test)]
    fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::Narrow(v) => Box::new(v.iter().map(|c| u32::from(*c))),
            Self::Medium(v) => Box::new(v.iter().map(|c| u32::from(*c))),
            Self::Wide(v) => Box::new(v.iter().copied()),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Narrow(v) => v.len(),
            Self::Medium(v) => v.len() * 2,
            Self::Wide(v) => v.len() * 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Codes;

    #[test]
    fn the_width_follows_the_largest_number() {
        for (most, bytes) in [(255, 2), (256, 4), (65_536, 8)] {
            let codes = Codes::new(&[1, most]);
            assert_eq!(codes.bytes(), bytes);
            assert_eq!(codes.iter().collect::<Vec<_>>(), [1, most]);
            assert_eq!((codes.get(1), codes.get(2)), (Some(most), None));
        }
    }
}
