"""How work is kept, split and resumed: groups, streams, storage, results, workers, fingerprints, progress."""
