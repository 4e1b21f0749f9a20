"""What differs between two versions of a prompt as its readers would say it: inputs, model, messages, cost."""
