//! Expressions to types, refusing what cannot be computed whatever the graph holds.

use std::sync::Arc;

use super::pattern::Unbound;
use super::scope::Scope;
use super::types::Type;
use super::{Checker, syntax, type_error};
use crate::query::QueryError;
use crate::query::ast::{
    BinaryOperator, Expression, ExpressionKind, MapProjectionItem, PathSelector, UnaryOperator, Variable,
};
use crate::query::depth::deeper;
use crate::query::signature::{FunctionSignature, Kind, function, functions};

/// What an expression may be made of where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Whether aggregates may stand here.
    pub aggregates: Aggregates,
    /// Whether a pattern may stand here as a condition.
    pub patterns: bool,
}

/// Whether aggregates may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregates {
    /// They may.
    Allowed,
    /// The clause has no groups.
    Forbidden,
    /// This is the argument of one.
    Within,
}

impl Place {
    /// Neither aggregates nor patterns.
    pub const PLAIN: Self = Self { aggregates: Aggregates::Forbidden, patterns: false };
    /// A condition: patterns, no aggregates.
    pub const CONDITION: Self = Self { aggregates: Aggregates::Forbidden, patterns: true };
    /// An item of a projection: aggregates, no patterns.
    pub const PROJECTED: Self = Self { aggregates: Aggregates::Allowed, patterns: false };

    const fn value(self) -> Self {
        Self { patterns: false, ..self }
    }

    const fn condition(self) -> Self {
        Self { patterns: true, ..self }
    }
}

