"""Why a provider does not sign somebody in, and what to do about it: the codes that clinics are likely to meet.

From Microsoft's list of codes (learn.microsoft.com, "Microsoft Entra authentication and authorization error codes") and
those of RFC 6749, RFC 8628 and Google, each with the remedy and the way to set up mail again. Any other code is shown
as it is.
"""

from __future__ import annotations

import re

from caresheet.model.mail_problem import MailProblem, mail_problem
from caresheet.model.rules import MAIL_SETTINGS

_AGAIN = "run: caresheet email setup"
_AND_AGAIN = f", and {_AGAIN}"
_PLAIN = re.compile(r"[A-Za-z0-9_. ]{1,60}")
_NO_TENANT = ("has no tenant of this name", "copy the Directory (tenant) ID from Entra's overview", _AND_AGAIN)
_NO_CLIENT = (
    "does not know this client ID in this tenant",
    "copy the Application (client) ID from the app registration, make sure that the tenant is the same",
    _AND_AGAIN,
)
_NO_CONSENT = (
    "has no consent for this program to send mail",
    "an administrator has to open Entra, App registrations, API permissions, and choose 'Grant admin consent'",
    "",
)
_BLOCKED = (
    "blocks this sign-in by a policy (Conditional Access); device codes are often blocked",
    "use a browser on a computer that the organization manages, or ask an administrator for an exception",
    "",
)
_NOT_PUBLIC = (
    "does not let this registration sign in without a secret",
    "in Entra, Authentication, allow public client flows, and add http://localhost as a mobile and desktop application",
    "",
)
_ENDED = (
    "has ended this sign-in, perhaps because the password changed, or because it was not used for months",
    "",
    _AGAIN,
)
_NEEDS_PERSON = ("asks for a second factor", "", _AGAIN)
_STRANGER = (
    "does not know this user in this tenant",
    "sign in with an account of the organization that has this tenant",
    "",
)
_ENTRA = {
    "90002": _NO_TENANT,
    "900023": _NO_TENANT,
    "900021": _NO_TENANT,
    "700016": _NO_CLIENT,
    "700038": _NO_CLIENT,
    "65001": _NO_CONSENT,
    "65004": _NO_CONSENT,
    "90094": _NO_CONSENT,
    "90095": _NO_CONSENT,
    "53000": _BLOCKED,
    "53001": _BLOCKED,
    "53003": _BLOCKED,
    "530036": _BLOCKED,
    "7000218": _NOT_PUBLIC,
    "50011": _NOT_PUBLIC,
    "700082": _ENDED,
    "70008": _ENDED,
    "50173": _ENDED,
    "50078": _NEEDS_PERSON,
    "50076": _NEEDS_PERSON,
    "50079": _NEEDS_PERSON,
    "50020": _STRANGER,
    "50034": _STRANGER,
}
_STANDARD = {
    "access_denied": (
        "was not given permission for this program",
        "choose 'Accept' or 'Allow' this time",
        f"; {_AGAIN}",
    ),
    "admin_policy_enforced": (
        "blocks this program because of the organization's rules",
        "ask an administrator to allow the client ID: Google Admin console, Security, API controls, App access control",
        "",
    ),
    "org_internal": (
        "lets only members of the organization in",
        "sign in with an account of the organization that the project belongs to",
        "",
    ),
    "authorization_declined": ("was not given permission for this program", "", _AGAIN),
    "expired_token": ("waited too long for the code to be typed", "", _AGAIN),
    "invalid_grant": _ENDED,
    "interaction_required": _NEEDS_PERSON,
    "consent_required": _NO_CONSENT,
    "invalid_client": (
        "does not know this client ID, or not with this client secret",
        "copy both from the registration of the program",
        _AND_AGAIN,
    ),
    "unauthorized_client": _NO_CLIENT,
    "redirect_uri_mismatch": (
        "does not let the browser return to this program",
        "register the program as a 'Desktop app' (Google), or with http://localhost (Microsoft)",
        "",
    ),
}


def sign_in_problem(provider: str, error: str, entra: str = "") -> MailProblem:
    """What the codes of an answer mean: the `error` of OAuth, and Microsoft's number if there is one."""
    reason, remedy, setup = _ENTRA.get(entra) or _STANDARD.get(error) or ("does not sign you in", "", _AGAIN)
    named = error if _PLAIN.fullmatch(error) else "unknown"
    code = f"AADSTS{entra}" if entra else named
    return mail_problem(MAIL_SETTINGS, f"{provider} {reason} ({code})", remedy, setup)
