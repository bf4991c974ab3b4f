"""Articles at the desk: their list, their page, and what is done with them."""
