"""How a search is answered: by words, by meaning, and what is shown of it."""
