/** JSON that is not the message it should be. Faces turn it into `field_unknown` (when `known` is set) or `field_invalid`. */
export class JsonMappingError extends Error {
  /** Where: `records[3].key`. Empty for the message as a whole. */
  readonly field: string;
  /** What is wrong, to be read behind the field's name: "must be a string". */
  readonly problem: string;
  /** Of a field that does not exist: those that do. */
  readonly known: readonly string[] | undefined;
  /** The message, `PublishRequest`, that the field was looked for in. */
  readonly messageName: string;

  constructor(messageName: string, field: string, problem: string, known?: readonly string[]) {
    super(`${field === "" ? messageName : field} ${problem}`);
    this.name = "JsonMappingError";
    this.messageName = messageName;
    this.field = field;
    this.problem = problem;
    this.known = known;
  }

  /** The same, seen from the message around it. */
  within(place: string): JsonMappingError {
    const path = this.field === "" ? place : `${place}.${this.field}`;
    return new JsonMappingError(this.messageName, path, this.problem, this.known);
  }
}
