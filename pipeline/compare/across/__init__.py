"""Many places of one year side by side: the panel place by indicator, findings of places, two levels of government."""
