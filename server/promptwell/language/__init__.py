"""What a prompt file says. Pure: no I/O and no clock; broken text gives less, never an exception."""
