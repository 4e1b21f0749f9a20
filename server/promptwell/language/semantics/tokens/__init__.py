"""How many tokens a text takes: counted where the tokenizer is known, estimated elsewhere."""
