"""Templates whose only tags are holes for values."""
