"""One notice, two or many through every step, and the tables of the last run: what other programs call."""
