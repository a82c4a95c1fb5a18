"""A mail server on this machine that takes, refuses or breaks off as it is told."""

from __future__ import annotations

import socket
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from email.policy import default
from threading import Thread


class MailServer:
    """Speaks as much SMTP as a client needs. `answers` maps a verb to what is said to it; None breaks off there."""

    def __init__(self) -> None:
        self.answers: dict[str, str | None] = {}
        self.mails: list[Message] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk: object) -> None:
        def say(text: str) -> None:
            talk.write(text.encode() + b"\r\n")  # type: ignore[attr-defined]  # a file of a socket
            talk.flush()  # type: ignore[attr-defined]  # as above

        say("220 here")
        for raw in talk:  # type: ignore[attr-defined]  # as above
            verb = raw.split(b" ")[0].strip().decode().upper()
            if self.answers.get(verb, "") is None:
                return
            if verb == "DATA":
                if (told := self.answers.get("DATA")) and not told.startswith("3"):
                    say(told)
                    continue
                say("354 go on")
                text = b""
                for more in talk:  # type: ignore[attr-defined]  # as above
                    if more == b".\r\n":
                        break
                    text += more
                if self.answers.get("END", "") is None:
                    return
                self.mails.append(message_from_bytes(text, policy=default))
                say(self.answers.get("END") or "250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say(self.answers.get(verb) or "250 fine")
