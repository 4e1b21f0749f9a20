"""One module for each kind of request: takes the parameters apart, asks, and converts the answer."""
