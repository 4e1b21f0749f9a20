"""Template languages inside prompt bodies."""
