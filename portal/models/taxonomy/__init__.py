"""Categories, tags, authors and sources of stories."""
