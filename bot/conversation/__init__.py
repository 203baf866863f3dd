"""What is said of a site and of an area: the store's figures, in the knowledge's sentences."""
