"""Where text from outside enters a prompt, what it passes, and where it lands."""
