//! Tokens in, tree out.

use std::ops::Range;
use std::vec;

use corpus::text::fold;

use crate::query::Clause;
use crate::query::QueryError;
use crate::query::Scope;
use crate::query::fault::Fault;
use crate::query::field::FieldName;
use crate::query::lex::Token;
use crate::query::lex::What;

/// How deep brackets and negations may nest; deeper ones would only exhaust the stack.
pub(crate) const DEEPEST: usize = 100;
/// How many strings and conditions a query may hold.
pub(crate) const MOST: usize = 1_000;

/// The folded marks that part words and are not looked for beside them, unlike those that say something, such as % and +.
const PARTING: &str = "-_|/\\.,;:!?~·•、。《》〈〉「」『』【】〔〕()[]{}";

/// A clause and where it was written.
type Placed = (Clause, Range<usize>);

/// Reads all tokens as one query.
pub(crate) fn read(tokens: Vec<Token>) -> Result<Clause, QueryError> {
    let end = tokens.last().map_or(0, |token| token.at.end);
    let tokens = tokens.into_iter().peekable();
    let mut reader = Reader { tokens, end, depth: 0, count: 0, field: None };
    if reader.peek().is_none() {
        return Ok(Clause::Everything);
    }
    let (root, _) = reader.any()?;
    match reader.tokens.next() {
        None => Ok(root),
        Some(token) => Err(Fault::StrayBracket.at(token.at.start)),
    }
}

struct Reader {
    tokens: std::iter::Peekable<vec::IntoIter<Token>>,
    end: usize,
    depth: usize,
    count: usize,
    /// The field whose bracket is being read: every string in it is one of its values.
    field: Option<FieldName>,
}

impl Reader {
    fn peek(&mut self) -> Option<&What> {
        self.tokens.peek().map(|token| &token.what)
    }

    fn place(&mut self) -> usize {
        self.tokens.peek().map_or(self.end, |token| token.at.start)
    }

    /// Reads alternatives.
    fn any(&mut self) -> Result<Placed, QueryError> {
        let (first, mut at) = self.all()?;
        let mut alternatives = vec![first];
        while self.peek() == Some(&What::Or) {
            self.tokens.next();
            let (next, place) = self.all()?;
            alternatives.push(next);
            at.end = place.end;
        }
        Ok((Clause::any(alternatives), at))
    }

    /// Reads conditions that must all hold, up to an `OR`, a closing bracket or the end.
    fn all(&mut self) -> Result<Placed, QueryError> {
        let (first, mut at) = self.near()?;
        let mut conditions = vec![first];
        loop {
            match self.peek() {
                None | Some(What::Or | What::Close) => break,
                Some(What::And) => {
                    self.tokens.next();
                }
                Some(_) => {}
            }
            let (next, place) = self.near()?;
            conditions.push(next);
            at.end = place.end;
        }
        Ok((Clause::all(without_marks(conditions)), at))
    }

    fn near(&mut self) -> Result<Placed, QueryError> {
        let (mut clause, mut at) = self.one()?;
        while let Some(&What::Near(distance)) = self.peek() {
            self.tokens.next();
            let (right, place) = self.one()?;
            let left = beside_near(clause, &at)?;
            let right = beside_near(right, &place)?;
            clause = Clause::Near { left: Box::new(left), right: Box::new(right), distance };
            at.end = place.end;
        }
        Ok((clause, at))
    }

    /// Reads one condition with the negations before it.
    fn one(&mut self) -> Result<Placed, QueryError> {
        let place = self.place();
        let Some(token) = self.tokens.next() else {
            return Err(Fault::BreaksOff.at(place));
        };
        self.count += 1;
        if self.count > MOST {
            return Err(Fault::TooManyTerms.at(place));
        }
        match token.what {
            What::Minus | What::Not => {
                self.descend(place)?;
                let (clause, inner) = self.one()?;
                self.depth -= 1;
                Ok((Clause::Not(Box::new(clause)), place..inner.end))
            }
            What::Open => self.bracket(place),
            What::Close => Err(Fault::EmptyBracket.at(place)),
            What::And | What::Or | What::Near(_) => Err(Fault::OperatorWithoutLeft.at(place)),
            What::Field(field) => self.field(field, &token.at),
            What::Quoted(text) => match self.field {
                Some(field) => Ok((value(field, text, &token.at, &token.at)?, token.at)),
                None => Ok((phrase(text, Scope::Text, &token.at)?, token.at)),
            },
            What::Bare(text) => match self.field {
                Some(field) => Ok((value(field, text, &token.at, &token.at)?, token.at)),
                None => Ok((bare(text, &token.at), token.at)),
            },
        }
    }

