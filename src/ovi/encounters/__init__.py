"""What was in fact done, by whom, how, when?"""
