"""What a report says of a series, made once: page, Word, workbook and terminal are written from it."""
