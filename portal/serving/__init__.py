"""The process around the app: waitress, workers, the fast path, logs and metrics."""
