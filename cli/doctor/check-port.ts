import { createServer } from "node:net";
import { defaultPort } from "@flowmesh/client/internal";
import type { Configuration } from "../configuration/configuration.ts";
import { asTyped } from "../output/typed-command.ts";
import type { LiveServer } from "./check-server.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";
import { portHolder } from "./port-holder.ts";

/** Whether a server could listen where it is told to. */
export async function checkPort(configuration: Configuration, server: LiveServer | undefined): Promise<Finding> {
  const { port = defaultPort, host = "127.0.0.1" } = configuration;
  if (port === 0) return ok("port", "any free one");
  const code = await listenCode(port, host);
  if (code === undefined) return ok("port", `${port} is free`);
  if (code !== "EADDRINUSE")
    return fail("port", `${port} on ${host} cannot be opened: ${code}`, "choose another one with --port or --host");
  if (server?.address.port === port) return ok("port", `${port} is held by the server above`);
  const what = `${port} is taken by ${portHolder(port) ?? "another process"}`;
  if (configuration.port !== undefined)
    return fail("port", what, "stop that process, or choose another port with --port");
  return warn("port", what, asTyped("flowmesh dev takes the next free one; flowmesh start needs --port"));
}

/** The system's code for why the port cannot be opened. */
function listenCode(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host }, () => probe.close(() => resolve(undefined)));
  });
}
