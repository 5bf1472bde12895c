//! The rules of the calendar's grammar, for those who ask which one read an expression.

/// A rule of the grammar of calendar expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateRule {
    /// A date in figures ("03.01.2017").
    Numeric,
    /// Years with a dash or in words ("2023-2027 жылдары").
    YearRange,
    /// A year with what stands behind it: day, month, season, half, quarter ("2017 жылғы 3 қаңтар").
    WithYear,
    /// A century ("ХХ ғасыр").
    Century,
    /// A decade ("90-жылдары").
    Decade,
    /// A day and month without a year ("18 қарашада").
    DayMonth,
    /// A month without a year ("қазан айында").
    MonthAlone,
    /// A half, quarter or season without a year ("бірінші тоқсанда").
    PeriodAlone,
    /// So long ago, or in so long ("үш күн бұрын").
    Distance,
    /// A word that counts from the release's date ("бүгін", "биыл", "келесі жылы").
    Deictic,
}

impl DateRule {
    /// Its name in machine-readable explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numeric => "numeric",
            Self::YearRange => "year-range",
            Self::WithYear => "with-year",
            Self::Century => "century",
            Self::Decade => "decade",
            Self::DayMonth => "day-month",
            Self::MonthAlone => "month-alone",
            Self::PeriodAlone => "period-alone",
            Self::Distance => "distance",
            Self::Deictic => "deictic",
        }
    }
}

impl std::fmt::Display for DateRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Numeric => "a date in figures",
            Self::YearRange => "a stretch of years",
            Self::WithYear => "a year with what stands behind it",
            Self::Century => "a century",
            Self::Decade => "a decade",
            Self::DayMonth => "a day and month without a year",
            Self::MonthAlone => "a month without a year",
            Self::PeriodAlone => "a half, quarter or season without a year",
            Self::Distance => "so long before or after the release",
            Self::Deictic => "a word that counts from the release's date",
        })
    }
}
