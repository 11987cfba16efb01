"""What is drawn in the place of words: ticks and boxes, icons, and rings around words."""
