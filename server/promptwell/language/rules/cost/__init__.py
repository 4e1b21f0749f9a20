"""Rules about tokens, budgets and models."""
