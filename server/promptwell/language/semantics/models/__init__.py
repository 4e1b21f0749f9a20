"""The models that prompts ask: their limits, prices and last days, and how prompts name them."""
