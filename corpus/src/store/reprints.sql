-- Format 8. A text is found again under another title and with other marks. Versions of earlier formats get it when they are reread.
ALTER TABLE versions ADD COLUMN words_hash TEXT;      -- SHA-256 of the words alone; none of a short text
CREATE INDEX versions_by_words ON versions (words_hash) WHERE words_hash IS NOT NULL;
