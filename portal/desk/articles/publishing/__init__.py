"""Publishing an article: review, schedule, publication, corrections, previews."""
