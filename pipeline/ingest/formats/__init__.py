"""Every file format as lines of text: pages, Word, PDF, plain text and their tables."""
