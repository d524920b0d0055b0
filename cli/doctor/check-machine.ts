import { type Finding, fail, ok } from "./finding.ts";

const nodeLeast: readonly [number, number] = [22, 18];

/** Node must run TypeScript sources by itself. */
export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major > nodeLeast[0] || (major === nodeLeast[0] && minor >= nodeLeast[1]);
  if (isNewEnough) return ok("node", `version ${version}`);
  return fail("node", `version ${version} is too old`, `install Node ${nodeLeast.join(".")} or newer`);
}
