"""What a team knows about its prompts. Pure: no input or output, no clock, no database."""
