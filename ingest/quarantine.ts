import { createHash } from 'node:crypto';
import type { Refusal } from '#schema/event.ts';
import type { Column } from './native.ts';
import { head } from './native/head.ts';
import { bool, time } from './native/number.ts';
import { lowCardinality, string } from './native/text.ts';
import { redact } from './quarantine-redact.ts';

/** An event that was refused, and how it came. */
export type Rejected = {
	input: unknown;
	refusal: Refusal;
	/** The name of the key it came with. */
	key: string;
	/** Which door it came by. */
	via: 'websocket' | 'http' | `source:${string}`;
	/** The server's clock, ms. */
	received_at: number;
};

/** A row of the table `quarantine`. */
export type QuarantineRow = {
	id: string;
	key: string;
	via: string;
	source: string;
	event_id: string;
	type: string;
	customer: string;
	reason: Refusal['reason'];
	path: string;
	detail: string;
	event: string;
	cut: boolean;
	dropped: string[];
	received_at: number;
};

/** Longer than any identifier of the contract. */
const TEXT_LENGTH = 513;

const isFields = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

function textAt(input: unknown, name: string): string {
	const value = isFields(input) && Object.hasOwn(input, name) ? input[name] : '';
	return typeof value === 'string' ? value.slice(0, TEXT_LENGTH) : '';
}

/**
 * A rejected event as it is kept: without personal data, bounded in size. The same bad event from the same key has the same
 * `id`, however often it is delivered. The hash is of what is kept, never of what came in: from a hash of the whole, and
 * everything but the customer, the customer could be guessed.
 */
export function quarantineRow(rejected: Rejected, pseudonym: (customer: string) => string): QuarantineRow {
	const { input, refusal, key, via, received_at } = rejected;
	const redacted = redact(input, pseudonym);
	const hash = createHash('sha256').update(key).update('\0').update(redacted.event);
	return {
		id: hash.digest('hex').slice(0, 32),
		key,
		via,
		source: textAt(input, 'source'),
		event_id: textAt(input, 'id'),
		type: textAt(input, 'type'),
		reason: refusal.reason,
		path: refusal.path.slice(0, TEXT_LENGTH),
		detail: refusal.detail.slice(0, TEXT_LENGTH),
		received_at,
		...redacted
	};
}

/** A column Array(String). */
const strings = <Row>(name: string, of: (row: Row) => readonly string[]): Column<Row> => ({
	name,
	type: 'Array(String)',
	write(out, rows) {
		const all = rows.flatMap(of);
		if (all.length === 0) return false;
		head(out, name, 'Array(String)');
		let end = 0;
		for (const row of rows) out.int64((end += of(row).length));
		for (const text of all) out.text(text);
		return true;
	}
});

const REFUSED = "Tuple(at DateTime64(3, 'UTC'), reason String, path String, detail String)";

/** What was wrong, and when it came: of several the latest stays. */
const refused: Column<QuarantineRow> = {
	name: 'refused',
	type: REFUSED,
	write(out, rows) {
		head(out, 'refused', REFUSED);
		for (const { received_at } of rows) out.int64(received_at);
		for (const { reason } of rows) out.text(reason);
		for (const { path } of rows) out.text(path);
		for (const { detail } of rows) out.text(detail);
		return true;
	}
};

/** How rows are written into the table `quarantine`. */
export const QUARANTINE_COLUMNS: readonly Column<QuarantineRow>[] = [
	string('id', (row) => row.id),
	lowCardinality('key', (row) => row.key),
	lowCardinality('via', (row) => row.via),
	lowCardinality('source', (row) => row.source),
	string('event_id', (row) => row.event_id),
	lowCardinality('type', (row) => row.type),
	string('customer', (row) => row.customer),
	refused,
	string('event', (row) => row.event),
	bool('cut', (row) => row.cut),
	strings('dropped', (row) => row.dropped),
	time('first_received', (row) => row.received_at),
	time('last_received', (row) => row.received_at)
];
