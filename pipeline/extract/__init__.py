"""From units to facts: who is responsible, what is promised in numbers, what is named."""
