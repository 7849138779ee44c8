"""What does an indicator say of the facts? Definitions in, results out."""
