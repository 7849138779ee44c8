"""What do professionals see and do? The worklist, a case, and one page for each thing that is done to it."""
