"""The index of words: how it is written, and how a query is asked of each database."""
