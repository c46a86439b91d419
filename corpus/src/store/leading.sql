-- Format 5. An address that only leads elsewhere is asked with the validators of where it leads.
ALTER TABLE addresses ADD COLUMN leads_to TEXT;    -- the key of the address where its last answer came from, when that is another
