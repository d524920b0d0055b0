/** Bytes that are not the message they should be. Faces turn it into the reason `message_malformed`. */
export class DecodeError extends Error {
  /** What is wrong, without the place: "the message ends in the middle of a value". */
  readonly problem: string;
  /** `Message.field` where it happened, as far as it is known. */
  readonly field: string | undefined;
  /** Byte, counted from the start of the buffer that was decoded. */
  readonly offset: number;

  constructor(problem: string, offset: number, field?: string) {
    super(`${problem} (${field === undefined ? "" : `${field}, `}byte ${offset})`);
    this.name = "DecodeError";
    this.problem = problem;
    this.field = field;
    this.offset = offset;
  }
}
