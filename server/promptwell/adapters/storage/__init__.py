"""The store: what is kept about prompts, in SQLite for one user and in PostgreSQL for a team."""
