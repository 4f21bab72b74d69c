"""A mail server on this machine for tests: what it got, whom it refuses, and when it hangs up."""

from __future__ import annotations

import ssl
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Got:
    """Keeps what was sent; `refuse` are addresses it does not take, `hang_up` one to fail at."""

    def __init__(self, *, refuse=(), hang_up="", before_data="", act=None):
        self.mails, self.refuse, self.hang_up = [], refuse, hang_up
        self.before_data, self.act, self.senders = before_data, act, []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuse:
            return "550 5.1.1 There is nobody of this name here"
        if self.before_data == address:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(
            (envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=default))
        )
        self.senders.append(envelope.mail_from)
        if self.act:
            self.act(len(self.mails))
        if self.hang_up == envelope.rcpt_tos[0]:
            server.transport.abort()
        return "250 Taken"

    @property
    def readers(self):
        return [to for to, _ in self.mails]


class _OnAnyPort(Controller):
    """A controller on a port that is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServerHere:
    """Runs the server while a `with` block lasts; `port` says where."""

    def __init__(self, got=None, *, user="", password="", context=None):
        self.got = got or Got()
        named = {"tls_context": context, "require_starttls": True} if context else {}
        if user:
            named |= {"authenticator": _let_in(user, password)}
            named |= {"auth_required": True} if context else {"auth_require_tls": False}
        self._controller = _OnAnyPort(self.got, hostname="127.0.0.1", port=0, **named)

    def __enter__(self):
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, *_):
        self._controller.stop(no_assert=True)


def _let_in(user, password):
    def look(server, session, envelope, mechanism, given):
        known = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=known)

    return look


def own_certificate(folder, *, host="127.0.0.1"):
    """Make a certificate that nobody vouches for; give the server's side and the file."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file
