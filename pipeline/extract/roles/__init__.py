"""Who is responsible: clauses and the bodies they name."""
