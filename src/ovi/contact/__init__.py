"""What did a resident ask, in their own words, by which channel, when?"""
