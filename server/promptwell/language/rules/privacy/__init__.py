"""Rules about personal data that stand in a prompt."""
