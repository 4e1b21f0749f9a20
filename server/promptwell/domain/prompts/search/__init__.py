"""How prompts are found: what is looked for in, and the ports to what looks for meanings."""
