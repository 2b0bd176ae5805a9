"""The page of a series: one file, read without a script, opened to its words with a small one of our own."""
