"""The report that a board reads: what was found, worded by rules that cannot claim too much.

`claims` decides what may be said of a change and says it; `measured` makes changes of answers;
`facts` is what a report rests on; the page is made of facts alone. Nothing here reads a file, and
nothing here is about one person.
"""
