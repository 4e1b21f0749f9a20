"""Files that hold prompts in their texts: how those are found and read."""
