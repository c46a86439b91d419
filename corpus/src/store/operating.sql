-- Format 3. What an operator and a follower of changes need: more events, leases, the state of hosts, due pages.
ALTER TABLE changes ADD COLUMN url TEXT;           -- the address that the event is about, when it is about one
ALTER TABLE changes ADD COLUMN moved_to TEXT;      -- where a moved page lives now
ALTER TABLE changes ADD COLUMN last_good TEXT;     -- when the text was last seen in its place
CREATE INDEX changes_by_time ON changes (at, seq);

ALTER TABLE addresses ADD COLUMN last_good TEXT;     -- the last visit that found the page in its place
ALTER TABLE addresses ADD COLUMN soft_since TEXT;    -- since when a page with status 200 says that it does not exist
ALTER TABLE addresses ADD COLUMN interval_hours INTEGER;  -- how long the page may be left alone
ALTER TABLE addresses ADD COLUMN next_visit TEXT;    -- from when on a scheduled crawl asks for it again
UPDATE addresses SET last_good = (
    SELECT max(at) FROM visits
    WHERE visits.key = addresses.key AND visits.outcome IN ('new', 'changed', 'unchanged'));

ALTER TABLE runs ADD COLUMN due_by TEXT;             -- a scheduled run leaves out known pages that are due later

-- Which process crawls which host on behalf of which source. A holder that died is taken over from.
CREATE TABLE leases (
    host   TEXT NOT NULL,
    source TEXT NOT NULL,
    holder TEXT NOT NULL,
    until  TEXT NOT NULL,
    PRIMARY KEY (host, source)
) STRICT;

-- How a host behaved and what it was asked.
CREATE TABLE hosts (
    host       TEXT PRIMARY KEY,
    failures   INTEGER NOT NULL DEFAULT 0,   -- how often in a row it was given up
    rest_until TEXT,                         -- until when scheduled crawls leave it alone
    why        TEXT,
    day        TEXT NOT NULL,                -- the day of the count beside it, YYYY-MM-DD at +08:00
    requests   INTEGER NOT NULL DEFAULT 0
) STRICT;
