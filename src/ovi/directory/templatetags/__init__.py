"""Where does Django find the template tags of this room?"""
