"""In and out: other people's formats, documents and mail."""
