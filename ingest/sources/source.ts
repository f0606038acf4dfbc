import type { z } from 'zod';
import type { CloudEvent, EventType, Refusal } from '#schema/event.ts';

/** What a pure function from payload to events needs to know beside the payload. */
export type SourceOptions = {
	/** Tells two installations of the same vendor apart, in `source` and in case ids. Needed only when there are two. */
	account?: string;
	/** IANA zone of times that come without one. */
	zone: string;
	/** What queues, groups and agents are called, by the vendor's id, where a payload says only the id. */
	names?: Readonly<Record<string, string>>;
};

/** A value of a vendor's payload that has no meaning here yet. The event keeps it as text; it is counted. */
export type Unmapped = { field: string; value: string };

/** What a vendor's payload says: events of ours, and what it said that has no meaning here yet. */
export type Mapped = { events: CloudEvent[]; unmapped: Unmapped[] };

export type SourceResult = { ok: true; mapped: Mapped } | { ok: false; refusal: Refusal };

/**
 * A pure function from a vendor's payload to events: no clock, no state, no I/O. The same payload gives the same events
 * with the same ids, so that what a vendor sends again moves nothing.
 *
 * What all sources have in common: a case is opened when it begins to wait for a human. An answered contact that ended in the
 * ordinary way is `case.resolved` (who comes back tells whether it was solved); one that was cut off, or never answered
 * without the customer giving up, is `case.closed`. What the company itself began (outbound) is no case of a customer.
 */
export type Source = {
	/** As in `POST /v1/sources/NAME`. */
	name: string;
	/** What `read` takes: parsed JSON, or the body as text. */
	content: 'json' | 'text';
	read(payload: unknown, options: SourceOptions): SourceResult;
};

/** The payload cannot be read: which field, and what was expected. */
export const refuse = (path: string, detail: string): SourceResult => ({
	ok: false,
	refusal: { reason: 'invalid', path, detail }
});

/** The first thing zod found wrong, as a refusal. */
export function refuseIssue(error: z.ZodError, at: readonly PropertyKey[] = []): SourceResult {
	const issue = error.issues[0];
	return refuse([...at, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'invalid');
}

/** The `source` of a vendor's events: its name, and the account where there are several. */
export const sourceName = (name: string, { account }: Pick<SourceOptions, 'account'>) =>
	account ? `${name}/${account}` : name;

/** A vendor's record as a case id, unique over all sources. */
export const caseId = (name: string, options: SourceOptions, id: string | number) =>
	`${sourceName(name, options)}:${id}`;

/** One event of a case. `id` is the vendor's record and the fact; with the source it is the event's identity. */
export type Fact = {
	type: EventType;
	id: string;
	/** RFC 3339 with zone, as `new Date(ms).toISOString()`. */
	time: string;
	subject?: string;
	data?: Record<string, unknown>;
};

/** Builds events of one source. Fields of `data` that are undefined, null or '' are left out: null is not zero. */
export function eventsOf(name: string, options: SourceOptions) {
	const source = sourceName(name, options);
	return ({ data = {}, ...fact }: Fact): CloudEvent => ({
		specversion: '1.0',
		source,
		...fact,
		data: Object.fromEntries(
			Object.entries(data).filter(([, value]) => value !== undefined && value !== null && value !== '')
		)
	});
}

/** What an id is called in the settings; else the id itself. */
export function nameOf(id: string | undefined, { names }: SourceOptions): string | undefined {
	return id !== undefined && names && Object.hasOwn(names, id) ? names[id] : id;
}

/** What else the source knows: the fields that are known, as text. Without any: nothing. */
export function attributesOf(fields: Record<string, unknown>): Record<string, string> | undefined {
	const known = Object.entries(fields).flatMap(([name, value]) => {
		const text = dimension(value);
		return text === undefined ? [] : [[name, text] as const];
	});
	return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** A dimension holds 200 characters: what is longer is cut. Not a string or number, or empty: unknown. */
export function dimension(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim().slice(0, 200) || undefined;
}
