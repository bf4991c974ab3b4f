"""The one way out: every address that Portal fetches goes through here."""
