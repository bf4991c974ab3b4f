"""How stories are filed and signed: categories, tags, authors, sources."""
