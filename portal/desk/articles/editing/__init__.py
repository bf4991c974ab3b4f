"""The article's form: its fields, validators, choices and page."""
