"""Published formats of tokens: one file for each family of those who issue them."""
