"""From the tables to what people hand on: one self-contained page a series, and its figures.

`series` groups the tables by notice, `figures` draws them, `summary` says them in sentences,
`page` puts page and evidence together, `stage` reads and writes. All wording lies in locales/.
"""
