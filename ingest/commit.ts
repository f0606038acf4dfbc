import { EVENT_COLUMNS, type EventRow } from './event-columns.ts';
import { encodeBlock } from './native.ts';
import { QUARANTINE_COLUMNS, type QuarantineRow } from './quarantine.ts';
import type { Spool, SpoolRecord } from './spool.ts';

/** Events wait so long for others, to be written and flushed to the disk together. */
export const COMMIT_MS = 20;
/** A group is committed at once when it has so many rows or came in so many bytes: this bounds the memory it takes. */
const MOST = { rows: 5_000, bytes: 4 * 1024 * 1024 };

export type CommitOptions = {
	spool: Pick<Spool, 'append'>;
	ms?: number;
	/** A group is durable: so many rows, after so long. */
	onCommitted?: (seconds: number, rows: number) => void;
	/** A group could not be written: these events went nowhere. */
	onFailed: (error: unknown, events: readonly EventRow[]) => void;
};

/** Called when everything taken before it is durable, or with the error when it went nowhere. */
export type Committed = (error?: unknown) => void;

/** Group commit: collects rows and writes them to the spool together, one flush to the disk for all of them. */
export function createCommits({ spool, ms = COMMIT_MS, onCommitted, onFailed }: CommitOptions) {
	let events: EventRow[] = [];
	let rejected: QuarantineRow[] = [];
	let bytes = 0;
	let waiting: Committed[] = [];
	let timer: NodeJS.Timeout | undefined;

	function records(): SpoolRecord[] {
		const made: SpoolRecord[] = [];
		if (events.length > 0)
			made.push({ table: 'events', rows: events.length, block: encodeBlock(EVENT_COLUMNS, events) });
		if (rejected.length > 0)
			made.push({
				table: 'quarantine',
				rows: rejected.length,
				block: encodeBlock(QUARANTINE_COLUMNS, rejected)
			});
		return made;
	}

	function write(): unknown {
		const begun = performance.now();
		try {
			const made = records();
			if (made.length > 0) spool.append(made);
		} catch (error) {
			onFailed(error, events);
			return error;
		}
		onCommitted?.((performance.now() - begun) / 1_000, events.length + rejected.length);
		return undefined;
	}

	/** Synchronous throughout: between the first row of a group and its last answer nothing else happens. */
	function commit() {
		clearTimeout(timer);
		timer = undefined;
		const error = events.length + rejected.length > 0 ? write() : undefined;
		const told = waiting;
		events = [];
		rejected = [];
		bytes = 0;
		waiting = [];
		for (const committed of told) committed(error);
	}

	return {
		add: (row: EventRow) => void events.push(row),
		addRejected: (row: QuarantineRow) => void rejected.push(row),
		/** Calls back once all that was added is durable: now, if it is already. `size` is what it came in, in bytes. */
		after(committed: Committed, size: number) {
			if (events.length + rejected.length === 0) return committed();
			waiting.push(committed);
			bytes += size;
			if (events.length + rejected.length >= MOST.rows || bytes >= MOST.bytes) commit();
			else timer ??= setTimeout(commit, ms);
		},
		/** Commits what is there without waiting for more. */
		commit
	};
}
