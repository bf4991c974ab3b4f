"""The paper beside its stories: front page, categories, tags, authors, menus, pages, settings."""
