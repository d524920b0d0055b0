/** An answer as text and numbers, without what either side chooses by itself: positions, ids, names of leases. */
export type Plain = string | number | boolean | undefined | readonly Plain[] | { readonly [name: string]: Plain };

const chosen: ReadonlySet<string> = new Set([
  "position",
  "id",
  "lease",
  "lastSeenAt",
  "nextPageToken",
  "watchFloor",
  "bytes",
  "problem",
  // Jobs that an operation has not looked at: each looks as it likes.
  "left",
]);

/** @param without further names that are left out */
export function plain(value: unknown, without?: ReadonlySet<string>): Plain {
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) return value.map((each) => plain(each, without));
  if (typeof value !== "object" || value === null) return value as Plain;
  const fields = Object.entries(value).filter(([name]) => !chosen.has(name) && without?.has(name) !== true);
  const kept = fields.filter(([name, each]) => each !== undefined && !isOwn(name, value));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, plain(each, without)]),
  );
}

/** Revisions of settings are positions; when an expiry was written is when it was noticed. */
function isOwn(name: string, value: object): boolean {
  if (name === "revision") return "createdAt" in value;
  return name === "writtenAt" && "kind" in value && value.kind === "expired";
}

function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  return text.length > 20 ? `${text.slice(0, 12)}(${text.length})` : text;
}

/** Something with its name. */
export function line(of: string, what: Plain): string {
  return `${of}: ${JSON.stringify(what)}`;
}

/** The first place at which two differ, in words; undefined when they are equal. */
export function differenceOf(one: Plain, other: Plain, where = ""): string | undefined {
  if (one === other) return undefined;
  if (typeof one !== "object" || typeof other !== "object")
    return `${where || "it"} is ${JSON.stringify(one)} and should be ${JSON.stringify(other)}`;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    const [left, right] = [(one as Record<string, Plain>)[name], (other as Record<string, Plain>)[name]];
    const difference = differenceOf(left, right, where === "" ? name : `${where}.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** The first lines that only one of both has, from where they differ on. */
export function differenceOfLines(found: readonly string[], wanted: readonly string[]): string | undefined {
  const [more, missing] = [found.find((line) => !wanted.includes(line)), wanted.find((line) => !found.includes(line))];
  if (more === undefined && missing === undefined) return undefined;
  if (more === undefined) return `there is no ${missing}`;
  if (missing === undefined) return `there is also ${more}`;
  let at = 0;
  while (more[at] === missing[at]) at++;
  const from = Math.max(0, at - 40);
  return `${more.slice(0, 30)} ... ${more.slice(from, at + 60)} and not ... ${missing.slice(from, at + 60)}`;
}
