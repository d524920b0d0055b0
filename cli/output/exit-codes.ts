/** How a command ends, beside the exit codes that errors have themselves (3 not found, 4 conflict, 5 unreachable, 6 denied). */
export const exitCodes: {
  readonly failure: number;
  readonly usage: number;
  readonly partial: number;
  readonly interrupted: number;
} = { failure: 1, usage: 2, partial: 7, interrupted: 130 };
