"""The article's form: its fields, its rules, and what an editor chooses in it."""
