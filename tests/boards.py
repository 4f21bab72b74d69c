"""The board of pairs as its page uses it: what it sends, and what it hears."""

__all__ = ["chosen", "head_of", "look", "place", "say"]


def chosen(board, **changed):
    view = board.view
    return {
        "aim": view["aim"],
        "rules": {rule["id"]: rule["strength"] for rule in view["rules"]},
        "weights": {criterion["id"]: criterion["weight"] for criterion in view["criteria"]},
        "floor": view["floor"],
        "locked": [[pair["mentor_id"], pair["mentee_id"]] for pair in view["locked"]],
        "forbidden": [[pair["mentor_id"], pair["mentee_id"]] for pair in view["forbidden"]],
        **changed,
    }


def place(pair):
    return [pair["mentor_id"], pair["mentee_id"]]


def look(board):
    for what in ("unmatched", "flagged"):
        assert board.do("look", number=board.view["number"], what=what).notice is None


def say(reply):
    return reply.notice.kind, reply.notice.text


def head_of(board):
    return board._programme.file.head_digest()
