import type { Socket } from "node:net";
import type { HttpFace, HttpFaceOptions } from "./http-face.ts";

/** Where connections that speak HTTP/1.1 are handed over. The first one has the face loaded and opened, which takes longer than most of what else a start consists of. */
export class HttpDoor {
  readonly #options: HttpFaceOptions;
  #opening: Promise<HttpFace> | undefined;
  #face: HttpFace | undefined;

  constructor(options: HttpFaceOptions) {
    this.#options = options;
  }

  /** Takes a paused connection over; what was received so far was put back. */
  accept(socket: Socket): void {
    if (this.#face !== undefined) {
      this.#face.accept(socket);
      return;
    }
    this.#opening ??= this.#open();
    void this.#opening.then((face) => {
      if (!socket.destroyed) face.accept(socket);
    });
  }

  /** As the face closes, if there is one. */
  async close(): Promise<void> {
    const face = await this.#opening;
    await face?.close();
  }

  async #open(): Promise<HttpFace> {
    const { HttpFace } = await import("./http-face.ts");
    this.#face = await HttpFace.open(this.#options);
    return this.#face;
  }
}
