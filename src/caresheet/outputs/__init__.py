"""What handouts are written as: PDF, HTML and plain text, each with a way to read it back."""
