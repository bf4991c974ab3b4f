"""Parts that all models use: the clock, slugs, keyset paging, upserts."""
