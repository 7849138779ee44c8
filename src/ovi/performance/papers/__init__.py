"""What does a county publish from an extract alone? Access to care and social limits on paper, without a database.

Nothing here may load a model: these papers are made where there is no server (a contract test starts none).
"""
