"""Leads api.solapi.com to the sandbox of the local stack, in every Python program that `messaging run` starts.

Python imports this file at its start, because its folder is first on PYTHONPATH. It runs the sitecustomize that it
hides, and changes three things, for the host in MESSAGING_REDIRECT ("api.solapi.com=127.0.0.1:8025") alone:

- its name has a loopback address of its own (_socket.getaddrinfo and its relatives, which every client in Python
  uses), and connections to that address lead to the sandbox;
- TLS towards it is left out (ssl.SSLContext.wrap_socket and wrap_bio): the sandbox speaks plain HTTP;
- before anything is sent, the other side must prove to be the sandbox. A client that found another way to the real
  host is refused, and has sent nothing.
"""

import importlib.machinery
import importlib.util
import os
import sys


def _run_hidden_sitecustomize():
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


# Nothing listens there: a client that connects past Python's sockets is refused.
_STAND_IN = "127.83.79.76"


def _redirect(host, address, port):
    import _socket
    import socket
    import ssl

    proof = b"HEAD /messaging-sandbox HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    proven = b"x-messaging-sandbox:"
    refusal = os.environ.get("MESSAGING_REDIRECT_REFUSAL") or "this client may not reach " + host

    def is_meant(name):
        if isinstance(name, (bytes, bytearray)):
            name = bytes(name).decode("latin-1")
        return isinstance(name, str) and name.rstrip(".").lower() == host

    def refused():
        return ConnectionRefusedError(refusal)

    resolve = _socket.getaddrinfo
    own_address = _socket.gethostbyname(address)

    def getaddrinfo(name, service, *args, **kwargs):
        if not is_meant(name):
            return resolve(name, service, *args, **kwargs)
        # A caller that asks for IPv6 alone gets IPv4 too: the sandbox has no other address.
        kind = args[1] if len(args) > 1 else kwargs.get("type", 0)
        return resolve(_STAND_IN, service, _socket.AF_INET, kind)

    def leading(real, answer):
        return lambda name, *args: answer if is_meant(name) else real(name, *args)

    by_name = leading(_socket.gethostbyname, _STAND_IN)
    by_name_ex = leading(_socket.gethostbyname_ex, (host, [], [_STAND_IN]))
    for module in (_socket, socket):
        module.gethostbyname = by_name
        module.gethostbyname_ex = by_name_ex
    _socket.getaddrinfo = getaddrinfo

    def redirected(target):
        if isinstance(target, tuple) and target and (target[0] == _STAND_IN or is_meant(target[0])):
            return (address, port)
        return target

    class Connecting:
        """The two methods through which a socket of Python resolves a name by itself."""

        connect = socket.socket.connect
        connect_ex = socket.socket.connect_ex

    socket.socket.connect = lambda self, target: Connecting.connect(self, redirected(target))
    socket.socket.connect_ex = lambda self, target: Connecting.connect_ex(self, redirected(target))

    class Plain:
        """What clients ask of a TLS connection, without TLS."""

        context = None
        session = None
        session_reused = False
        server_side = False
        server_hostname = host

        def getpeercert(self, binary_form=False):
            if binary_form:
                return b""
            return {"subject": ((("commonName", host),),), "subjectAltName": (("DNS", host),)}

        def cipher(self):
            return ("none", "none", 0)

        def shared_ciphers(self):
            return None

        def compression(self):
            return None

        def version(self):
            return "none"

        def selected_alpn_protocol(self):
            return None

        def selected_npn_protocol(self):
            return None

        def get_channel_binding(self, cb_type="tls-unique"):
            return None

        def verify_client_post_handshake(self):
            return None

    class PlainSocket(Plain, socket.socket):
        def __init__(self, sock, context):
            timeout = sock.gettimeout()
            super().__init__(sock.family, sock.type, sock.proto, fileno=sock.detach())
            self.settimeout(timeout)
            self.context = context

        def do_handshake(self, block=False):
            return None

        def pending(self):
            return 0

        def read(self, length=1024, buffer=None):
            return self.recv(length) if buffer is None else self.recv_into(buffer, length)

        def write(self, data):
            return self.send(data)

        def unwrap(self):
            return self

    class PlainObject(Plain):
        """TLS over two memory buffers, as asyncio, anyio and trio use it; the shake of hands is the proof."""

        def __init__(self, incoming, outgoing, context):
            self._incoming = incoming
            self._outgoing = outgoing
            self._answer = None
            self.context = context

        def do_handshake(self):
            if self._answer is None:
                self._answer = b""
                self._outgoing.write(proof)
            self._answer += self._incoming.read()
            if b"\r\n\r\n" in self._answer:
                if proven in self._answer.lower():
                    return
                raise refused()
            if self._incoming.eof or len(self._answer) > 4096:
                raise refused()
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "waits for the sandbox")

        def read(self, length=1024, buffer=None):
            data = self._incoming.read(length if buffer is None else min(length or len(buffer), len(buffer)))
            if not data and not self._incoming.eof:
                raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "waits for the sandbox")
            if buffer is None:
                return data
            buffer[: len(data)] = data
            return len(data)

        def write(self, data):
            return self._outgoing.write(data)

        def pending(self):
            return self._incoming.pending

        def unwrap(self):
            return None

    wrap_socket = ssl.SSLContext.wrap_socket
    wrap_bio = ssl.SSLContext.wrap_bio

    def is_sandbox(sock):
        try:
            return sock.getpeername()[:2] == (own_address, port)
        except OSError:
            return False

    def plain_socket(self, sock, *args, **kwargs):
        name = kwargs.get("server_hostname", args[3] if len(args) > 3 else None)
        if not is_meant(name):
            return wrap_socket(self, sock, *args, **kwargs)
        if is_sandbox(sock):
            return PlainSocket(sock, self)
        sock.close()
        raise refused()

    def plain_object(self, incoming, outgoing, *args, **kwargs):
        name = kwargs.get("server_hostname", args[1] if len(args) > 1 else None)
        if not is_meant(name):
            return wrap_bio(self, incoming, outgoing, *args, **kwargs)
        return PlainObject(incoming, outgoing, self)

    ssl.SSLContext.wrap_socket = plain_socket
    ssl.SSLContext.wrap_bio = plain_object


    def redirect_uvloop(uvloop):
        """uvloop resolves names and connects in C."""
        Loop = uvloop.Loop
        resolve = Loop.getaddrinfo
        create_connection = Loop.create_connection
        sock_connect = Loop.sock_connect

        async def resolved(self, name, service, **kwargs):
            if is_meant(name):
                return socket.getaddrinfo(name, service, kwargs.get("family", 0), kwargs.get("type", 0))
            return await resolve(self, name, service, **kwargs)

        async def connected(self, factory, name=None, service=None, **kwargs):
            if is_meant(name) and kwargs.get("ssl") and not kwargs.get("server_hostname"):
                kwargs["server_hostname"] = name
            if name == _STAND_IN or is_meant(name):
                name, service = address, port
            return await create_connection(self, factory, name, service, **kwargs)

        async def sock_connected(self, sock, target):
            return await sock_connect(self, sock, redirected(target))

        Loop.getaddrinfo, Loop.create_connection, Loop.sock_connect = resolved, connected, sock_connected

    def refuse_pycurl(pycurl):
        """libcurl resolves names and speaks TLS in C. It meets the sandbox as its proxy, unless it is told of none."""

        class Curl(pycurl.Curl):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.reset()

            def reset(self):
                super().reset()
                self.setopt(pycurl.RESOLVE, ["%s:%d:%s" % (host, number, _STAND_IN) for number in (80, 443)])

            def perform(self):
                try:
                    return super().perform()
                except pycurl.error as error:
                    asked = self.getinfo(pycurl.EFFECTIVE_URL).partition("://")[2]
                    if error.args[0] != pycurl.E_COULDNT_CONNECT or not is_meant(asked.partition("/")[0]):
                        raise
                    raise pycurl.error(error.args[0], refusal) from None

        pycurl.Curl = Curl

    _after_import("uvloop", redirect_uvloop)
    _after_import("pycurl", refuse_pycurl)


