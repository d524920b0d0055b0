import { connect, createServer, type Server, type Socket } from "node:net";
import type { Address } from "../address.ts";

/** When a proxy cuts a connection: after how many bytes, in both directions together. `Infinity`: never. */
export type BytesUntilCut = () => number;

/** A TCP proxy that cuts its connections wherever the test wants, in the middle of a frame too, without a word. */
export class CuttingProxy {
  readonly address: Address;
  /** Bytes that went to clients so far. */
  bytesToClients = 0;
  cuts = 0;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.address = { host: "127.0.0.1", port, origin: "test" };
  }

  static async start(target: Pick<Address, "host" | "port">, bytesUntilCut: BytesUntilCut): Promise<CuttingProxy> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (client) => {
      const upstream = connect({ ...target, noDelay: true });
      let left = bytesUntilCut();
      const cut = () => {
        client.destroy();
        upstream.destroy();
      };
      const pass = (from: Socket, to: Socket, onBytes: (bytes: number) => void) => {
        sockets.add(from);
        from.on("error", cut);
        from.on("close", () => {
          sockets.delete(from);
          cut();
        });
        from.on("data", (chunk: Buffer) => {
          const passed = chunk.subarray(0, left);
          left -= passed.length;
          onBytes(passed.length);
          if (!to.write(passed)) from.pause();
          if (left > 0) return;
          proxy.cuts += 1;
          cut();
        });
        to.on("drain", () => from.resume());
      };
      pass(client, upstream, () => {});
      pass(upstream, client, (bytes) => {
        proxy.bytesToClients += bytes;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new CuttingProxy(server, sockets, (server.address() as { port: number }).port);
    return proxy;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
