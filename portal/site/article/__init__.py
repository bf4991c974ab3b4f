"""The article's page: the story, its related stories, its previews, its structured data."""
