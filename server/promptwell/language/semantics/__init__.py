"""What a prompt file means: inputs declared, used and supplied; names, types, tokens; files together."""
