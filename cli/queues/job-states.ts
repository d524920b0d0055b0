import type { JobState } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

/** What `--state` takes. */
export const jobStates: readonly JobState[] = ["waiting", "delayed", "active", "retrying", "done", "dead", "cancelled"];

/** They in the help of an option. */
export const stateHelp: string = `${jobStates.slice(0, -1).join(", ")} or ${jobStates.at(-1)}`;

/** Reads `--state`. @throws FlowMeshError `field_invalid` */
export function parseJobState(text: string | undefined): JobState | undefined {
  if (text === undefined) return undefined;
  const state = jobStates.find((known) => known === text);
  if (state !== undefined) return state;
  const problem = `is ${JSON.stringify(text)}; use one of ${jobStates.join(", ")}`;
  throw new FlowMeshError("field_invalid", { field: "--state", problem });
}
