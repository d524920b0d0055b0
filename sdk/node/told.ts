import { warnOf } from "./ending.ts";
import { checkFunction } from "./known-options.ts";

/**
 * A function of the caller's that is told of what went wrong, and decides nothing: what it throws, or rejects with, is told as a warning of the process, and work goes on.
 * @throws FlowMeshError `field_invalid` when it is no function
 */
export function told<Told extends readonly unknown[]>(
  field: string,
  tell: ((...told: Told) => unknown) | undefined,
): (...told: Told) => void {
  if (tell === undefined) return () => undefined;
  checkFunction(field, tell);
  const warn = (problem: unknown): void => warnOf(`${field} has failed itself`, problem);
  return (...what) => {
    try {
      const telling = tell(...what);
      if (telling instanceof Promise) telling.catch(warn);
    } catch (problem) {
      warn(problem);
    }
  };
}
