"""What data files are made of: safe YAML, texts by language, small formulas."""
