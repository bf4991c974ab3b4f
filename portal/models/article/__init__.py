"""The article and what belongs to one story."""
