"""Handlebars templates, read for the places of their parts; rendering is Handlebars' own affair."""
