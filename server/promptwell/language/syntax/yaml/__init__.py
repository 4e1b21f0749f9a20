"""YAML with exact positions: a strict reader, and a lenient one for text that is not YAML."""
