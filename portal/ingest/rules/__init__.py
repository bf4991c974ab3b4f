"""An editor's rules for a source: which items come in, under which category and tags, and how much of them."""