impl Checker<'_> {
    /// The type of an expression that stands in that place.
    pub(super) fn infer(&self, e: &Expression, scope: &Scope, place: Place) -> Result<Type, QueryError> {
        deeper(|| self.infer_level(e, scope, place))
    }

    /// A condition: a boolean, if anything is known.
    pub(super) fn condition(&self, e: &Expression, scope: &Scope, place: Place) -> Result<(), QueryError> {
        self.boolean(e, scope, place.condition()).map(drop)
    }

    fn infer_level(&self, e: &Expression, scope: &Scope, place: Place) -> Result<Type, QueryError> {
        let value = place.value();
        match &e.kind {
            ExpressionKind::Literal(literal) => Ok(Type::of_value(literal)),
            ExpressionKind::Parameter(_) => Ok(Type::Any),
            ExpressionKind::Variable(name) => scope.look_up(name, e.at),
            ExpressionKind::Property(subject, key) => self.property(subject, key, scope, value),
            ExpressionKind::HasLabels(subject, _) => {
                let found = self.infer(subject, scope, value)?;
                expect(&found, &[Kind::Node, Kind::Relationship], e.at, "labels are of")?;
                Ok(Type::BOOLEAN)
            }
            ExpressionKind::List(items) => {
                let types = items.iter().map(|item| self.infer(item, scope, value));
                Ok(Type::list(Type::join(types.collect::<Result<Vec<_>, _>>()?)))
            }
            ExpressionKind::Map(entries) => {
                entries.iter().try_for_each(|(_, v)| self.infer(v, scope, value).map(drop))?;
                Ok(Type::Of(Kind::Map))
            }
            ExpressionKind::MapProjection(subject, items) => self.map_projection(subject, items, scope, value),
            ExpressionKind::Index(subject, index) => {
                self.infer(subject, scope, value)?;
                self.infer(index, scope, value)?;
                Ok(Type::Any)
            }
            ExpressionKind::Slice(subject, from, to) => {
                for bound in [from, to].into_iter().flatten() {
                    self.infer(bound, scope, value)?;
                }
                self.infer(subject, scope, value)
            }
            ExpressionKind::Unary(UnaryOperator::Not, operand) => self.boolean(operand, scope, place),
            ExpressionKind::Unary(_, operand) => {
                let found = self.infer(operand, scope, value)?;
                expect(&found, &[Kind::Number, Kind::Duration], operand.at, "a sign stands before")?;
                Ok(found)
            }
            ExpressionKind::Binary(operator, left, right) => self.binary(*operator, left, right, scope, place),
            ExpressionKind::Comparison(first, rest) => {
                self.infer(first, scope, value)?;
                rest.iter().try_for_each(|(_, operand)| self.infer(operand, scope, value).map(drop))?;
                Ok(Type::BOOLEAN)
            }
            ExpressionKind::IsNull(operand, _) => self.infer(operand, scope, value).map(|_| Type::BOOLEAN),
            ExpressionKind::Call { name, distinct, arguments } => {
                self.call(name, *distinct, arguments, e.at, scope, value)
            }
            ExpressionKind::CountAll => {
                aggregate(e.at, place)?;
                Ok(Type::Of(Kind::Integer))
            }
            ExpressionKind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref(), scope, place)
            }
            ExpressionKind::ListComprehension { variable, list, predicate, result } => {
                let element = self.elements(list, scope, value)?;
                let inner = scope.with(variable, element.clone());
                if let Some(predicate) = predicate {
                    self.condition(predicate, &inner, local(place))?;
                }
                let result = result.as_deref().map(|result| self.infer(result, &inner, local(value)));
                Ok(Type::list(result.transpose()?.unwrap_or(element)))
            }
            ExpressionKind::PatternComprehension { pattern, predicate, result } => {
                let mut inner = scope.clone();
                self.bind_matched(std::slice::from_ref(pattern), &mut inner, Unbound::Bind)?;
                if let Some(predicate) = predicate {
                    self.condition(predicate, &inner, local(place))?;
                }
                Ok(Type::list(self.infer(result, &inner, local(value))?))
            }
            ExpressionKind::Quantifier { variable, list, predicate, .. } => {
                let element = self.elements(list, scope, value)?;
                let inner = scope.with(variable, element);
                if let Some(predicate) = predicate {
                    self.condition(predicate, &inner, local(place))?;
                }
                Ok(Type::BOOLEAN)
            }
            ExpressionKind::Reduce { accumulator, start, variable, list, step } => {
                self.infer(start, scope, value)?;
                let element = self.elements(list, scope, value)?;
                let inner = scope.with(accumulator, Type::Any).with(variable, element);
                self.infer(step, &inner, local(value))?;
                Ok(Type::Any)
            }
            ExpressionKind::Pattern(pattern) => {
                if pattern.selector == PathSelector::All && !place.patterns {
                    let message = "a pattern stands here as a value; it can be a condition, or within exists(…)";
                    return Err(syntax("UnexpectedSyntax", e.at, message));
                }
                self.bind_matched(std::slice::from_ref(pattern), &mut scope.clone(), Unbound::Refuse)?;
                Ok(match pattern.selector {
                    PathSelector::All => Type::BOOLEAN,
                    PathSelector::AnyShortest => Type::PATH,
                    PathSelector::AllShortest => Type::list(Type::PATH),
                })
            }
            ExpressionKind::Exists(query) => {
                self.subquery(query, scope)?;
                Ok(Type::BOOLEAN)
            }
            ExpressionKind::Count(query) => {
                self.subquery(query, scope)?;
                Ok(Type::Of(Kind::Integer))
            }
        }
    }

    fn property(&self, subject: &Expression, key: &str, scope: &Scope, place: Place) -> Result<Type, QueryError> {
        let found = self.infer(subject, scope, place)?;
        match found {
            Type::Of(Kind::Path) => {
                let message = format!("{found} has no property {key}; its nodes and relationships have");
                Err(syntax("InvalidArgumentType", subject.at, message))
            }
            Type::List(_) | Type::Of(Kind::Boolean | Kind::Integer | Kind::Float | Kind::Number | Kind::String) => {
                let message = format!("{found} has no property {key}; nodes, relationships, maps and times have");
                Err(QueryError::compile("TypeError", "InvalidArgumentType", subject.at, message))
            }
            _ => Ok(Type::Any),
        }
    }

    fn map_projection(
        &self,
        subject: &Expression,
        items: &[MapProjectionItem],
        scope: &Scope,
        place: Place,
    ) -> Result<Type, QueryError> {
        let found = self.infer(subject, scope, place)?;
        expect(&found, &[Kind::Node, Kind::Relationship, Kind::Map], subject.at, "properties are taken from")?;
        for item in items {
            match item {
                MapProjectionItem::Entry(_, value) => drop(self.infer(value, scope, place)?),
                MapProjectionItem::Variable(Variable { at, name }) => drop(scope.look_up(name, *at)?),
                MapProjectionItem::Property(_) | MapProjectionItem::All => {}
            }
        }
        Ok(Type::Of(Kind::Map))
    }

    fn boolean(&self, operand: &Expression, scope: &Scope, place: Place) -> Result<Type, QueryError> {
        let found = self.infer(operand, scope, place)?;
        expect(&found, &[Kind::Boolean], operand.at, "a condition is")?;
        Ok(Type::BOOLEAN)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        scope: &Scope,
        place: Place,
    ) -> Result<Type, QueryError> {
        use BinaryOperator::{
            Add, And, Contains, Divide, EndsWith, In, Matches, Modulo, Multiply, Or, Power, StartsWith, Subtract, Xor,
        };
        if matches!(operator, Or | Xor | And) {
            self.boolean(left, scope, place)?;
            return self.boolean(right, scope, place);
        }
        let value = place.value();
        let types = [self.infer(left, scope, value)?, self.infer(right, scope, value)?];
        match operator {
            In => {
                expect(&types[1], &[Kind::List], right.at, "IN looks into")?;
                Ok(Type::BOOLEAN)
            }
            StartsWith | EndsWith | Contains | Matches => Ok(Type::BOOLEAN),
            Add => Ok(sum(types)),
            Subtract | Multiply | Divide | Modulo | Power | Or | Xor | And => {
                for (found, operand) in types.iter().zip([left, right]) {
                    expect(found, ARITHMETIC, operand.at, "this operator computes with")?;
                }
                Ok(if types.iter().all(Type::is_number) { number(operator, types) } else { Type::Any })
            }
        }
    }

    fn case(
        &self,
        subject: Option<&Expression>,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
        scope: &Scope,
        place: Place,
    ) -> Result<Type, QueryError> {
        let value = place.value();
        if let Some(subject) = subject {
            self.infer(subject, scope, value)?;
        }
        let mut results = Vec::with_capacity(branches.len() + 1);
        for (when, then) in branches {
            match subject {
                Some(_) => drop(self.infer(when, scope, value)?),
                None => self.condition(when, scope, place)?,
            }
            results.push(self.infer(then, scope, value)?);
        }
        if let Some(otherwise) = otherwise {
            results.push(self.infer(otherwise, scope, value)?);
        }
        Ok(Type::join(results))
    }

    /// The type of the elements of a list.
    fn elements(&self, list: &Expression, scope: &Scope, place: Place) -> Result<Type, QueryError> {
        let found = self.infer(list, scope, place)?;
        expect(&found, &[Kind::List], list.at, "elements are taken from")?;
        Ok(found.element())
    }

    fn call(
        &self,
        name: &Arc<str>,
        distinct: bool,
        arguments: &[Expression],
        at: usize,
        scope: &Scope,
        place: Place,
    ) -> Result<Type, QueryError> {
        let signature = function(name).ok_or_else(|| unknown_function(name, at))?;
        if signature.aggregate {
            aggregate(at, place)?;
        } else if distinct {
            return Err(syntax("UnexpectedSyntax", at, format!("DISTINCT is for aggregates; {name} is none")));
        }
        if signature.volatile && place.aggregates == Aggregates::Within {
            let message = format!("{name} gives another value each time; compute it in a WITH before");
            return Err(syntax("NonConstantExpression", at, message));
        }
        if arguments.len() < signature.min || arguments.len() > signature.max {
            let message = format!("{} takes {}, not {}", signature.name, arity(signature), arguments.len());
            return Err(syntax("InvalidNumberOfArguments", at, message));
        }
        let inner = if signature.aggregate { Place { aggregates: Aggregates::Within, ..place } } else { place };
        let mut types = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let found = self.infer(argument, scope, inner)?;
            let what = format!("{} takes", signature.name);
            expect(&found, signature.kinds(index), argument.at, &what)?;
            types.push(found);
        }
        let first = types.into_iter().next().unwrap_or(Type::Any);
        Ok(match signature.name {
            "collect" => Type::list(first),
            "min" | "max" | "head" | "last" => Type::Any,
            "tail" | "reverse" => first,
            _ => Type::of_kind(signature.result),
        })
    }
}

