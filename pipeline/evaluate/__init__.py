"""How well the pipeline reads: its tables against notices annotated by hand."""
