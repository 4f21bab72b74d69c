"""What is said: principles, letters and plans, as Markdown and YAML files with their reader."""
