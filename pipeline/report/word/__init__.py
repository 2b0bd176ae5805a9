"""The report as a Word document: a brief of a few pages, and an annex."""
