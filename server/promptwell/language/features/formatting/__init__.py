"""How a prompt file is laid out: its front matter and the insides of its tags, never its words."""
