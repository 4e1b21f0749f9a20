"""Rules about text from outside that may give orders to the model."""
