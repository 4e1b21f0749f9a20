"""Commands that an agent runs or is shown, and what is risky in them."""
