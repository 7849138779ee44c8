"""What times are free, and who has which?"""
