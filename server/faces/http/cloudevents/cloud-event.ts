import { parseTime } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";

/** A CloudEvent 1.0, in none of the forms in which it travels. */
export interface CloudEvent {
  /** By name, in their canonical text form; those of the specification (`datacontenttype` too) and extensions alike. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Absent: an event without data. */
  readonly data: Uint8Array | undefined;
}

/**
 * Checks what the specification demands of an event's attributes. `index` is the event's place in its batch.
 * @throws FlowMeshError `event_version_unknown`, `event_attribute_missing`, `event_attribute_invalid`
 */
export function checkAttributes(attributes: ReadonlyMap<string, string>, index: number): void {
  const specversion = attributes.get("specversion");
  if (specversion !== undefined && specversion !== "1.0") {
    throw new FlowMeshError("event_version_unknown", { event: index, specversion });
  }
  for (const attribute of required) {
    if (!attributes.has(attribute)) throw new FlowMeshError("event_attribute_missing", { event: index, attribute });
  }
  for (const [name, value] of attributes) {
    const problem = problemOfName(name) ?? problemOfValue(name, value);
    if (problem !== undefined) throw attributeInvalid(index, name, problem);
  }
}

export function attributeInvalid(index: number, attribute: string, problem: string): FlowMeshError {
  return new FlowMeshError("event_attribute_invalid", { event: index, attribute, problem });
}

const required = ["specversion", "id", "source", "type"];
const neverEmpty: ReadonlySet<string> = new Set([...required, "subject", "dataschema", "datacontenttype", "time"]);

function problemOfName(name: string): string | undefined {
  if (!/^[a-z0-9]+$/.test(name)) return "has a name with other characters than a-z and 0-9";
  if (name === "data") return "has a name that is kept for the event's data";
  return undefined;
}

function problemOfValue(name: string, value: string): string | undefined {
  if (value === "" && neverEmpty.has(name)) return "is empty";
  if (!value.isWellFormed() || isForbidden.test(value)) return "has a character that no attribute may have";
  switch (name) {
    case "time":
      return parseTime(value) === undefined ? "is no time of RFC 3339, such as 2026-01-31T12:00:00Z" : undefined;
    case "source":
      return isUriReference.test(value) ? undefined : "is no URI reference";
    case "dataschema":
      return isUri.test(value) ? undefined : "is no URI with a scheme";
    case "datacontenttype":
      return isMediaType.test(value) ? undefined : "is no media type, such as application/json";
  }
  return undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids exactly these.
const isForbidden = /[\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/;
/** No white space and none of the characters that a URI must encode; letters of other scripts are let pass, as an IRI has them. */
const isUriReference = /^[^\s<>"{}|\\^`]+$/;
const isUri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$/;
const isMediaType = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*(;.*)?$/;

/** Whether data of this media type is JSON, so that it stands in an event as a JSON value. */
export function isJsonType(contentType: string): boolean {
  return /^[^/;]+\/(?:[^;]+\+)?json\s*(?:;|$)/i.test(contentType);
}

/** The character set that a media type names; undefined where it names none. */
export function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType)?.[1];
}
