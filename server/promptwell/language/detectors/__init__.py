"""Detectors: what to find in a text and where. Rules, scorers and reports share them."""
