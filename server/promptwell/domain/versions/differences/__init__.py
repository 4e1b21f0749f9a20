"""What differs between two texts of a prompt: in lines, words, tokens and structure."""
