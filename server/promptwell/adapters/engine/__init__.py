"""The engine of a store from outside: its lock, its record, calling it and starting it."""
