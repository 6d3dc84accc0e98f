"""A real OpenID Connect provider on loopback, for one person at a time: discovery, code flow, signed tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class Provider:
    """`claims` are those of whoever signs in next."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.claims: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if parts.path.endswith("openid-configuration"):
                    return self._json(provider.described())
                if parts.path == "/keys":
                    return self._json({"keys": [provider.key.as_dict(private=False)]})
                code = secrets.token_urlsafe(12)
                provider.codes[code] = asked
                self.send_response(302)
                self.send_header("Location", asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}))
                self.end_headers()

            def do_POST(self) -> None:
                form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
                asked = provider.codes.pop(form["code"])
                if "code_challenge" in asked:
                    proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
                    assert proof == asked["code_challenge"]
                now = int(time.time())
                claims = {"iss": provider.url, "aud": asked["client_id"], "sub": "1", "iat": now, "exp": now + 600, **provider.claims}
                if "nonce" in asked:
                    claims["nonce"] = asked["nonce"]
                token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.key)
                self._json({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

            def _json(self, body: object) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self) -> dict[str, object]:
        return {
            "issuer": self.url, "authorization_endpoint": self.url + "/authorize", "token_endpoint": self.url + "/token", "jwks_uri": self.url + "/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip

    def secrets(self, app: str) -> str:
        """The [auth] part of a secrets file."""
        return (
            f'[auth]\nredirect_uri = "{app}/oauth2callback"\ncookie_secret = "{secrets.token_urlsafe(48)}"\nclient_id = "howfar"\nclient_secret = "{secrets.token_urlsafe(12)}"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
