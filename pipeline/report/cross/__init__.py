"""The report of a cross-section: many places of one year on one page, and the same as tables."""
