"""The processes around the app: waitress, supervised workers, the fast path, logs and metrics."""
