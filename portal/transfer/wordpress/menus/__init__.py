"""The old site's menus."""
