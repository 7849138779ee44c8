"""Facts: the versioned tables between operation and analysis; pseudonymous, immutable, whole days."""