def _after_import(name, change):
    """Changes a module as soon as the program has imported it."""

    class Finder:
        is_asking = False

        def find_spec(self, fullname, path=None, target=None):
            if fullname != name or self.is_asking:
                return None
            self.is_asking = True
            try:
                spec = importlib.util.find_spec(fullname)
            finally:
                self.is_asking = False
            if spec is not None and spec.loader is not None:
                run = spec.loader.exec_module

                def exec_module(module):
                    run(module)
                    change(module)

                spec.loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Finder())


def _report_frames(host, addresses):
    """Adds to each request for the stack which lines of the user's code it comes from (http.client and what is built
    on it: urllib, requests, urllib3, botocore)."""
    import base64
    import http.client
    import json

    library = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
    endheaders = http.client.HTTPConnection.endheaders

    def is_own(file):
        packages = ("site-packages", "dist-packages")
        return not (file.startswith((library, "<")) or file == __file__ or any(each in file for each in packages))

    def frames_here():
        frames = []
        frame = sys._getframe(2)
        while frame is not None and len(frames) < 10:
            file = os.path.abspath(frame.f_code.co_filename)
            if is_own(frame.f_code.co_filename) and is_own(file):
                frames.append({"file": file, "line": frame.f_lineno, "name": frame.f_code.co_name})
            frame = frame.f_back
        return base64.b64encode(json.dumps(frames).encode()).decode()

    def reporting(self, *args, **kwargs):
        if (self.host, self.port) in addresses or host in (self.host, getattr(self, "_tunnel_host", None)):
            self.putheader("X-Messaging-Frames", frames_here())
        return endheaders(self, *args, **kwargs)

    http.client.HTTPConnection.endheaders = reporting


def _configured():
    host, _, target = os.environ.get("MESSAGING_REDIRECT", "").partition("=")
    address, _, port = target.rpartition(":")
    if host and address and port.isdigit():
        _redirect(host.lower(), address, int(port))
        queue = os.environ.get("AWS_ENDPOINT_URL_SQS", "").rpartition("://")[2]
        queue_host, _, queue_port = queue.partition(":")
        own = {(address, int(port)), (queue_host, int(queue_port) if queue_port.isdigit() else 80)}
        _report_frames(host.lower(), own)


_configured()
_run_hidden_sitecustomize()
