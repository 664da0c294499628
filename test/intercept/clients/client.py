"""An app that knows Zoho's own addresses alone, over the HTTP library that its first argument names."""

import json
import sys
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

told = json.load(sys.stdin)


def with_urllib(method, url, headers, form=None):
    body = urlencode(form).encode() if form else None
    try:
        with urlopen(Request(url, body, headers, method=method)) as answer:
            return json.load(answer)
    except HTTPError as error:
        return json.load(error)


def with_requests(method, url, headers, form=None):
    import requests

    return requests.request(method, url, headers=headers, data=form).json()


send = {"urllib": with_urllib, "requests": with_requests}[sys.argv[1]]
form = {**told["client"], "code": told["code"], "grant_type": "authorization_code"}
tokens = send("POST", told["accounts"] + "/oauth/v2/token", {}, form)
headers = {"Authorization": "Zoho-oauthtoken " + tokens["access_token"]}
own = send("GET", told["api"] + "/crm/v8/org", headers)
refused = send("GET", told["other"] + "/crm/v8/org", headers)
print(json.dumps({"apiDomain": tokens["api_domain"], "org": own["org"][0]["company_name"], "refused": refused["code"]}))
