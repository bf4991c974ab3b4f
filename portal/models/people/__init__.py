"""Editors: their sessions, links, failed sign-ins and audit entries."""
