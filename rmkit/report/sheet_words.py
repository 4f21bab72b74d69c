"""What rmkit's own forms and sheets say of themselves, in every language: the only table of it.

Each text stands here once; whoever writes a form as a workbook, a document or a page takes it from
here. What the questions say is the instrument's.
"""

from __future__ import annotations

from rmkit.definitions.texts import Text

__all__ = [
    "ANSWER",
    "BY",
    "CHOOSE",
    "DATE",
    "FILL",
    "FILLED_BY",
    "NEEDED",
    "OF_PAGES",
    "SIGNED",
    "TICK",
    "WHOSE",
    "WRITE_BELOW",
]

FILL: dict[str, Text] = {
    "xlsx": Text({
        "en": "Please fill in the yellow cells, save the file and send it back. * needs an answer.",
        "es": "Rellene las celdas amarillas, guarde el archivo y devuélvalo. * necesita respuesta.",
        "de": "Bitte füllen Sie die gelben Felder aus, speichern Sie die Datei und senden Sie sie "
        "zurück. * braucht eine Antwort.",
        "bg": "Моля, попълнете жълтите полета, запишете файла и го изпратете обратно. "
        "* изисква отговор.",
        "cs": "Vyplňte prosím žlutá pole, uložte soubor a pošlete jej zpět. * vyžaduje odpověď.",
    }),
    "docx": Text({
        "en": "Please write into the yellow cells, save the file and send it back. * needs an "
        "answer.",
        "es": "Escriba en las celdas amarillas, guarde el archivo y devuélvalo. * necesita "
        "respuesta.",
        "de": "Bitte in die gelben Felder schreiben, die Datei speichern und zurücksenden. "
        "* braucht eine Antwort.",
        "bg": "Моля, пишете в жълтите полета, запишете файла и го изпратете обратно. "
        "* изисква отговор.",
        "cs": "Pište prosím do žlutých polí, uložte soubor a pošlete jej zpět. * vyžaduje odpověď.",
    }),
    "pdf": Text({
        "en": "Please fill in the fields, save the file and send it back. * needs an answer.",
        "es": "Rellene los campos, guarde el archivo y devuélvalo. * necesita respuesta.",
        "de": "Bitte die Felder ausfüllen, die Datei speichern und zurücksenden. * braucht eine "
        "Antwort.",
        "bg": "Моля, попълнете полетата, запишете файла и го изпратете обратно. "
        "* изисква отговор.",
        "cs": "Vyplňte prosím pole, uložte soubor a pošlete jej zpět. * vyžaduje odpověď.",
    }),
}  # fmt: skip
"""What to do with a form, by the kind of file."""
NEEDED = Text({
    "en": "* needs an answer.",
    "es": "* necesita respuesta.",
    "de": "* braucht eine Antwort.",
    "bg": "* изисква отговор.",
    "cs": "* vyžaduje odpověď.",
})  # fmt: skip
BY = Text({
    "en": "Filled in by: {who}", "es": "La rellena: {who}", "de": "Füllt aus: {who}",
    "bg": "Попълва се от: {who}", "cs": "Vyplňuje: {who}",
})  # fmt: skip
FILLED_BY: dict[str, Text] = {
    "candidate": Text({
        "en": "candidate", "es": "persona candidata", "de": "Kandidatin oder Kandidat",
        "bg": "кандидат", "cs": "zájemce",
    }),
    "mentor": Text({"en": "mentor", "es": "mentor o mentora", "bg": "ментор"}),
    "mentee": Text({"en": "mentee", "bg": "менти"}),
    "manager": Text({
        "en": "manager", "es": "responsable", "de": "Führungskraft", "bg": "ръководител",
        "cs": "vedoucí",
    }),
    "coordinator": Text({
        "en": "coordinator", "es": "coordinación", "de": "Koordination", "bg": "координатор",
        "cs": "koordinátor",
    }),
    "observer": Text({
        "en": "observer", "es": "observador u observadora", "de": "Beobachtung",
        "bg": "наблюдател", "cs": "pozorovatel",
    }),
}  # fmt: skip
TICK = Text({
    "en": "Write x where it applies.",
    "es": "Escriba x donde corresponda.",
    "de": "Bitte x schreiben, wo es zutrifft.",
    "bg": "Напишете x, където е вярно.",
    "cs": "Napište x tam, kde to platí.",
})  # fmt: skip
ANSWER = Text({
    "en": "Your answer", "es": "Su respuesta", "de": "Ihre Antwort", "bg": "Вашият отговор",
    "cs": "Vaše odpověď",
})  # fmt: skip
CHOOSE = Text({
    "en": "Choose …", "es": "Elija …", "de": "Bitte wählen …", "bg": "Изберете …",
    "cs": "Vyberte …",
})  # fmt: skip
WRITE_BELOW = Text({
    "en": "Write below each question.",
    "es": "Escriba debajo de cada pregunta.",
    "de": "Bitte unter jede Frage schreiben.",
    "bg": "Пишете под всеки въпрос.",
    "cs": "Pište pod každou otázku.",
})  # fmt: skip
SIGNED = Text({
    "en": "Signature", "es": "Firma", "de": "Unterschrift", "bg": "Подпис", "cs": "Podpis",
})  # fmt: skip
DATE = Text({"en": "Date", "es": "Fecha", "de": "Datum", "bg": "Дата", "cs": "Datum"})
OF_PAGES = Text({
    "en": "Page {page} of {pages}",
    "es": "Página {page} de {pages}",
    "de": "Seite {page} von {pages}",
    "bg": "Страница {page} от {pages}",
    "cs": "Strana {page} z {pages}",
})  # fmt: skip
WHOSE: dict[str, Text] = {
    "pair": Text({
        "en": "This sheet belongs to the two of you. Nobody collects it or reads it.",
        "es": "Esta hoja es de ustedes dos. Nadie la recoge ni la lee.",
        "de": "Dieses Blatt gehört Ihnen beiden. Niemand sammelt es ein oder liest es.",
        "bg": "Този лист е само за вас двамата. Никой не го събира и не го чете.",
        "cs": "Tento list patří vám dvěma. Nikdo ho nevybírá ani nečte.",
    }),
    "self": Text({
        "en": "This sheet is yours alone. Nobody collects it or reads it.",
        "es": "Esta hoja es solo suya. Nadie la recoge ni la lee.",
        "de": "Dieses Blatt gehört Ihnen allein. Niemand sammelt es ein oder liest es.",
        "bg": "Този лист е само Ваш. Никой не го събира и не го чете.",
        "cs": "Tento list je jen váš. Nikdo ho nevybírá ani nečte.",
    }),
    "both": Text({
        "en": "What you write here stays between the two of you; nobody collects the sheet. Tell "
        "the coordinator that you signed, and when.",
        "es": "Lo que escriban aquí queda entre ustedes dos; nadie recoge la hoja. Digan a la "
        "coordinación que han firmado y cuándo.",
        "de": "Was Sie hier schreiben, bleibt unter Ihnen beiden; niemand sammelt das Blatt ein. "
        "Sagen Sie der Koordination, dass und wann Sie unterschrieben haben.",
        "bg": "Написаното тук остава между вас двамата; никой не събира листа. Кажете на "
        "координатора, че сте подписали и кога.",
        "cs": "Co sem napíšete, zůstane mezi vámi dvěma; list nikdo nevybírá. Koordinátorovi "
        "řekněte, že jste podepsali a kdy.",
    }),
}  # fmt: skip
"""Whose a sheet is that nobody collects: the pair's, one person's, or the pair's that signs it."""
