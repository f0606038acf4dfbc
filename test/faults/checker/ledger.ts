/**
 * What a generator of traffic says it did: every event, every frame it put on the wire, every word it heard. The checker
 * believes this book and nothing else. It shares no code, no type and no SQL with the product.
 */

/** An event as it stands on the wire. `refusal`: it is bad on purpose, and this is what has to be said of it. */
export type LedgerEvent = {
	source: string;
	id: string;
	text: string;
	refusal?: { reason: string; path: string };
};

/** A frame sent: `events` are indexes into the ledger's events. */
export type SentFrame = { what: 'sent'; connection: number; seq: number; events: number[] };
export type Heard = { what: 'heard'; connection: number; message: unknown };

export type Ledger = {
	events: LedgerEvent[];
	/** Frames and answers in the order in which they were sent and heard. */
	log: (SentFrame | Heard)[];
	/** Which run of which ingest process each connection led to. */
	connections: string[];
	/** When the traffic began and ended, ms. */
	began: number;
	ended: number;
};

export const createLedger = (events: LedgerEvent[]): Ledger => ({
	events,
	log: [],
	connections: [],
	began: Date.now(),
	ended: Number.POSITIVE_INFINITY
});

export const keyOf = (source: string, id: string) => `${source}\n${id}`;
