"""placeholder"""


def clocks(x):
    return {}
