"""The old site's authors, categories and tags, and which of ours each became."""
