import { hostname } from "node:os";

/** What people see of a member or a worker that says nothing itself: its host and process. */
export function processLabel(): string {
  return `${hostname()} ${process.pid}`;
}
