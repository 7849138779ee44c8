"""The invented county: a year of synthetic data for trying, training and testing."""
