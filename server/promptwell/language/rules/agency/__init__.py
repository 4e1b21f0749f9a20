"""Rules about what an agent may do, and what makes it do more."""
