"""When they meet: free time, series of meetings, how far each pair is, and what is due.

Tables and records in, frozen records out. Nothing here reads a file, and today is an argument.
"""
