"""The body of a story or a page, from the stored HTML to the HTML that readers get."""
