"""Does the programme keep its promises? Goals, baseline, target, value now."""