/// Whether an aggregate may stand there.
fn aggregate(at: usize, place: Place) -> Result<(), QueryError> {
    match place.aggregates {
        Aggregates::Allowed => Ok(()),
        Aggregates::Forbidden => {
            let message = "an aggregate cannot stand here; compute it in a WITH or RETURN of its own";
            Err(syntax("InvalidAggregation", at, message))
        }
        Aggregates::Within => {
            let message = "an aggregate stands within another; compute the inner one in a WITH before";
            Err(syntax("NestedAggregation", at, message))
        }
    }
}

/// Within a comprehension there are no groups.
const fn local(place: Place) -> Place {
    match place.aggregates {
        Aggregates::Allowed => Place { aggregates: Aggregates::Forbidden, ..place },
        Aggregates::Forbidden | Aggregates::Within => place,
    }
}

const ARITHMETIC: &[Kind] =
    &[Kind::Number, Kind::Duration, Kind::Date, Kind::LocalTime, Kind::Time, Kind::LocalDateTime, Kind::DateTime];

/// The type of `a + b`: of numbers, texts, lists, times.
fn sum([left, right]: [Type; 2]) -> Type {
    match (&left, &right) {
        (Type::List(a), Type::List(b)) => Type::list(Type::join([(**a).clone(), (**b).clone()])),
        (Type::List(list), Type::Of(_)) => Type::list(Type::join([(**list).clone(), right])),
        (Type::Of(_), Type::List(list)) => Type::list(Type::join([(**list).clone(), left])),
        _ if left.is_number() && right.is_number() => number(BinaryOperator::Add, [left, right]),
        (Type::Of(Kind::String), Type::Of(Kind::String)) => left,
        _ => Type::Any,
    }
}

