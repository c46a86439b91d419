-- Format 4. What each site's robots.txt said last, so that it is believed, asked for again and stood in for across crawls.
CREATE TABLE robots (
    site              TEXT PRIMARY KEY,      -- scheme, host and port
    rules             BLOB,                  -- as the site sent them last; NULL when it has none or never gave any
    etag              TEXT,
    last_modified     TEXT,
    confirmed         TEXT,                  -- when the site last answered about it
    fresh_until       TEXT,                  -- until when that answer is believed
    unreachable_since TEXT,                  -- since when it cannot be had
    why               TEXT                   -- why it cannot be had
) STRICT;
