"""Web sites, made from what the world knows: a site is a record, its pages are blocks of text."""
