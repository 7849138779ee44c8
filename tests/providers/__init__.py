"""Real servers of others that the tests run beside the product."""
