/**
 * The frames protocol. The client opens a connection with an 8-byte preface; from then on both sides send frames, the first of each a HELLO.
 *
 *   preface   F5 46 4D 46 52 00 00 01        F5 "FMFR" 00 00, version 1
 *
 *   frame     u32 length of what follows (at least 8)
 *             u8 type, u8 flags (0), u16 method (0 where none), u32 call id (0 where none)
 *             payload
 *
 * All numbers are little endian. Payloads by type:
 *
 *    1 HELLO    both ways, first              message Hello
 *    2 CALL     client                        u32 timeout in ms (0: the server's default), then the request
 *    3 REPLY    server                        the response
 *    4 ERROR    server                        message CallError; the call is over
 *    5 ITEM     server                        one response of a call that answers with several
 *    6 END      server                        none; the call is over
 *    7 CREDIT   client                        u32 bytes of items that the server may send in addition
 *    8 CANCEL   client                        none; the call's answer is no longer wanted
 *    9 PING     both ways                     up to 64 bytes
 *   10 PONG     both ways                     the bytes of the PING
 *   11 GOAWAY   server                        message CallError; no more calls are taken
 */
export const frameTypes = {
  hello: 1,
  call: 2,
  reply: 3,
  error: 4,
  item: 5,
  end: 6,
  credit: 7,
  cancel: 8,
  ping: 9,
  pong: 10,
  goaway: 11,
} as const;

/** What a client sends before its first frame. */
export const framesPreface: Buffer = Buffer.from([0xf5, 0x46, 0x4d, 0x46, 0x52, 0x00, 0x00, 0x01]);

/** Version of the protocol, the preface's last byte and HELLO's first field. */
export const framesVersion = 1;

/** Bytes before a frame's payload, its length field included. */
export const frameHeadBytes = 12;

/** Longest payload of PING and PONG. */
export const pingBytesMax = 64;

/** One whole frame. Its payload is bytes `start` to `end` of `bytes`: a view on what was received, not a copy. */
export class Frame {
  /** One of `frameTypes`. */
  readonly type: number;
  /** The method's number; 0 where none. */
  readonly method: number;
  /** 0 where none. */
  readonly callId: number;
  /** The u32 before the message: of a CALL its time-out in ms, of a CREDIT the bytes granted; else 0. */
  readonly argument: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;

  constructor(
    type: number,
    method: number,
    callId: number,
    argument: number,
    bytes: Buffer,
    start: number,
    end: number,
  ) {
    this.type = type;
    this.method = method;
    this.callId = callId;
    this.argument = argument;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The payload behind the argument, as a view. */
  get payload(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }
}
