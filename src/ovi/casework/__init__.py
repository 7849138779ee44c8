"""What is done about a need? Case, assessment, clocks, worklist, hand-over."""
