//! The book of copies: sketches of documents and the pairs that share text, in an SQLite file of its own; derived and disposable.

use std::path::Path;
use std::path::PathBuf;

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::copies::Boilerplate;
use crate::copies::Name;
use crate::copies::Relation;
use crate::copies::Sketch;
use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::error::Error;
use crate::store::PATIENCE;
use crate::store::failure;
use crate::store::rows;
use crate::year::ReportYear;

/// The format of the file; another one is emptied and made anew.
const FORMAT: i64 = 1;

const SCHEMA: &str = "
    DROP TABLE IF EXISTS position; DROP TABLE IF EXISTS sketches; DROP TABLE IF EXISTS pairs;
    CREATE TABLE position (
        only        INTEGER PRIMARY KEY CHECK (only = 1),
        store       TEXT NOT NULL,     -- the name of the store that is followed
        seq         INTEGER NOT NULL,  -- the last change that was followed
        cursor      TEXT,              -- the last document of a first pass that was not finished
        judged      INTEGER NOT NULL,  -- how many documents there were when all of them were last judged
        boilerplate BLOB NOT NULL
    ) STRICT;
    CREATE TABLE sketches (
        number     INTEGER PRIMARY KEY,
        document   TEXT NOT NULL UNIQUE,
        title      TEXT NOT NULL,
        kind       TEXT NOT NULL,
        issuer     TEXT,
        place_path TEXT,
        place_code TEXT,
        zone       TEXT,
        year_start INTEGER,
        year_end   INTEGER,
        period     TEXT,
        published  TEXT,
        is_judged  INTEGER NOT NULL DEFAULT 0,
        clauses    BLOB NOT NULL,
        names      TEXT NOT NULL       -- a line for each: sentence, whether in full, name
    ) STRICT;
    CREATE TABLE pairs (
        a          INTEGER NOT NULL REFERENCES sketches (number) ON DELETE CASCADE,
        b          INTEGER NOT NULL REFERENCES sketches (number) ON DELETE CASCADE,
        similarity REAL NOT NULL,
        sentences  INTEGER NOT NULL,
        relation   TEXT NOT NULL,
        foreign_names TEXT NOT NULL,   -- a line for each
        PRIMARY KEY (a, b)
    ) STRICT;
    CREATE INDEX pairs_by_b ON pairs (b);
    CREATE INDEX pairs_by_similarity ON pairs (relation, similarity DESC);";

/// An open book.
pub struct CopyBook {
    connection: Connection,
    path: PathBuf,
}

/// How far the book has followed a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPosition {
    /// The name of the store.
    pub store: String,
    /// The last change that was followed.
    pub seq: u64,
    /// The last document of a first pass that was not finished.
    pub cursor: Option<String>,
    /// How many documents there were when all of them were last judged.
    pub judged: usize,
}

/// What the book keeps of one document beside its sketch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketched {
    /// Its name.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// What sort of document it is.
    pub kind: DocumentKind,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Where it belongs.
    pub place: Option<Place>,
    /// The years it speaks about.
    pub year: Option<ReportYear>,
    /// The day its page went up.
    pub published: Option<Date>,
}

/// A sketch on its shelf, without the names.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The number that pairs name it by.
    pub number: i64,
    /// What is known of the document.
    pub about: Sketched,
    /// The clauses of its sketch.
    pub clauses: Vec<u32>,
    /// Whether it was held against the others.
    pub is_judged: bool,
}

/// A pair as it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLine {
    /// The number of the later document.
    pub a: i64,
    /// The number of the earlier one.
    pub b: i64,
    /// See [`crate::copies::Verdict`].
    pub similarity: f64,
    /// See [`crate::copies::Verdict`].
    pub shared_sentences: usize,
    /// Where the text comes from.
    pub relation: Relation,
    /// Names of other places that were left in the later document.
    pub foreign_names: Vec<String>,
}

/// A pair as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyLine {
    /// The later document: the copy, as far as dates tell.
    pub a: Sketched,
    /// The earlier document.
    pub b: Sketched,
    /// What they share.
    pub pair: PairLine,
}

/// Which pairs are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopyQuestion {
    /// Only those with this document.
    pub id: Option<DocumentId>,
    /// Only those of this relation.
    pub relation: Option<Relation>,
    /// Only those whose later document is of this kind.
    pub kind: Option<DocumentKind>,
    /// Only those in which foreign names were left.
    pub with_foreign_names: bool,
    /// Pairs to pass over.
    pub offset: usize,
    /// Pairs at most.
    pub limit: usize,
}

impl CopyBook {
    /// The file name of the book inside a data folder.
    pub const FILE: &'static str = "copies.sqlite";

