"""Where does Django find the directory's tags?"""
