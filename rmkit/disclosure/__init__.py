"""Who may see what: audiences, groups too small to show, and what leaves for research.

Two questions are answered here, and nowhere else. Which answers may a reader see: `audiences` says
it for the coordinator, a partner, the person and a researcher, and what it lets through comes as a
`Released` value, which views, mails and exports insist on. And what may be told of groups:
`publish` for figures that are broken down, `shown_bars` and `told` for the numbers in a picture.

What each view of rmkit does about groups under five:

* The coordinator works with single people by design: the list of candidates, the board of pairs,
  those left over, letters. They are no group figures and are left as they are.
* Tables by department, site, organisation and role exist only as publications
  (`programme.publication`), by one plan, remembered from one publication to the next.
* Pictures and pages travel further than they were meant to. Numbers of people from one to four
  are told as "under 5" in the pictures of levels, needs and kinds, in `summary.html` and on the
  shell, together with as much more as subtraction within that picture asks for. From one day's
  picture to the next nothing is remembered: who keeps yesterday's picture, and knows that one
  answer came in since, can subtract. Pass on publications instead.
* A picture of scores shows pairs, not groups of people; `Clustering` shows no mean of fewer than
  five, nor one from which such a mean follows.
* What leaves for research (`programme.research`) is either records of pairs that stay anonymous to
  the partners themselves, or else the publication.

Not covered: what a reader knows of people from elsewhere, several who pool what they know, and
free text, which no rule makes anonymous.
"""
