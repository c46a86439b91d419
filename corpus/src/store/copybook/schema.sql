-- The book of copies. What it holds is derived, so that another format is emptied and made anew.
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
CREATE INDEX pairs_by_similarity ON pairs (relation, similarity DESC);
