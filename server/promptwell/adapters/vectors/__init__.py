"""Indexes that find the nearest of many vectors."""
