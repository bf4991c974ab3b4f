"""Posts become articles, and pages become pages."""
