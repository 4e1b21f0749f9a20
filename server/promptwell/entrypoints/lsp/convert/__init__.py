"""Answers of the editor services as the protocol's types, one file for each kind of answer."""
