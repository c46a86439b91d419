-- Format 7. A run that goes on knows which of its pages no list named.
ALTER TABLE runs ADD COLUMN listed_to INTEGER;       -- the last place of what lists named, once the pages that none named stand behind it
