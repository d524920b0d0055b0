import type { IncomingMessage } from "node:http";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { jsonOf } from "../read-body.ts";
import { type CloudEvent, charsetOf } from "./cloud-event.ts";
import { eventOfHeaders } from "./event-headers.ts";
import { eventOfJson } from "./event-json.ts";

export const eventType = "application/cloudevents+json";
export const eventBatchType = "application/cloudevents-batch+json";

/**
 * The events of a request: many in batched mode, one in structured mode, and one in binary mode where the content type is none of CloudEvents.
 * @throws FlowMeshError `media_type_unknown`, `message_malformed`, `event_data_invalid`, and those of `checkAttributes`
 */
export function eventsOfRequest({ rawHeaders, headers }: IncomingMessage, body: Buffer): CloudEvent[] {
  const contentType = headers["content-type"];
  const mediaType = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (!mediaType.startsWith("application/cloudevents")) {
    // Node reads headers as Latin-1: each character is a byte of what was sent.
    const type = contentType === undefined ? undefined : Buffer.from(contentType, "latin1").toString("utf8");
    return [eventOfHeaders(rawHeaders, type, body)];
  }
  if (mediaType !== eventType && mediaType !== eventBatchType) refuse(mediaType);
  if (!isUtf8Name.test(charsetOf(contentType!) ?? "utf-8")) refuse(contentType!);
  // A body without a byte is no event without attributes, but a request that was meant otherwise.
  if (body.length === 0) throw new FlowMeshError("message_malformed", { format: "CloudEvent", problem: "it is empty" });
  const json = jsonOf(body);
  if (mediaType === eventType) return [eventOfJson(json, 0)];
  if (Array.isArray(json)) return eventsOfBatch(json);
  throw badBatch("it is no JSON array");
}

/** What is made of one request is bounded as in all others: it is made in one go. */
function eventsOfBatch(batch: readonly unknown[]): CloudEvent[] {
  const itemsMax = limits.messageItems.value;
  const events: CloudEvent[] = [];
  let items = 0;
  for (const json of batch) {
    const event = eventOfJson(json, events.length);
    events.push(event);
    items += 1 + event.attributes.size;
    if (items > itemsMax) throw badBatch(`its events and their attributes are more than ${itemsMax}; send several`);
  }
  return events;
}

function badBatch(problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format: "batch of CloudEvents", problem });
}

const isUtf8Name = /^utf-?8$/i;

function refuse(type: string): never {
  throw new FlowMeshError("media_type_unknown", {
    type,
    accepted: `${eventType} or ${eventBatchType} in UTF-8, or ce- headers with the data's own type`,
  });
}
