import { isUtf8 } from "node:buffer";
import type { NewRecord, NewRecordInit, Record } from "@flowmesh/contract";
import { JsonMappingError, parseTime } from "@flowmesh/contract/internal";
import { isFlowMeshError } from "@flowmesh/fabric";
import { isTimestampMs } from "@flowmesh/fabric/internal";
import { jsonOf } from "../read-body.ts";
import { type CloudEvent, checkAttributes } from "./cloud-event.ts";
import { eventOfJson } from "./event-json.ts";

/** What the Kafka binding puts before an attribute's name to make it a header's. */
const prefix = "ce_";

/**
 * An event as a record, in the binary mode of the Kafka binding: attributes are headers, the data is the value, and the extension `partitionkey` is the key. The
 * event's time is the record's, where a record can have it.
 */
export function recordOfEvent({ attributes, data }: CloudEvent): NewRecordInit {
  const headers = [...attributes].map(([name, value]) => ({
    name: name === "datacontenttype" ? "content-type" : prefix + name,
    value: Buffer.from(value),
  }));
  const key = attributes.get("partitionkey");
  const time = attributes.has("time") ? parseTime(attributes.get("time")!) : undefined;
  return {
    headers,
    ...(data === undefined ? {} : { value: data }),
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
    ...(time !== undefined && isTimestampMs(Math.floor(time)) ? { timestamp: Math.floor(time) } : {}),
  };
}

/** The event that a record is, in either mode of the Kafka binding. Undefined for a record that is none: anybody may write headers that look like attributes. */
export function eventOfRecord({ headers, value }: Pick<Record, "headers" | "value">): CloudEvent | undefined {
  const attributes = new Map<string, string>();
  for (const header of headers) {
    const name = header.name.toLowerCase();
    const isType = name === "content-type";
    if (!isType && !name.startsWith(prefix)) continue;
    if (!isUtf8(header.value)) return undefined;
    attributes.set(isType ? "datacontenttype" : name.slice(prefix.length), bufferOf(header.value).toString("utf8"));
  }
  if (/^application\/cloudevents\+json\b/i.test(attributes.get("datacontenttype") ?? "")) return structured(value);
  if (!attributes.has("specversion")) return undefined;
  return unlessRefused(() => {
    checkAttributes(attributes, 0);
    return { attributes, data: value };
  });
}

/** The whole event stands in the value, as Kafka clients write it in structured mode. */
function structured(value: NewRecord["value"]): CloudEvent | undefined {
  return value && unlessRefused(() => eventOfJson(jsonOf(bufferOf(value)), 0));
}

function unlessRefused(make: () => CloudEvent): CloudEvent | undefined {
  try {
    return make();
  } catch (error) {
    if (isFlowMeshError(error) || error instanceof JsonMappingError) return undefined;
    throw error;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
