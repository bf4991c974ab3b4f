"""The lists of stories: the latest, and those of a category, a tag or an author."""
