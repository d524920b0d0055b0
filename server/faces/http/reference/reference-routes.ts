import { createHash } from "node:crypto";
import { openapi } from "@flowmesh/contract/internal";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { namesTag } from "../entity-tag.ts";
import { openapiDocument } from "./openapi-document.ts";
import { pageScript, pageStyle } from "./page-assets.ts";
import { referencePage } from "./reference-page.ts";

/** The page may load its own style and script, be framed by nobody, and send nothing anywhere. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Adds the OpenAPI document and the reference page that is made of it. They say what FlowMesh can do, nothing of what is in it, and need no token. */
export function addReferenceRoutes(app: FastifyInstance): void {
  add(app, "/openapi.json", "application/json", () => openapi);
  add(app, "/docs", "text/html; charset=utf-8", () => referencePage(openapiDocument()));
  add(app, "/docs/style.css", "text/css; charset=utf-8", () => pageStyle);
  add(app, "/docs/script.js", "text/javascript; charset=utf-8", () => pageScript);
}

/** A text that stays the same while the process runs, made when it is first asked for. */
function add(app: FastifyInstance, path: string, contentType: string, make: () => string): void {
  let made: { readonly bytes: Buffer; readonly tag: string } | undefined;
  app.get(path, (request: FastifyRequest, reply: FastifyReply) => {
    made ??= withTag(Buffer.from(make()));
    reply.headers({
      "content-type": contentType,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
      etag: made.tag,
    });
    return namesTag(request.headers["if-none-match"], made.tag) ? reply.code(304).send() : reply.send(made.bytes);
  });
}

function withTag(bytes: Buffer): { bytes: Buffer; tag: string } {
  return { bytes, tag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}
