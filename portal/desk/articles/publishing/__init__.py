"""How a story goes out: review, schedule, publication, correction."""
