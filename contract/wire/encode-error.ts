/** A value that its field cannot carry. Faces and clients turn it into the reason `field_invalid`. */
export class EncodeError extends Error {
  /** `Message.field` */
  readonly field: string;
  /** What is wrong, to be read behind the field's name: "must be a string". */
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`${field} ${problem}`);
    this.name = "EncodeError";
    this.field = field;
    this.problem = problem;
  }
}
