"""The keys of front matters, as data."""
