import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";

/** `flowmesh stream create`: a command as it is typed. */
export function commandPath(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return names.join(" ");
}

/** The command was typed in a way that it does not take. `meant`: commands that do what was probably wanted. */
export function usageError(problem: string, command: Command, meant: readonly string[] = []): FlowMeshError {
  const instead = meant.length === 0 ? {} : { meant: meant.join(" or ") };
  return new FlowMeshError("usage_invalid", { problem, command: commandPath(command), ...instead });
}
