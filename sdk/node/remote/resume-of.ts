import type { AnyMethod } from "@flowmesh/contract";
import type { Resume } from "./remote-stream.ts";
import { resumeSubscription } from "./resume-subscription.ts";
import { resumeWatch } from "./resume-watch.ts";

const resumes: Readonly<Record<string, Resume>> = {
  subscribe: resumeSubscription as Resume,
  watch: resumeWatch as Resume,
};

/** How a streaming method goes on after it was cut off. */
export function resumeOf({ property }: AnyMethod): Resume {
  return resumes[property] ?? keepRequest;
}

function keepRequest(request: object): object {
  return request;
}
