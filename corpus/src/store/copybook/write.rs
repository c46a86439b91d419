//! Sketches and verdicts in, written into the book of copies.

use rusqlite::Connection;
use rusqlite::params;

use crate::copies::Boilerplate;
use crate::copies::Name;
use crate::copies::Sketch;
use crate::district::Place;
use crate::document::DocumentId;
use crate::error::Error;
use crate::store::copybook::CopyBook;
use crate::store::copybook::PairLine;
use crate::store::copybook::Sketched;

impl CopyBook {
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

fn bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
