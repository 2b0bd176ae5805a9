"""What is named: organisations, places, programmes, documents, projects, industries."""
