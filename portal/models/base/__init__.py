"""What all nouns use: the clock, slugs, keyset paging, upserts."""
