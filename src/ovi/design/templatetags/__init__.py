"""Where does Django find the tags of the looks?"""
