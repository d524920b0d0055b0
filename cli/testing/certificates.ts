import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIPv4 } from "node:net";

/**
 * Certificates for tests, as DER (ITU-T X.690) by hand: ECDSA on P-256, valid for what a test needs. Node.js reads certificates and cannot make them.
 */
export class TestAuthority {
  readonly certificate: string;
  readonly #name: Buffer;
  readonly #key: KeyObject;

  constructor(commonName: string = "FlowMesh test authority") {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    this.#name = nameOf({ CN: commonName });
    const extensions = [extension(basicConstraints, true, sequence(boolean(true)))];
    this.certificate = this.#issue(this.#name, publicKey, extensions, days(-1), days(1));
  }

  /** A certificate with its key, both PEM, for these names and addresses. */
  issue(given: IssueOptions = {}): { readonly cert: string; readonly key: string } {
    const {
      subject = { CN: "localhost" },
      names = ["localhost", "127.0.0.1"],
      from = days(-2),
      until = days(1),
    } = given;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const alternatives = names.map((name) =>
      isIPv4(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name)),
    );
    const extensions = [extension(subjectAltName, false, sequence(...alternatives))];
    const cert = this.#issue(nameOf(subject), publicKey, names.length > 0 ? extensions : [], from, until);
    return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }) as string };
  }

  #issue(subject: Buffer, key: KeyObject, extensions: readonly Buffer[], from: Date, until: Date): string {
    serial += 1;
    const content = sequence(
      der(0xa0, integer(2)),
      integer(serial),
      ecdsaWithSha256,
      this.#name,
      sequence(time(from), time(until)),
      subject,
      key.export({ type: "spki", format: "der" }),
      ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
    );
    const signature = sign("sha256", content, this.#key);
    const whole = sequence(content, ecdsaWithSha256, der(0x03, Buffer.concat([Buffer.of(0), signature])));
    const lines = whole.toString("base64").match(/.{1,64}/g)!;
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  }
}

export interface IssueOptions {
  readonly subject?: Readonly<Record<string, string>>;
  /** Default: localhost and 127.0.0.1. */
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
}

/** A moment so many days from now. */
export function days(count: number): Date {
  return new Date(Date.now() + count * 86_400_000);
}

let serial = 1000;
const basicConstraints = objectId(2, 5, 29, 19);
const subjectAltName = objectId(2, 5, 29, 17);
const nameParts: Readonly<Record<string, Buffer>> = { CN: objectId(2, 5, 4, 3), O: objectId(2, 5, 4, 10) };
const ecdsaWithSha256 = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));

function nameOf(subject: Readonly<Record<string, string>>): Buffer {
  return sequence(
    ...Object.entries(subject).map(([name, value]) =>
      der(0x31, sequence(nameParts[name]!, der(0x0c, Buffer.from(value)))),
    ),
  );
}

function extension(id: Buffer, isCritical: boolean, content: Buffer): Buffer {
  return sequence(id, ...(isCritical ? [boolean(true)] : []), der(0x04, content));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function integer(value: number): Buffer {
  return der(0x02, value < 0x80 ? Buffer.of(value) : Buffer.of(value >> 8, value & 0xff));
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.of(value ? 0xff : 0));
}

/** GeneralizedTime, to the second. */
function time(moment: Date): Buffer {
  return der(0x18, Buffer.from(`${moment.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`));
}

function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((value) => {
    const groups = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
