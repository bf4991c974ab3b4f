"""What the paper is made of beside its stories: front page, sections, menus, pages, settings."""
