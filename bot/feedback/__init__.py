"""What readers thought of the answers: votes without anything that tells who gave them."""
