"""A stand-in for Triton's client, of which the documents use a part: the same names, arguments and messages."""
