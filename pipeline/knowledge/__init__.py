"""What every reader knows: bodies, themes, the script itself, one grammar of printed numbers."""
