"""What do other systems ask of us, and we answer as JSON?"""
