"""What are the facts? The table contract between operation and analysis."""
