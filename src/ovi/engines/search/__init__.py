"""Which services does a plain sentence find? Analysis of words, index, ranking."""
