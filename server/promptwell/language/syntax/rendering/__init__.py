"""How a template becomes text: the sandbox, its budget, and what is noted on the way."""
