-- What reading a page anew takes: the date beside its link, the way from a record to its visit, and how far a rereading came.
ALTER TABLE addresses ADD COLUMN listed TEXT;
UPDATE addresses SET listed = published WHERE document IN (
    SELECT document FROM readings WHERE field = 'published' AND because IN ('date in the list', 'date-in-the-list'));
CREATE INDEX visits_by_record ON visits (warc_file, warc_offset);
CREATE TABLE rereading (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    scope TEXT NOT NULL,                 -- which documents are read anew
    after TEXT NOT NULL                  -- the last document that was
) STRICT;
