"""One module for each kind of file: bytes -> its text or its rows, and what the file says of itself."""
