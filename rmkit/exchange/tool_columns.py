"""The columns that survey tools add of their own: when it was sent, who sent it, its number.

Names are compared in their `plain` form. `person` columns (name, e-mail) are used where the form
asked nothing of the kind itself; `time` and `number` say when and which response it is; `other`
columns are of no use here and are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from rmkit.exchange.headings import plain

__all__ = ["Layout", "ToolUse", "is_wave", "tool_use"]

Layout = Literal[
    "google_forms",
    "ms_forms",
    "limesurvey",
    "kobo",
    "redcap",
    "qualtrics",
    "surveymonkey",
    "typeform",
    "rmkit_form",
    "plain",
]
ToolUse = Literal["submitted_at", "external_id", "wave", "name", "email", "other"]


def _names(**uses: str) -> Mapping[str, ToolUse]:
    """Turn `use="one | two"` into a look-up from the plain heading to its use."""
    table: dict[str, ToolUse] = {}
    for use, headings in uses.items():
        table |= {plain(h): use for h in headings.split("|")}  # type: ignore[misc]
    return table


_COLUMNS: Mapping[Layout, Mapping[str, ToolUse]] = {
    "google_forms": _names(
        submitted_at="Timestamp | Marca temporal | Zeitstempel | Horodateur | Časová značka"
        " | Клеймо за време | Времево клеймо | Informazioni cronologiche"
        " | Carimbo de data/hora | Sygnatura czasowa",
        email="Email Address | Username | E-Mail-Adresse | Nutzername | E-mailová adresa"
        " | Dirección de correo electrónico | Nombre de usuario | Имейл адрес"
        " | Adresse e-mail | Indirizzo email",
        other="Score | Puntuación | Punktzahl",
    ),
    "ms_forms": _names(
        external_id="ID | Id.",
        submitted_at="Completion time | Hora de finalización | Fertigstellungszeit"
        " | Čas dokončení | Час на завършване | Heure de fin",
        email="Email | Correo electrónico | E-Mail | E-mail | Имейл | Adresse de messagerie",
        name="Name | Nombre | Jméno | Име | Nom",
        other="Start time | Hora de inicio | Startzeit | Čas zahájení | Начален час"
        " | Heure de début | Last modified time | Hora de la última modificación"
        " | Uhrzeit der letzten Änderung | Language | Idioma | Sprache"
        " | Total points | Quiz feedback | Grade posted time",
    ),
    "limesurvey": _names(
        external_id="id | Response ID | Antwort ID | ID de respuesta | ID odpovědi",
        submitted_at="submitdate | Date submitted | Datum Abgeschickt | Fecha de envío"
        " | Datum odeslání",
        email="email | Email address | E-Mail-Adresse",
        other="lastpage | startlanguage | seed | startdate | datestamp | token | ipaddr | refurl"
        " | interviewtime | Last page | Start language | Seed | Date started | Date last action"
        " | Access code | IP address | Referrer URL | Total time | Letzte Seite | Start-Sprache"
        " | Zufallsstartwert | Datum gestartet | Datum letzte Aktivität | Zugangscode | IP-Adresse"
        " | Última página | Lenguaje inicial | Semilla | Fecha de inicio"
        " | Fecha de la última acción | firstname | lastname",
    ),
    "kobo": _names(
        external_id="_uuid | KEY",
        submitted_at="_submission_time | SubmissionDate",
        other="_id | _validation_status | _notes | _status | _submitted_by | __version__ | _tags"
        " | _index | _parent_index | _parent_table_name | start | end | today | deviceid | uuid"
        " | username | simserial | subscriberid | phonenumber | audit | meta/instanceID"
        " | formhub/uuid | meta/rootUuid | meta/instanceName | meta/deprecatedID | _attachments"
        " | _geolocation | _xform_id_string | instanceID",
    ),
    "redcap": _names(
        external_id="record_id | participant_id | study_id",
        other="redcap_survey_identifier | redcap_event_name | redcap_repeat_instrument"
        " | redcap_repeat_instance | redcap_data_access_group | Survey Identifier | Event Name",
    ),
    "qualtrics": _names(
        external_id="ResponseId | ResponseID",
        submitted_at="RecordedDate",
        email="RecipientEmail",
        other="StartDate | EndDate | Status | IPAddress | Progress | Duration (in seconds)"
        " | Finished | RecipientLastName | RecipientFirstName | ExternalReference"
        " | ExternalDataReference | LocationLatitude | LocationLongitude | LocationAccuracy"
        " | DistributionChannel | UserLanguage | ResponseSet | Q_RecaptchaScore"
        " | Q_DuplicateRespondent",
    ),
    "surveymonkey": _names(
        external_id="RespondentID | Respondent ID",
        submitted_at="EndDate | End Date | Date Modified",
        email="Email Address",
        other="CollectorID | Collector ID | StartDate | Start Date | Date Created | IP Address"
        " | First Name | Last Name | Custom Data 1 | Custom Data",
    ),
    "typeform": _names(
        external_id="#",
        submitted_at="Submit Date (UTC) | Submitted At",
        other="Start Date (UTC) | Network ID | Response Type | Stage Date (UTC) | Ending | Tags"
        " | Score",
    ),
    "rmkit_form": {},
    "plain": _names(
        submitted_at="Timestamp | Submitted at | Completion time | Zeitstempel | Marca temporal",
    ),
}
_WAVE = frozenset(
    plain(name) for name in ("wave", "survey wave", "measurement", "Welle", "ola", "вълна", "vlna")
)
_REDCAP_OWN = re.compile(r".*_(timestamp|complete)$")


def tool_use(layout: Layout, name: str) -> ToolUse | None:
    """Say what a tool's own column is for, or None where the column is no such thing.

    >>> tool_use("ms_forms", "Completion time"), tool_use("ms_forms", "Your role")
    ('submitted_at', None)
    """
    if layout == "redcap" and _REDCAP_OWN.match(name):
        return "other"
    return _COLUMNS[layout].get(plain(name))


def is_wave(name: str) -> bool:
    """Tell whether a column says in which wave of a survey a response was given."""
    return plain(name) in _WAVE
