/** Bytes, or a call of the writer, that break the frames protocol. Faces and clients turn it into the reason `protocol_violation`. */
export class FrameError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "FrameError";
  }
}
