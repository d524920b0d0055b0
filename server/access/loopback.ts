import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a host, as a name or an address without brackets, always means this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  const version = isIP(name);
  return version !== 0 && loopback.check(name, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Whether a `Host` header, `name[:port]` or `[address][:port]`, names this machine. A web page whose own name was pointed at 127.0.0.1 (DNS rebinding) sends
 * that name, and is told apart by it.
 */
export function isLoopbackAuthority(authority: string): boolean {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(authority);
  const host = match?.[1] ?? match?.[2];
  return host !== undefined && isLoopback(host);
}

/** Whether an `Origin` header is that of a page served by this machine. `null`, which sandboxed pages send, is not. */
export function isLoopbackOrigin(origin: string): boolean {
  const match = /^https?:\/\/([^/?#@]+)$/i.exec(origin);
  return match !== null && isLoopbackAuthority(match[1]!);
}
