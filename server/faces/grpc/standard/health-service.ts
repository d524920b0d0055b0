import { ProtoWriter, protoFiles, readFields, textField } from "@flowmesh/contract/internal";
import type { Health } from "../../../lifecycle/health.ts";
import type { StandardReply } from "./standard-methods.ts";

/** `grpc.health.v1.HealthCheckResponse.ServingStatus` */
const serving = 1;
const notServing = 2;
const serviceUnknown = 3;
const notFound = 5;

/** The server as a whole, and each of its services. */
const services: ReadonlySet<string> = new Set(["", ...protoFiles.flatMap((file) => file.services)]);

/** How a service is now. */
export function checkHealth(request: Buffer, reply: StandardReply): void {
  const service = serviceOf(request);
  if (services.has(service)) {
    reply.send(statusMessage(statusOf(reply.health)));
    reply.end();
  } else reply.end({ code: notFound, message: `there is no service ${service}` });
}

/** How a service is now, and again at each change. */
export function watchHealth(request: Buffer, reply: StandardReply): void {
  if (!services.has(serviceOf(request))) {
    reply.send(statusMessage(serviceUnknown));
    return;
  }
  let told = 0;
  const tell = (): void => {
    const status = statusOf(reply.health);
    if (status !== told) reply.send(statusMessage(status));
    told = status;
  };
  tell();
  reply.onClosed(reply.health.onChange(tell));
}

function serviceOf(request: Buffer): string {
  let service = "";
  readFields(request, { 1: textField((text) => (service = text)) });
  return service;
}

function statusOf(health: Health): number {
  return health.isReady ? serving : notServing;
}

function statusMessage(status: number): Buffer {
  return new ProtoWriter().varint(1, status).finish();
}
