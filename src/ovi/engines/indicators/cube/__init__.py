"""The fast path: histograms of whole days by month, unit, profession and service line, counted in one pass."""
