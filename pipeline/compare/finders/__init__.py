"""What is told of two editions: one module a family of findings, each a function from a pair to drafts."""
