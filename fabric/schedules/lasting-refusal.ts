import type { FlowMeshError } from "../errors.ts";

/** Codes of errors that say what is wrong with the operations themselves, whenever they are committed. */
const lastingCodes: readonly string[] = ["invalid_argument", "not_found", "unimplemented"];

/** Whether what refuses a commit now is no matter of the moment: a schedule of it is refused too. */
export function isLasting({ code, reason }: FlowMeshError): boolean {
  return lastingCodes.includes(code) && reason !== "key_not_found";
}
