import { CaseContext } from "./case-context.ts";
import type { FabricUnderTest } from "./conformance-case.ts";

export interface OpenOptions {
  /** Open with `smallLimits` instead of the product's limits. Only asked for if the hook is offered. */
  readonly smallLimits: boolean;
  /** No commit has more bytes. */
  readonly commitBytes: number;
}

export type OpenFabric = (options: OpenOptions) => Promise<FabricUnderTest>;

/** Opens a fabric for what uses it, and closes it afterwards whatever happened. */
export async function withFabric<Result>(
  open: OpenFabric,
  options: OpenOptions,
  use: (context: CaseContext) => Promise<Result>,
): Promise<Result> {
  const under = await open(options);
  const context = new CaseContext(under);
  try {
    return await use(context);
  } finally {
    await context.fabric.close();
    await under.dispose?.();
  }
}
