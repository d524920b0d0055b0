/** An earthquake as the U.S. Geological Survey's feed describes it; only the fields used here. */
export interface Earthquake {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Null when it was not rated; may be negative. */
  readonly mag: number | null;
  readonly place: string;
  /** The network that reported it. */
  readonly net: string;
}

/** What is known of one network's earthquakes, in the form of expected.json. */
export interface NetworkFigures {
  count: number;
  /** How many have a magnitude; the following speak of these alone. */
  rated: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** The earliest of the strongest. */
  strongest: { id: string; time: string; place: string } | null;
  /** Events by day, UTC. */
  perDay: Record<string, number>;
}

/** Keeps figures per network while events come in, one at a time. */
export class Statistics {
  readonly #networks: Map<string, { figures: NetworkFigures; sum: number }> = new Map();
  #events = 0;

  /** How many events were taken. */
  get events(): number {
    return this.#events;
  }

  add(event: Earthquake): void {
    this.#events += 1;
    const network = this.#network(event.net);
    const { figures } = network;
    figures.count += 1;
    const day = event.time.slice(0, 10);
    figures.perDay[day] = (figures.perDay[day] ?? 0) + 1;
    if (event.mag === null) return;
    figures.rated += 1;
    network.sum += event.mag;
    figures.mean = round(network.sum / figures.rated);
    figures.min = Math.min(figures.min ?? event.mag, event.mag);
    if (figures.max === null || event.mag > figures.max) {
      figures.max = event.mag;
      figures.strongest = { id: event.id, time: event.time, place: event.place };
    }
  }

  /** Figures by network, in alphabetical order. */
  networks(): Record<string, NetworkFigures> {
    const sorted = [...this.#networks].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([net, { figures }]) => [net, figures]));
  }

  #network(net: string): { figures: NetworkFigures; sum: number } {
    const known = this.#networks.get(net);
    if (known !== undefined) return known;
    const figures = { count: 0, rated: 0, min: null, max: null, mean: null, strongest: null, perDay: {} };
    const created = { figures, sum: 0 };
    this.#networks.set(net, created);
    return created;
  }
}

/** To four places, as the expected figures are. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
