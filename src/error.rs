//! Errors of the layers below to the one error that an embedding program meets.

use crate::graph::Violation;
use crate::query::{Phase, QueryError};
use crate::resolve::CorrectionError;
use crate::store::StoreError;

/// What can go wrong when a [`Database`](crate::Database) is used.
///
/// [`class`](Self::class), [`phase`](Self::phase) and [`detail`](Self::detail) are stable names for programs to match,
/// those of openCypher's compatibility kit where it has them; the message is for people.
///
/// ```
/// use shezhire::{Database, Error};
///
/// let folder = std::env::temp_dir().join(format!("shezhire-error-{}", std::process::id()));
/// let first = Database::open(&folder)?;
/// let second = Database::open(&folder);
/// assert!(matches!(second, Err(Error::Store(shezhire::StoreError::Locked { .. }))));
/// assert_eq!(second.unwrap_err().detail(), "Locked");
/// # drop(first);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store could not be opened, read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A statement could not be parsed, checked or run.
    #[error(transparent)]
    Query(QueryError),
    /// A constraint of the schema would be broken; nothing is changed then.
    #[error(transparent)]
    Constraint(Box<Violation>),
    /// A correction says what cannot be said of a fact.
    #[error(transparent)]
    Correction(#[from] CorrectionError),
    /// A column was asked for that the rows do not have.
    #[error("there is no column `{name}`; the columns are {}", columns.join(", "))]
    Column {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A value was asked for as a type that it is not of.
    #[error("column `{column}` holds {found}, not {wanted}")]
    Type {
        /// The column.
        column: String,
        /// What the program asked for.
        wanted: &'static str,
        /// What the value is.
        found: &'static str,
    },
}

impl From<QueryError> for Error {
    fn from(mut error: QueryError) -> Self {
        error.violation.take().map_or(Self::Query(error), Self::Constraint)
    }
}

impl Error {
    /// The class: `SyntaxError`, `TypeError`, …, `StoreError`.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Store(StoreError::TooLarge { .. }) => "ResourceExhausted",
            Self::Store(_) => "StoreError",
            Self::Query(e) => e.class,
            Self::Constraint(_) => "ConstraintVerificationFailed",
            Self::Column { .. } | Self::Correction(_) => "ArgumentError",
            Self::Type { .. } => "TypeError",
        }
    }

    /// When it was found: before any row was looked at, or after.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Query(e) => e.phase,
            _ => Phase::Runtime,
        }
    }

    /// The detail: `UndefinedVariable`, `Locked`, …
    #[must_use]
    pub const fn detail(&self) -> &'static str {
        match self {
            Self::Store(e) => e.detail(),
            Self::Query(e) => e.detail,
            Self::Constraint(_) => "ConstraintViolation",
            Self::Column { .. } => "UnknownColumn",
            Self::Correction(_) => "InvalidArgumentValue",
            Self::Type { .. } => "InvalidArgumentType",
        }
    }
}
