-- Format 6. A file that a list named too was not fetched for the page that names it. Such a page is asked for as if no copy were held,
-- so that it is read with its file.
UPDATE addresses SET etag = NULL, last_modified = NULL
WHERE role = 'article' AND gone = 0 AND document IN (
    SELECT d.id FROM documents d JOIN readings r ON r.document = d.id AND r.version = d.version
    WHERE r.field = 'text' AND r.because LIKE 'the attachment % could not be fetched: ');
