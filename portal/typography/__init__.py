"""Typography: text covers, line breaking, hyphens, colour contrast. Pure functions."""
