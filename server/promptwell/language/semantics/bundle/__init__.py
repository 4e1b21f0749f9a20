"""A prompt with everything it includes put in, as one file that needs no other."""
