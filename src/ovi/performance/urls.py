"""Which pages does this room answer?"""

urlpatterns: list = []
