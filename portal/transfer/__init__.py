"""Imports of whole sites. Every importer converts what it reads into article drafts."""