    fn bracket(&mut self, open: usize) -> Result<Placed, QueryError> {
        self.descend(open)?;
        let (clause, _) = self.any()?;
        self.depth -= 1;
        match self.tokens.next() {
            Some(Token { what: What::Close, at }) => Ok((clause, open..at.end)),
            _ => Err(Fault::OpenBracket.at(open)),
        }
    }

    fn descend(&mut self, place: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::TooDeep.at(place));
        }
        Ok(())
    }

    /// Reads the value of a field, or the bracket in which its values stand.
    fn field(&mut self, field: FieldName, at: &Range<usize>) -> Result<Placed, QueryError> {
        let outer = self.field;
        let field = match outer {
            Some(outer) => field.within(outer).ok_or_else(|| Fault::NestedField.at(at.start))?,
            None => field,
        };
        let Some(token) = self.tokens.next() else {
            return Err(missing(at));
        };
        match token.what {
            What::Quoted(text) | What::Bare(text) => {
                let whole = at.start..token.at.end;
                Ok((value(field, text, &token.at, &whole)?, whole))
            }
            What::Open => {
                self.field = Some(field);
                let (clause, place) = self.bracket(token.at.start)?;
                self.field = outer;
                Ok((clause, at.start..place.end))
            }
            What::Field(inner) if inner.within(field).is_some() => {
                // 标题:词:条例: what is said of one field holds within the other.
                self.field = Some(field);
                let (clause, place) = self.field(inner, &token.at)?;
                self.field = outer;
                Ok((clause, at.start..place.end))
            }
            _ => Err(missing(at)),
        }
    }
}

fn missing(at: &Range<usize>) -> QueryError {
    Fault::FieldWithoutValue.at(at.start)
}

/// Makes the condition of a field and a value; `whole` is where both stand.
fn value(
    field: FieldName,
    value: String,
    at: &Range<usize>,
    whole: &Range<usize>,
) -> Result<Clause, QueryError> {
    match field {
        FieldName::Title => phrase(value, Scope::Title, whole),
        FieldName::Text => phrase(value, Scope::Text, whole),
        FieldName::Word => phrase(value, Scope::Words, whole),
        FieldName::TitleWord => phrase(value, Scope::TitleWords, whole),
        _ if fold(&value).is_empty() => Err(missing(whole)),
        _ => field.condition(&value).map_err(|fault| fault.at(at.start)),
    }
}

/// Leaves out unquoted chunks of nothing but parting marks, as in 甲 - 乙, where something else is looked for beside them.
fn without_marks(mut conditions: Vec<Clause>) -> Vec<Clause> {
    let says_nothing = |clause: &Clause| matches!(clause, Clause::Bare { text, .. } if fold(text).text().chars().all(|c| PARTING.contains(c)));
    let is_string = |clause: &Clause| matches!(clause, Clause::Bare { .. } | Clause::Phrase { .. });
    if conditions.iter().any(|clause| is_string(clause) && !says_nothing(clause)) {
        conditions.retain(|clause| !says_nothing(clause));
    }
    conditions
}

fn bare(text: String, at: &Range<usize>) -> Clause {
    if matches!(text.as_str(), "*" | "＊") || fold(&text).is_empty() {
        return Clause::Everything;
    }
    Clause::Bare { text, at: at.clone() }
}

fn phrase(text: String, scope: Scope, at: &Range<usize>) -> Result<Clause, QueryError> {
    if fold(&text).is_empty() {
        return Err(Fault::EmptyPhrase.at(at.start));
    }
    Ok(Clause::Phrase { text, scope, at: at.clone() })
}

/// Turns what stands beside `NEAR` into strings of the text.
fn beside_near(clause: Clause, at: &Range<usize>) -> Result<Clause, QueryError> {
    match clause {
        Clause::Bare { text, at } => Ok(Clause::Phrase { text, scope: Scope::Text, at }),
        Clause::Phrase { scope: Scope::Text | Scope::Words, .. } | Clause::Near { .. } => Ok(clause),
        Clause::Any(alternatives) => alternatives
            .into_iter()
            .map(|one| beside_near(one, at))
            .collect::<Result<_, _>>()
            .map(Clause::Any),
        _ => Err(Fault::NearBetweenOthers.at(at.start)),
    }
}
