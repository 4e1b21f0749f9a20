"""Rules about prompts that get worse answers, or cost more, than they need."""
