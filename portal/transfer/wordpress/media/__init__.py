"""The old site's uploads: pictures and other files."""
