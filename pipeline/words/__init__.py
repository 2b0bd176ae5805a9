"""The word segmenter: its model, fetched and mapped, and the words a user adds."""
