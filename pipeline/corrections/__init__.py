"""What persons decided: the table they are kept in, how they find their place again, how each stage applies its own.

In reading order: `table` (data/corrections.csv), `places` (the same words in a text that was read anew),
`facts` (units, roles, targets, entities), `workbook` (out and back), `agreement` (what two persons say).
"""
