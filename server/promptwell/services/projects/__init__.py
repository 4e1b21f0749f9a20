"""Projects: prompts that belong together, the settings that hold for them, and who may do what with them."""
