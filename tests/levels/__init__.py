"""The levels at which a case runs, one adapter each: nothing else in the tests names their interfaces."""
