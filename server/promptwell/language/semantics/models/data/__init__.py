"""Dated tables, loaded on demand."""
