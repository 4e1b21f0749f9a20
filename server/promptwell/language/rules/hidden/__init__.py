"""Rules about text that a reader does not see and a model does."""
