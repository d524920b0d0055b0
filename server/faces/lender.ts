/** Takes back the memory of responses that were sent. */
export interface Lender {
  giveBack(bytes: Uint8Array): void;
}
