"""On a page: pages described from records, to be rendered elsewhere."""