    /// Opens the book in a data folder, and makes it when it is not there or of another format.
    ///
    /// # Errors
    /// `Open` and `Locked`.
    pub fn open(folder: &Path) -> Result<CopyBook, Error> {
        let path = folder.join(CopyBook::FILE);
        let failed = |source| failure(&path, "opening the book of copies", source);
        let connection = Connection::open(&path).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        // What is lost in a power cut is worked out again.
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            )
            .map_err(failed)?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
        if found != FORMAT {
            connection
                .execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"))
                .map_err(failed)?;
        }
        Ok(CopyBook { connection, path })
    }

    /// Returns how far the book has come; none when it is empty.
    ///
    /// # Errors
    /// `Statement`.
    pub fn position(&self) -> Result<Option<BookPosition>, Error> {
        let read = |row: &Row<'_>| {
            Ok(BookPosition {
                store: row.get("store")?,
                seq: row.get("seq")?,
                cursor: row.get("cursor")?,
                judged: row.get("judged")?,
            })
        };
        self.connection
            .query_row("SELECT * FROM position", [], read)
            .optional()
            .map_err(|source| self.failed("reading its position", source))
    }

    /// Empties the book and begins to follow a store.
    ///
    /// # Errors
    /// `Statement` and `Locked`.
    pub fn begin(&mut self, store: &str, seq: u64) -> Result<(), Error> {
        self.transact("beginning the book of copies", |transaction| {
            transaction.execute_batch("DELETE FROM pairs; DELETE FROM sketches; DELETE FROM position;")?;
            transaction
                .execute("INSERT INTO position VALUES (1, ?1, ?2, '', 0, x'')", params![store, seq])?;
            Ok(())
        })
    }

    /// Writes down sketches and takes documents out, with the place up to which the store was followed.
    ///
    /// # Errors
    /// `Statement` and `Locked`; nothing is kept then.
    pub fn put(
        &mut self,
        sketches: &[(Sketched, Sketch)],
        gone: &[DocumentId],
        seq: u64,
        cursor: Option<&str>,
    ) -> Result<(), Error> {
        self.transact("writing sketches", |transaction| {
            for id in gone.iter().chain(sketches.iter().map(|(about, _)| &about.id)) {
                transaction
                    .prepare_cached("DELETE FROM sketches WHERE document = ?1")?
                    .execute([id.as_str()])?;
            }
            for (about, sketch) in sketches {
                insert(transaction, about, sketch)?;
            }
            transaction.execute("UPDATE position SET seq = ?1, cursor = ?2", params![seq, cursor])?;
            Ok(())
        })
    }

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

    /// Writes down what judging found. With `whole` everything that was found before is forgotten.
    ///
    /// # Errors
    /// `Statement` and `Locked`; nothing is kept then.
    pub fn judged(
        &mut self,
        pairs: &[PairLine],
        boilerplate: &Boilerplate,
        whole: Option<usize>,
    ) -> Result<(), Error> {
        self.transact("writing what was found", |transaction| {
            if let Some(documents) = whole {
                transaction.execute("DELETE FROM pairs", [])?;
                transaction.execute("UPDATE position SET judged = ?1", [documents])?;
            }
            let sql = "INSERT OR REPLACE INTO pairs VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let mut statement = transaction.prepare(sql)?;
            for pair in pairs {
                let names = pair.foreign_names.join("\n");
                let relation = pair.relation.key();
                statement.execute(params![
                    pair.a,
                    pair.b,
                    pair.similarity,
                    pair.shared_sentences,
                    relation,
                    names
                ])?;
            }
            transaction.execute("UPDATE position SET boilerplate = ?1", [bytes(boilerplate.clauses())])?;
            transaction.execute("UPDATE sketches SET is_judged = 1 WHERE is_judged = 0", [])?;
            Ok(())
        })
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

    fn transact<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = self.path.clone();
        crate::store::transacted(&mut self.connection, work).map_err(|source| failure(&path, doing, source))
    }

    fn failed(&self, doing: &'static str, source: rusqlite::Error) -> Error {
        failure(&self.path, doing, source)
    }
}

fn insert(connection: &Connection, about: &Sketched, sketch: &Sketch) -> rusqlite::Result<()> {
    let place = about.place.as_ref();
    let names: Vec<String> = sketch.names.iter().map(write_name).collect();
    connection
        .prepare_cached(
            "INSERT INTO sketches (document, title, kind, issuer, place_path, place_code, zone, year_start, year_end,
               period, published, clauses, names) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            about.id.as_str(),
            about.title,
            about.kind.key(),
            about.issuer,
            place.map(Place::written),
            place.and_then(|place| place.code.as_deref()),
            place.and_then(|place| place.zone.as_deref()),
            about.year.map(|year| year.start),
            about.year.map(|year| year.end),
            about.year.map(|year| year.period.key()),
            about.published.map(|date| date.to_string()),
            bytes(&sketch.clauses),
            names.join("\n"),
        ])?;
    Ok(())
}

fn write_name(name: &Name) -> String {
    format!("{}\t{}\t{}", name.sentence, u8::from(name.is_full), name.name)
}

fn read_name(line: &str) -> Option<Name> {
    let mut fields = line.splitn(3, '\t');
    let sentence = fields.next()?.parse().ok()?;
    let is_full = fields.next()? == "1";
    Some(Name { sentence, is_full, name: fields.next()?.to_owned() })
}

fn bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
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