fn number(operator: BinaryOperator, types: [Type; 2]) -> Type {
    if operator == BinaryOperator::Power { Type::Of(Kind::Float) } else { Type::join(types) }
}

fn expect(found: &Type, kinds: &[Kind], at: usize, what: &str) -> Result<(), QueryError> {
    if found.may_be(kinds) { Ok(()) } else { Err(type_error(found, kinds, at, what)) }
}

fn arity(signature: &FunctionSignature) -> String {
    let plural = |n: usize| if n == 1 { "1 argument".to_owned() } else { format!("{n} arguments") };
    match (signature.min, signature.max) {
        (min, max) if min == max => plural(min),
        (min, usize::MAX) => format!("at least {}", plural(min)),
        (min, max) => format!("{min} to {}", plural(max)),
    }
}

fn unknown_function(name: &str, at: usize) -> QueryError {
    let lower = name.to_lowercase();
    let near = functions()
        .iter()
        .map(|f| (strsim::damerau_levenshtein(&f.name.to_lowercase(), &lower), f.name))
        .filter(|(distance, _)| *distance <= 2 && *distance < name.chars().count())
        .min();
    let hint = near.map_or(String::new(), |(_, n)| format!("; did you mean {n}?"));
    syntax("UnknownFunction", at, format!("there is no function {name}{hint}"))
}
