import type { Address } from "@flowmesh/client/internal";
import type { AnyMethod } from "@flowmesh/contract";

/** The REST call of a method as a command for a shell. `request` is in the JSON form that docs/rest.md describes, without what is not set. */
export function curlLine(
  address: Pick<Address, "host" | "port" | "isSecure" | "token" | "caFile">,
  method: AnyMethod,
  request: object,
): string {
  const rest = new Map(Object.entries(request).filter(([, value]) => value !== undefined));
  const path = method.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  const url = new URL(`http${address.isSecure === true ? "s" : ""}://${host}:${address.port}${path}`);
  const words = ["curl", "-sS", "-X", method.verb];
  if (method.body === "*") {
    words.push("-H", "content-type: application/json", "-d", JSON.stringify(Object.fromEntries(rest)));
  } else for (const [name, value] of rest) url.searchParams.append(name, String(value));
  if (address.isSecure === true && address.caFile !== undefined) words.push("--cacert", address.caFile);
  // The token is not shown: what is printed is often kept.
  const token = address.token === undefined ? "" : ' -H "authorization: Bearer $FLOWMESH_TOKEN"';
  return `${[...words, url.href].map(quote).join(" ")}${token}`;
}

/** A word as POSIX shells take it literally. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
