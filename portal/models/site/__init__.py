"""The site: settings, version, menus, pages, pins, redirects."""
