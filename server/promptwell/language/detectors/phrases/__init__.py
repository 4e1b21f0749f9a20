"""Phrases by which a text gives orders that belong to no honest prompt, told apart from talk of them."""
