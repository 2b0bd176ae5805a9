"""What is promised in numbers: quantities, their periods, and what they count."""
