//! What the book of copies holds, read back.

use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::copies::Boilerplate;
use crate::copies::Name;
use crate::copies::Relation;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::error::Error;
use crate::store::copybook::CopyBook;
use crate::store::copybook::CopyLine;
use crate::store::copybook::CopyQuestion;
use crate::store::copybook::PairLine;
use crate::store::copybook::Shelved;
use crate::store::copybook::Sketched;
use crate::store::rows;

impl CopyBook {
    /// Returns every sketch, those of one place and year beside each other.
    ///
    /// # Errors
    /// `Statement`.
    pub fn shelf(&self) -> Result<Vec<Shelved>, Error> {
        let sql = "SELECT * FROM sketches ORDER BY place_path, issuer, year_end, number";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], shelved)?.collect())
            .map_err(|source| self.failed("reading the sketches", source))
    }

    /// Returns how many documents were not yet held against the others.
    ///
    /// # Errors
    /// `Statement`.
    pub fn unjudged(&self) -> Result<usize, Error> {
        self.connection
            .query_row("SELECT count(*) FROM sketches WHERE is_judged = 0", [], |row| row.get(0))
            .map_err(|source| self.failed("counting sketches", source))
    }

    /// Returns the names in a document.
    ///
    /// # Errors
    /// `Statement`.
    pub fn names(&self, number: i64) -> Result<Vec<Name>, Error> {
        let names: String = self
            .connection
            .prepare_cached("SELECT names FROM sketches WHERE number = ?1")
            .and_then(|mut statement| statement.query_row([number], |row| row.get(0)))
            .map_err(|source| self.failed("reading names", source))?;
        Ok(names.lines().filter_map(read_name).collect())
    }

    /// Returns what counts as boilerplate.
    ///
    /// # Errors
    /// `Statement`.
    pub fn boilerplate(&self) -> Result<Boilerplate, Error> {
        let found: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT boilerplate FROM position", [], |row| row.get(0))
            .optional()
            .map_err(|source| self.failed("reading boilerplate", source))?;
        Ok(Boilerplate::new(numbers(&found.unwrap_or_default())))
    }

    /// Returns the pairs that are asked for, those with most in common first, and how many there are in all.
    ///
    /// # Errors
    /// `Statement`.
    pub fn copies(&self, question: &CopyQuestion) -> Result<(Vec<CopyLine>, usize), Error> {
        let from = "FROM pairs JOIN sketches x ON x.number = a JOIN sketches y ON y.number = b
             WHERE (?1 IS NULL OR a = (SELECT number FROM sketches WHERE document = ?1)
                               OR b = (SELECT number FROM sketches WHERE document = ?1))
               AND (?2 IS NULL OR relation = ?2) AND (?3 IS NULL OR x.kind = ?3)
               AND (?4 = 0 OR foreign_names <> '')";
        let id = question.id.as_ref().map(DocumentId::as_str);
        let (relation, kind) = (question.relation.map(Relation::key), question.kind.map(DocumentKind::key));
        let foreign = question.with_foreign_names;
        let count = format!("SELECT count(*) {from}");
        let list = format!(
            "SELECT pairs.*, x.document, y.document {from}
             ORDER BY similarity DESC, sentences DESC, x.document, y.document LIMIT ?5 OFFSET ?6"
        );
        let read = || -> rusqlite::Result<(Vec<CopyLine>, usize)> {
            let all =
                self.connection.query_row(&count, params![id, relation, kind, foreign], |row| row.get(0))?;
            let mut statement = self.connection.prepare_cached(&list)?;
            let values = params![id, relation, kind, foreign, question.limit, question.offset];
            let pairs: Vec<PairLine> = statement.query_map(values, pair_line)?.collect::<Result<_, _>>()?;
            let lines = pairs
                .into_iter()
                .map(|pair| Ok(CopyLine { a: self.about(pair.a)?, b: self.about(pair.b)?, pair }));
            Ok((lines.collect::<rusqlite::Result<_>>()?, all))
        };
        read().map_err(|source| self.failed("listing copies", source))
    }

    /// Returns what is known of two documents together; none when they share nothing that counts.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pair(&self, one: &DocumentId, other: &DocumentId) -> Result<Option<CopyLine>, Error> {
        let sql = "SELECT pairs.* FROM pairs JOIN sketches x ON x.number = a JOIN sketches y ON y.number = b
             WHERE (x.document = ?1 AND y.document = ?2) OR (x.document = ?2 AND y.document = ?1)";
        let read = || {
            let pair =
                self.connection.query_row(sql, [one.as_str(), other.as_str()], pair_line).optional()?;
            let line = pair.map(|pair| Ok(CopyLine { a: self.about(pair.a)?, b: self.about(pair.b)?, pair }));
            line.transpose()
        };
        read().map_err(|source: rusqlite::Error| self.failed("looking for a pair", source))
    }

    fn about(&self, number: i64) -> rusqlite::Result<Sketched> {
        self.connection
            .prepare_cached("SELECT * FROM sketches WHERE number = ?1")?
            .query_row([number], sketched)
    }
}

fn read_name(line: &str) -> Option<Name> {
    let mut fields = line.splitn(3, '\t');
    let sentence = fields.next()?.parse().ok()?;
    let is_full = fields.next()? == "1";
    Some(Name { sentence, is_full, name: fields.next()?.to_owned() })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect()
}

fn shelved(row: &Row<'_>) -> rusqlite::Result<Shelved> {
    Ok(Shelved {
        number: row.get("number")?,
        about: sketched(row)?,
        clauses: numbers(row.get_ref("clauses")?.as_blob()?),
        is_judged: row.get("is_judged")?,
    })
}

fn sketched(row: &Row<'_>) -> rusqlite::Result<Sketched> {
    Ok(Sketched {
        id: rows::read_id(row, "document")?,
        title: row.get("title")?,
        kind: rows::read_keyed(row, "kind", DocumentKind::parse)?,
        issuer: row.get("issuer")?,
        place: rows::read_place(row)?,
        year: rows::read_year(row)?,
        published: rows::read_date(row, "published")?,
    })
}

fn pair_line(row: &Row<'_>) -> rusqlite::Result<PairLine> {
    let names: String = row.get("foreign_names")?;
    Ok(PairLine {
        a: row.get("a")?,
        b: row.get("b")?,
        similarity: row.get("similarity")?,
        shared_sentences: row.get("sentences")?,
        relation: rows::read_keyed(row, "relation", Relation::parse)?,
        foreign_names: names.lines().map(str::to_owned).collect(),
    })
}
