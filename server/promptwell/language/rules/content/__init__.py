"""Rules about what a prompt asks for."""
