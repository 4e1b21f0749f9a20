"""Short texts about Jinja's built-in names, shown on hover and in completion."""
