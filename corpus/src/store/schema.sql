-- Format 1. Dates are YYYY-MM-DD, times are RFC 3339 in UTC, offsets count characters of the text.
CREATE TABLE identity (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    name    TEXT NOT NULL,                 -- random name of this store; an index of another store is never taken for ours
    created TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    id         TEXT PRIMARY KEY,
    version    INTEGER NOT NULL,           -- the current one
    state      TEXT NOT NULL CHECK (state IN ('present', 'gone')),
    first_seen TEXT NOT NULL,
    gone_since TEXT
) STRICT;

-- Every version of every text. The text of a gone document is emptied: sites delete pages for privacy.
CREATE TABLE versions (
    document        TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    title           TEXT NOT NULL,
    text            TEXT NOT NULL,
    text_hash       TEXT NOT NULL,         -- SHA-256 of the folded title and text
    published       TEXT,
    signed          TEXT,
    source          TEXT,
    issuer          TEXT,
    document_number TEXT,
    index_number    TEXT,
    year_start      INTEGER,
    year_end        INTEGER,
    period          TEXT,
    kind            TEXT NOT NULL,
    place_path      TEXT,
    place_code      TEXT,
    zone            TEXT,
    url             TEXT,
    seen_at         TEXT NOT NULL,
    warc_file       TEXT,
    warc_offset     INTEGER,
    sha256          TEXT,
    PRIMARY KEY (document, number)
) STRICT;
CREATE INDEX versions_by_hash ON versions (text_hash);
CREATE INDEX versions_by_identity ON versions (kind, place_path, year_start, year_end);

CREATE TABLE sections (
    document TEXT NOT NULL,
    version  INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    number   TEXT NOT NULL,
    heading  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    year     INTEGER,
    level    INTEGER NOT NULL,
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    PRIMARY KEY (document, version, ordinal),
    FOREIGN KEY (document, version) REFERENCES versions (document, number) ON DELETE CASCADE
) STRICT;

-- How each field was found; a gap has no confidence.
CREATE TABLE readings (
    document   TEXT NOT NULL,
    version    INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    field      TEXT NOT NULL,
    because    TEXT NOT NULL,
    confidence TEXT,
    PRIMARY KEY (document, version, ordinal),
    FOREIGN KEY (document, version) REFERENCES versions (document, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE changes (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (id),
    version  INTEGER NOT NULL,
    event    TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;

-- One row an address; `key` is the address without what makes no difference (scheme, www, session ids).
CREATE TABLE addresses (
    key           TEXT PRIMARY KEY,
    url           TEXT NOT NULL,
    source        TEXT NOT NULL,
    role          TEXT NOT NULL,
    parent        TEXT,                    -- the key of the page that an attachment belongs to
    label         TEXT,
    document      TEXT REFERENCES documents (id),
    text_hash     TEXT,                    -- of the text this address last gave
    published     TEXT,                    -- the date this address last gave
    misses        INTEGER NOT NULL DEFAULT 0,
    missed_in     INTEGER REFERENCES runs (id),  -- the run of the first of those misses
    gone          INTEGER NOT NULL DEFAULT 0,
    first_visit   TEXT NOT NULL,
    last_visit    TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    warc_file     TEXT,
    warc_offset   INTEGER,
    sha256        TEXT
) STRICT;
CREATE INDEX addresses_by_document ON addresses (document);
CREATE INDEX addresses_by_source ON addresses (source, role);
CREATE INDEX addresses_by_parent ON addresses (parent);

CREATE TABLE runs (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    source   TEXT NOT NULL,
    started  TEXT NOT NULL,
    finished TEXT,
    failure  TEXT
) STRICT;
CREATE INDEX runs_by_source ON runs (source, id);

-- What a run still has to fetch and what it has fetched; emptied when the run ends.
CREATE TABLE frontier (
    run    INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    key    TEXT NOT NULL,
    url    TEXT NOT NULL,
    form   TEXT,
    role   TEXT NOT NULL,
    list   TEXT,                           -- the key of the first page of the list that this is a page of
    label  TEXT,
    listed TEXT,                           -- the date beside the link
    done   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, key)
) STRICT;
CREATE INDEX frontier_by_place ON frontier (run, done, place);

CREATE TABLE visits (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    run         INTEGER NOT NULL REFERENCES runs (id),
    key         TEXT NOT NULL,
    url         TEXT NOT NULL,
    role        TEXT NOT NULL,
    at          TEXT NOT NULL,
    status      INTEGER,
    outcome     TEXT NOT NULL,
    detail      TEXT,
    warc_file   TEXT,
    warc_offset INTEGER,
    sha256      TEXT
) STRICT;
CREATE INDEX visits_by_run ON visits (run, role, outcome);
CREATE INDEX visits_by_key ON visits (key);
