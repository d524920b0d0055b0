import { errorCodes } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { escapeControls, escapeJson } from "./escape.ts";
import { exitCodes } from "./exit-codes.ts";
import { nearNameOf } from "./near-name.ts";
import { asTyped } from "./typed-command.ts";
import { say } from "./write.ts";

/** Says what happened, what to do and where to read more, and gives the exit code. With `asJson` one JSON object, on standard error too. */
export function reportError(error: unknown, asJson: boolean): number {
  if (!isFlowMeshError(error)) return reportUnexpected(error, asJson);
  if (asJson) say(escapeJson(JSON.stringify({ error: error.toWire() })));
  else {
    say(`error: ${escapeControls(error.message)}`);
    say(`  do:  ${escapeControls(asTyped(error.fix + commandsFor(error)))}`);
    say(`  see: docs/errors.md#${error.reason} (${error.code})`);
  }
  return errorCodes[error.code].exit;
}

/** The commands that do what the error asks for, where there are such. */
function commandsFor(error: FlowMeshError): string {
  const { reason, details } = error;
  if (reason === "data_dir_locked" && details.url !== undefined) return `. It listens at ${details.url}`;
  if (reason === "port_taken" && details.pid !== undefined)
    return `. It is the FlowMesh of this folder, process ${details.pid} (flowmesh stop)`;
  const near = nearNameOf(error);
  if (near !== undefined) return `. Did you mean ${near}?`;
  if (reason === "usage_invalid" && details.meant !== undefined) return `. Here that is: ${details.meant}`;
  if (reason === "group_not_found") return " (flowmesh group ls)";
  if (reason === "bucket_not_found")
    return ` (flowmesh kv create ${details.bucket}, or put with --create; flowmesh kv ls)`;
  if (reason === "key_not_found") return ` (flowmesh kv keys ${details.bucket})`;
  if (reason === "schedule_not_found") return " (flowmesh schedule ls)";
  if (reason === "revision_mismatch" && details.expected === 0) return `. ${alreadyThere(String(details.what))}`;
  if (reason === "operation_not_found") return ` (flowmesh op ls --queue ${details.queue})`;
  if (reason === "queue_not_found" && String(details.queue).startsWith("@"))
    return ". The dead letters of a group are there from the first one on (flowmesh dlq ls)";
  if (reason === "queue_not_found")
    return ` (flowmesh queue create ${details.queue}, or enqueue with --create; flowmesh queue ls)`;
  if (reason === "job_not_found") return ` (flowmesh job ls ${details.queue})`;
  if (reason !== "stream_not_found") return "";
  return ` (flowmesh stream create ${details.stream}, or pub with --create; flowmesh stream ls)`;
}

/** Revision 0 stands for what is to be made, so nobody changed anything meanwhile. */
function alreadyThere(what: string): string {
  const name = /^schedule (.*)$/.exec(what)?.[1];
  const change = name === undefined ? "" : ` (flowmesh schedule edit ${name} changes it)`;
  return `It was to be made, and is there already${change}`;
}

/** A failed system call, such as a full disk below standard output, or a defect of this program: only the latter shows where it happened. */
function reportUnexpected(error: unknown, asJson: boolean): number {
  const isSystemCall = error instanceof Error && "syscall" in error;
  const message = error instanceof Error ? error.message : String(error);
  if (asJson) {
    const { code, reason, fix } = new FlowMeshError("internal", { reference: "flowmesh command" });
    say(JSON.stringify({ error: { reason, code, message, fix, retryable: false, details: {} } }));
  } else {
    say(`error: ${escapeControls(message)}`);
    if (!isSystemCall) {
      say("  do:  report this, with the command that you ran and the lines below");
      say((error as { stack?: string })?.stack ?? "");
    }
  }
  return exitCodes.failure;
}
