"""The archives by year, month and day, and the calendar."""
