"""Asks every configured package source, all at once, which wheels of some projects it holds.

In: one JSON object on stdin:
  {"sources": [{"id": "...", "kind": "index" | "links", "url": "...", "user": null, "password": null}],
   "projects": ["torch"], "timeout": 2.0, "cafile": null, "clientcert": null, "proxy": null, "trusted": []}
Out: one JSON object on stdout:
  {"answers": [{"id": "...", "project": "torch", "status": "ok" | "absent" | "refused" | "unreachable" | "garbage",
                "fault": null | "dns" | ..., "http": 200, "detail": "...", "files": ["torch-...whl"]}]}
A source that does not hold a project is `absent`; one that cannot be asked is `unreachable`. `fault` is one word for
what is wrong (see FAULTS in src/packages/sources/source-fault.ts). A source has `timeout` seconds to begin its answer,
then as long as bytes keep coming, up to READ_SECONDS. Only file names are read: nothing is downloaded. Standard library
only.
"""

import base64
import concurrent.futures
import http.client
import json
import netrc
import os
import re
import socket
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

READ_SECONDS = 20
LARGEST_PAGE = 32 * 1024 * 1024
ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.5, text/html;q=0.1"
WHEEL = re.compile(r"[A-Za-z0-9._+!%-]+\.whl")
# What a page of packages holds and a page to log in on does not: links to files, or its own declaration (PEP 629).
PACKAGE_PAGE = re.compile(r"\.(?:whl|tar\.gz|zip|tar\.bz2)\b|pypi:repository-version", re.I)


def opener(request, context):
    handlers = [urllib.request.HTTPSHandler(context=context)]
    proxy = request.get("proxy")
    if proxy:
        handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    return urllib.request.build_opener(*handlers).open


def checked_context(request):
    context = ssl.create_default_context(cafile=request.get("cafile"))
    if request.get("clientcert"):
        context.load_cert_chain(request["clientcert"])
    return context


def unchecked_context():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def openers(request):
    """Two ways to open an address: with the certificate checked, and without, for hosts the user trusts."""
    checked = opener(request, checked_context(request))
    # To read the authorities of a context takes as long as an index takes to answer.
    return {"checked": checked, "trusted": opener(request, unchecked_context()) if request.get("trusted") else checked}


def is_trusted(url, trusted):
    parts = urllib.parse.urlsplit(url)
    return parts.hostname in trusted or parts.netloc.rpartition("@")[2] in trusted


def login_of(source):
    """The login in the address, else the one in the user's .netrc, as pip and uv take it."""
    if source.get("user"):
        return source["user"], source.get("password")
    try:
        known = netrc.netrc(os.environ.get("NETRC")).authenticators(urllib.parse.urlsplit(source["url"]).hostname)
    except (OSError, netrc.NetrcParseError):
        known = None
    return (known[0], known[2]) if known else (None, None)


def names_in(text, project):
    wanted = re.sub(r"[-_.]+", "_", project).lower()
    found = {urllib.parse.unquote(name) for name in WHEEL.findall(text)}
    return sorted(name for name in found if re.sub(r"[-_.]+", "_", name.split("-")[0]).lower() == wanted)


def local_path(url):
    if url.startswith("file:"):
        return urllib.request.url2pathname(urllib.parse.urlparse(url).path)
    return None if re.match(r"[a-z][a-z0-9+.-]+://", url, re.I) else url


def read_local(path, project, kind):
    folder = os.path.join(path, project) if kind == "index" else path
    if os.path.isfile(path) and kind == "links":
        with open(path, encoding="utf8", errors="replace") as file:
            return {"status": "ok", "files": names_in(file.read(LARGEST_PAGE), project)}
    if not os.path.isdir(folder):
        there = os.path.isdir(path)
        return failed("absent" if there else "unreachable", None if there else "no-folder", "no such folder")
    page = os.path.join(folder, "index.html")
    listing = "\n".join(os.listdir(folder))
    if os.path.isfile(page):
        with open(page, encoding="utf8", errors="replace") as file:
            listing += "\n" + file.read(LARGEST_PAGE)
    return {"status": "ok", "files": names_in(listing, project)}


