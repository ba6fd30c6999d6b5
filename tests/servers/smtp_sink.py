#!/usr/bin/python3
"""A mail server for tests: keeps what it is sent, and misbehaves as told.

    smtp_sink.py DIRECTORY [--tls CERT KEY | --starttls CERT KEY] [--user NAME --password PASSWORD | --introspect URL]

It listens on a free port of 127.0.0.1, writes it to DIRECTORY/port, and every accepted message to a file
of its own in DIRECTORY/new. DIRECTORY/behave, read anew at each step, may hold one of:

    rcpt CODE TEXT    answer RCPT so
    data CODE TEXT    answer the letter so, after the final dot, and keep nothing
    drop              keep the letter, but close without a word after the final dot
    lose              keep nothing and close after the final dot
    rcpt-close        close at RCPT

DIRECTORY/log gets a line for every AUTH attempt.
"""

import argparse
import asyncio
import base64
import json
import os
import ssl
import urllib.parse
import urllib.request
import uuid

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
    def __init__(self, directory):
        self.directory = directory

    def behaviour(self):
        try:
            with open(os.path.join(self.directory, "behave")) as file:
                return file.read().strip()
        except FileNotFoundError:
            return ""

    def keep(self, envelope):
        name = uuid.uuid4().hex
        unfinished = os.path.join(self.directory, "tmp", name)
        with open(unfinished, "wb") as file:
            file.write(f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}\n".encode())
            file.write(envelope.original_content)
        os.rename(unfinished, os.path.join(self.directory, "new", name))

    async def handle_RCPT(self, server, session, envelope, address, options):
        behaviour = self.behaviour()
        if behaviour.startswith("rcpt "):
            return behaviour.removeprefix("rcpt ")
        if behaviour == "rcpt-close":
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        behaviour = self.behaviour()
        if behaviour.startswith("data "):
            return behaviour.removeprefix("data ")
        if behaviour != "lose":
            self.keep(envelope)
        if behaviour in ("drop", "lose"):
            server.transport.abort()
        return "250 kept"

    def authenticator(self, name, password):
        def check(server, session, envelope, mechanism, data):
            right = data.login == name.encode() and data.password == password.encode()
            with open(os.path.join(self.directory, "log"), "a") as file:
                file.write(f"AUTH {mechanism} {'right' if right else 'wrong'}\n")
            return AuthResult(success=right, handled=False)

        return check


class TokenSink(Sink):
    """Takes tokens, about which it asks a provider, and explains why it refuses one."""

    introspect = None

    async def auth_XOAUTH2(self, server, args):
        words = base64.b64decode(args[1]).decode().split("\x01")
        token = words[1].removeprefix("auth=Bearer ")
        body = urllib.parse.urlencode({"token": token}).encode()
        with urllib.request.urlopen(self.introspect, body) as answer:
            if json.load(answer)["active"]:
                return AuthResult(success=True, auth_data=words[0])
        await server.challenge_auth('{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    async def auth_PLAIN(self, server, args):
        return AuthResult(success=False, handled=False)

    async def auth_LOGIN(self, server, args):
        return AuthResult(success=False, handled=False)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--starttls", nargs=2)
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--introspect")
    arguments = parser.parse_args()
    for name in ("new", "tmp"):
        os.makedirs(os.path.join(arguments.directory, name), exist_ok=True)

    def context(pair):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*pair)
        return context

    sink = (TokenSink if arguments.introspect else Sink)(arguments.directory)
    TokenSink.introspect = arguments.introspect
    options = {"enable_SMTPUTF8": True}
    if arguments.starttls:
        options |= {"tls_context": context(arguments.starttls), "require_starttls": True}
    if arguments.introspect:
        options |= {"auth_required": True, "auth_require_tls": True}
    if arguments.user:
        options |= {
            "authenticator": sink.authenticator(arguments.user, arguments.password),
            "auth_required": True,
            "auth_require_tls": bool(arguments.starttls),
        }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, **options),
        "127.0.0.1",
        0,
        ssl=context(arguments.tls) if arguments.tls else None,
    )
    port = os.path.join(arguments.directory, "port")
    with open(port + ".part", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(port + ".part", port)
    await server.serve_forever()


asyncio.run(main())
