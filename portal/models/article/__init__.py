"""The article and all that belongs to one story."""
