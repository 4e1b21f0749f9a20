"""Numbers that a state gives to a person, by region; `known.py` puts them together."""
