"""Articles at the desk: their list, their form, and what editors do with them."""
