"""Asks every configured package source, all at once, which wheels of some projects it holds.

In: one JSON object on stdin:
  {"sources": [{"id": "...", "kind": "index" | "links", "url": "...", "user": null, "password": null}],
   "projects": ["torch"], "timeout": 2.0, "cafile": null, "proxy": null}
Out: one JSON object on stdout:
  {"answers": [{"id": "...", "project": "torch", "status": "ok" | "absent" | "refused" | "unreachable" | "garbage",
                "http": 200, "detail": "...", "files": ["torch-...whl"]}]}
A source that does not hold a project is `absent`; one that cannot be asked is `unreachable`. Only file names are read:
nothing is downloaded. Standard library only.
"""

import base64
import concurrent.futures
import json
import os
import re
import socket
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

LARGEST_PAGE = 32 * 1024 * 1024
ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.5, text/html;q=0.1"
WHEEL = re.compile(r"[A-Za-z0-9._+!%-]+\.whl")


def opener(request):
    context = ssl.create_default_context(cafile=request.get("cafile"))
    handlers = [urllib.request.HTTPSHandler(context=context)]
    proxy = request.get("proxy")
    if proxy:
        handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    return urllib.request.build_opener(*handlers)


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
    if not os.path.isdir(folder):
        return {"status": "absent" if os.path.isdir(path) else "unreachable", "detail": "no such folder", "files": []}
    page = os.path.join(folder, "index.html")
    listing = "\n".join(os.listdir(folder))
    if os.path.isfile(page):
        with open(page, encoding="utf8", errors="replace") as file:
            listing += "\n" + file.read(LARGEST_PAGE)
    return {"status": "ok", "files": names_in(listing, project)}


def read_remote(open_url, source, project, timeout):
    address = source["url"] if source["kind"] == "links" else f"{source['url'].rstrip('/')}/{project}/"
    request = urllib.request.Request(address, headers={"Accept": ACCEPT, "User-Agent": "sdn"})
    if source.get("user"):
        pair = f"{source['user']}:{source.get('password') or ''}".encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
    with open_url(request, timeout=timeout) as answer:
        text = answer.read(LARGEST_PAGE).decode("utf8", "replace")
        kind = answer.headers.get("Content-Type", "")
        if "html" not in kind and "json" not in kind:
            return {"status": "garbage", "http": answer.status, "detail": f"content type {kind or 'missing'}", "files": []}
        return {"status": "ok", "http": answer.status, "files": names_in(text, project)}


def ask(open_url, source, project, timeout):
    path = local_path(source["url"])
    try:
        if path is not None:
            return read_local(path, project, source["kind"])
        return read_remote(open_url, source, project, timeout)
    except urllib.error.HTTPError as error:
        status = "absent" if error.code in (404, 410) else "refused"
        if error.code >= 500 or error.code == 429:
            status = "unreachable"
        return {"status": status, "http": error.code, "detail": f"HTTP {error.code} {error.reason}", "files": []}
    except urllib.error.URLError as error:
        return {"status": "unreachable", "detail": str(error.reason), "files": []}
    except (OSError, ssl.SSLError, socket.timeout, ValueError) as error:
        return {"status": "unreachable", "detail": f"{type(error).__name__}: {error}", "files": []}


def unanswered(timeout):
    return {"status": "unreachable", "detail": f"no answer within {timeout:g} s", "files": []}


def main():
    request = json.load(sys.stdin)
    timeout = request["timeout"]
    open_url = opener(request).open
    jobs = [(source, project) for source in request["sources"] for project in request["projects"]]
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=max(1, len(jobs)))
    futures = [pool.submit(ask, open_url, source, project, timeout) for source, project in jobs]
    # The socket's own limit does not cover the name look-up, so the whole round has one too.
    concurrent.futures.wait(futures, timeout=timeout + 0.5)
    answers = [
        {"http": None, "detail": None, **(future.result() if future.done() else unanswered(timeout)),
         "id": source["id"], "project": project}
        for (source, project), future in zip(jobs, futures)
    ]
    print(json.dumps({"answers": answers}), flush=True)
    # A name server that never answers must not hold the process: the answer is out, so leave at once.
    os._exit(0)


main()
