"""From a notice to its units: number styles, the tree of headings, kinds, words."""
