import type { Grants } from "./grants.ts";

/** Who makes a call, however it showed who it is. */
export interface Identity {
  readonly name: string;
  /** Where the names in its calls live. There is one namespace until there are tenants. */
  readonly namespace: string;
  readonly grants: Grants;
}
