"""How the tables came about. Alembic runs this folder; see `upgrading.py`."""
