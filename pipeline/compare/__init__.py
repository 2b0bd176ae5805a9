"""From the facts of all notices of a series to what they give weight to, and how that changes."""
