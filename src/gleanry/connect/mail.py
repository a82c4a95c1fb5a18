"""Send mail by SMTP: plain text, with the headers that let a reader stop it with one click (RFC 8058).

What a server refuses is told apart: for good (5xx about the recipient or the text), for now (4xx, no connection, a
sign-in that fails), and unknown (the connection broke after the text had begun to go).
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from gleanry.flow.nurture.ports import Mail, Outcome, Taken

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where mail is handed in. `tls` is starttls, ssl or none; `sender` an address, with a name or without."""

    host: str
    port: int
    tls: str
    user: str
    secret: str
    sender: str
    base_url: str


class SmtpMailer:
    """A `nurture.ports.Mailer` over SMTP: one connection a mail, so that a broken one costs no other."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self.base_url = settings.base_url.rstrip("/")

    def send(self, mail: Mail) -> Outcome:
        """Send one mail; never raises for what a mail server does."""
        message = written(mail, self._settings.sender)
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Taken.LATER, _said(error))
        try:
            return self._hand_in(server, mail, message)
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        given = self._settings
        if given.tls == "ssl":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(given.host, given.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=SECONDS)
        try:
            server.ehlo()
            if given.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if given.user:
                server.login(given.user, given.secret)
        except BaseException:
            server.close()
            raise
        return server

    def _hand_in(self, server: smtplib.SMTP, mail: Mail, message: EmailMessage) -> Outcome:
        text_gone = False
        try:
            code, said = server.mail(parseaddr(self._settings.sender)[1])
            if code < 400:
                code, said = server.rcpt(mail.to)
            if code < 400:
                text_gone = True
                code, said = server.data(message.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:  # the server would not begin: nothing has gone
            code, said = error.smtp_code, str(error.smtp_error).encode()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Taken.UNSURE if text_gone else Taken.LATER, _said(error))
        if code < 400:
            return Outcome(Taken.SENT)
        return Outcome(Taken.REFUSED if code >= 500 else Taken.LATER, f"{code} {said.decode(errors='replace')}"[:400])


def written(mail: Mail, sender: str) -> EmailMessage:
    """The mail with its headers. Line breaks in names and subjects were taken out before, and are refused here."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{mail.key}@{parseaddr(sender)[1].partition('@')[2]}>"
    message["List-Unsubscribe"] = f"<{mail.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:400]
