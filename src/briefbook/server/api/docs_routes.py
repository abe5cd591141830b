"""OpenAPI description -> a web page, made here so that nothing is loaded from other servers."""

import json
from typing import Any

from markupsafe import Markup

_METHODS = ("get", "post")


def docs_page(openapi: dict[str, Any], style: str) -> bytes:
    """The page; ``style`` is the address of the site's style sheet."""
    parts = [
        Markup("<h1>{}</h1><p>{}</p>").format(openapi["info"]["title"], openapi["info"].get("description", "")),
        Markup('<p><a href="openapi.json">Machine-readable description (OpenAPI {})</a></p>').format(
            openapi["openapi"]
        ),
    ]
    for path, methods in openapi["paths"].items():
        for method in _METHODS:
            if method in methods:
                parts.append(_endpoint(method, path, methods[method]))
    head = Markup(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>{}</title><link rel="stylesheet" href="{}"></head>'
        "<body><main>"
    ).format(openapi["info"]["title"], style)
    return (head + Markup("\n").join(parts) + Markup("</main></body></html>\n")).encode()


def _endpoint(method: str, path: str, operation: dict[str, Any]) -> Markup:
    rows = Markup("").join(_parameter(parameter) for parameter in operation.get("parameters", ()))
    table = Markup("")
    if rows:
        table = Markup(
            "<table><thead><tr><th scope=col>Parameter</th><th scope=col>In</th><th scope=col>Meaning</th></tr>"
            "</thead>"
            "<tbody>{}</tbody></table>"
        ).format(rows)
    example = Markup("")
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    for kind, form in content.items():
        if "example" in form:
            value = form["example"]
            shown = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
            example += Markup("<p>{}, for example:</p><pre>{}</pre>").format(kind, shown)
    text = operation.get("description", operation.get("summary", ""))
    return Markup("<section><h2><code>{} {}</code></h2><p>{}</p>{}{}</section>").format(
        method.upper(), path, text, table, example
    )


def _parameter(parameter: dict[str, Any]) -> Markup:
    name = Markup("<code>{}</code>{}").format(parameter["name"], " (required)" if parameter.get("required") else "")
    return Markup("<tr><th scope=row>{}</th><td>{}</td><td>{}</td></tr>").format(
        name, parameter["in"], parameter.get("description", "")
    )
