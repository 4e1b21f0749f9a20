"""The outside: files, caches, clocks, processes. Each adapter fits a port of the layers below."""
