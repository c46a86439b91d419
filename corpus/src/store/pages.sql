-- Format 5. The files that each page names, in its order: one file may belong to several pages.
CREATE TABLE page_files (
    page   TEXT NOT NULL,                  -- the key of the page
    place  INTEGER NOT NULL,               -- counted from 0
    file   TEXT NOT NULL,                  -- the key of the address by which the page names it
    url    TEXT NOT NULL,
    landed TEXT,                           -- the key of where it was, when that is another one
    sha256 TEXT,                           -- of the bytes that the page was read with; none when there were none
    PRIMARY KEY (page, place)
) STRICT;
CREATE INDEX page_files_by_file ON page_files (file);

-- A page that came whole was read with the files whose visits stand behind its own.
WITH lined_up AS (
    SELECT id, key, url, role, outcome, sha256,
        max(CASE WHEN role <> 'attachment' THEN id END) OVER before AS page,
        coalesce(lag(role = 'attachment' AND outcome = 'moved') OVER by_id, 0) AS is_landing,
        lead(key) OVER by_id AS next_key,
        lead(outcome) OVER by_id AS next_outcome,
        lead(sha256) OVER by_id AS next_sha256
    FROM visits
    WINDOW by_id AS (PARTITION BY run ORDER BY id), before AS (PARTITION BY run ORDER BY id ROWS UNBOUNDED PRECEDING)
),
whole AS (
    SELECT key, max(id) AS id FROM visits
    WHERE role = 'article' AND status = 200 AND outcome IN ('new', 'changed', 'unchanged') GROUP BY key
)
INSERT INTO page_files (page, place, file, url, landed, sha256)
SELECT w.key, row_number() OVER (PARTITION BY w.key ORDER BY l.id) - 1, l.key, l.url,
    CASE WHEN l.outcome = 'moved' THEN l.next_key END,
    CASE WHEN l.outcome IN ('new', 'changed', 'unchanged') THEN l.sha256
         WHEN l.outcome = 'moved' AND l.next_outcome IN ('new', 'changed', 'unchanged') THEN l.next_sha256 END
FROM lined_up l JOIN whole w ON w.id = l.page
WHERE l.role = 'attachment' AND NOT l.is_landing;

-- Visits may have been forgotten; of such a page is known what was followed for it last.
INSERT INTO page_files (page, place, file, url)
SELECT parent, row_number() OVER (PARTITION BY parent ORDER BY rowid) - 1, key, url FROM addresses
WHERE role = 'attachment' AND parent NOT IN (SELECT page FROM page_files);
DROP INDEX addresses_by_parent;
ALTER TABLE addresses DROP COLUMN parent;

-- An address that a list names too is that of a page; a file of a page holds no document of its own.
UPDATE addresses SET role = 'article' WHERE role = 'attachment' AND EXISTS (
    SELECT 1 FROM visits v
    WHERE v.key = addresses.key AND v.role = 'article' AND v.outcome IN ('new', 'changed', 'unchanged'));
UPDATE addresses SET document = NULL WHERE role = 'attachment';