def read_remote(open_url, source, project, timeout, begun):
    address = source["url"] if source["kind"] == "links" else f"{source['url'].rstrip('/')}/{project}/"
    request = urllib.request.Request(address, headers={"Accept": ACCEPT, "User-Agent": "sdn"})
    user, password = login_of(source)
    if user:
        pair = f"{user}:{password or ''}".encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
    with open_url(request, timeout=timeout) as answer:
        begun.append(True)
        text = answer.read(LARGEST_PAGE).decode("utf8", "replace")
        kind = answer.headers.get("Content-Type", "")
        fault = None
        if "html" not in kind and "json" not in kind:
            fault = ("not-a-page", f"content type {kind or 'missing'}")
        elif "html" in kind and not PACKAGE_PAGE.search(text):
            fault = ("login-page", "a web page without a link to a package")
        if fault:
            return failed("garbage", *fault, http=answer.status)
        return {"status": "ok", "http": answer.status, "files": names_in(text, project)}


def failed(status, fault, detail, http=None):
    return {"status": status, "fault": fault, "detail": detail, "http": http, "files": []}


def of_status(error):
    detail = f"HTTP {error.code} {str(error.reason).splitlines()[0]}"
    if error.code in (404, 410):
        return failed("absent", None, detail, error.code)
    if 300 <= error.code < 400:
        return failed("unreachable", "redirect-loop", detail, error.code)
    faults = {401: "login", 403: "forbidden", 407: "proxy-login", 429: "too-many"}
    fault = faults.get(error.code, "server-error" if error.code >= 500 else "refused")
    status = "refused" if error.code < 500 and error.code != 429 else "unreachable"
    return failed(status, fault, detail, error.code)


def of_reason(reason):
    text = str(reason)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return failed("unreachable", "certificate", reason.verify_message or text)
    if isinstance(reason, ssl.SSLError):
        return failed("unreachable", "tls", text)
    if isinstance(reason, socket.gaierror):
        return failed("unreachable", "dns", text)
    if isinstance(reason, TimeoutError) or "timed out" in text:
        return failed("unreachable", "silent", text)
    if isinstance(reason, ConnectionRefusedError):
        return failed("unreachable", "connection-refused", text)
    if "Tunnel connection failed" in text:
        return failed("unreachable", "proxy-login" if "407" in text else "proxy-refuses", text)
    if isinstance(reason, (ConnectionError, http.client.IncompleteRead)):
        return failed("unreachable", "cut", text)
    if isinstance(reason, http.client.HTTPException):
        return failed("garbage", "not-http", f"{type(reason).__name__} {text}"[:200])
    return failed("unreachable", "other", f"{type(reason).__name__}: {text}"[:200])


def ask(open_url, source, project, timeout, begun):
    path = local_path(source["url"])
    try:
        if path is not None:
            return read_local(path, project, source["kind"])
        return read_remote(open_url, source, project, timeout, begun)
    except urllib.error.HTTPError as error:
        return of_status(error)
    except urllib.error.URLError as error:
        return of_reason(error.reason)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return of_reason(error)


class Job:
    def __init__(self, pool, request, ways, source, project):
        self.source, self.project, self.begun = source, project, []
        way = ways["trusted" if is_trusted(source["url"], request.get("trusted", [])) else "checked"]
        self.future = pool.submit(ask, way, source, project, request["timeout"], self.begun)

    def waits(self, seconds, timeout):
        # The socket's own limit does not cover the name look-up, so the whole round has one too.
        return not self.future.done() and seconds < (READ_SECONDS if self.begun else timeout + 0.5)

    def answer(self):
        late = failed("unreachable", "silent", "no answer in time")
        result = self.future.result() if self.future.done() else late
        return {"http": None, "detail": None, "fault": None, **result, "id": self.source["id"], "project": self.project}


def answers_of(request):
    wishes = [(source, project) for source in request["sources"] for project in request["projects"]]
    try:
        ways = openers(request)
    except OSError as error:
        result = failed("unreachable", "certificate-file", str(error))
        return [{**result, "id": source["id"], "project": project} for source, project in wishes]
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=max(1, len(wishes)))
    started = time.monotonic()
    jobs = [Job(pool, request, ways, source, project) for source, project in wishes]
    while any(job.waits(time.monotonic() - started, request["timeout"]) for job in jobs):
        time.sleep(0.005)
    return [job.answer() for job in jobs]


print(json.dumps({"answers": answers_of(json.load(sys.stdin))}), flush=True)
# A name server that never answers must not hold the process: the answer is out, so leave at once.
os._exit(0)
