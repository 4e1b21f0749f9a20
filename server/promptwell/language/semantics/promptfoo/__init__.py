"""promptfoo settings as links: prompts, their tests, and the variables between them."""
