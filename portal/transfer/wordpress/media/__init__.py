"""The old site's pictures and files."""
