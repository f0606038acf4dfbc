import { z } from 'zod';
import { Flag } from './row.ts';

/** Where ingest takes events from quarantine to be judged anew. */
export const REPLAY_PATH = '/v1/quarantine/replay';

/** The most events of one replay request. */
export const REPLAY_ROWS = 500;

/** How a rejected event stands: nobody saw to it, its replay was taken, or it was put aside. */
export const QuarantineState = z.enum(['open', 'replayed', 'dismissed']);
export type QuarantineState = z.infer<typeof QuarantineState>;

/** The id of a row: a hash in hex. */
export const RowId = z.string().regex(/^[0-9a-f]{32}$/, 'expected the id of a row: 32 hexadecimal digits');

/** The door a rejected event came by. */
export const Via = z.union([
	z.enum(['websocket', 'http']),
	z.templateLiteral(['source:', z.string().min(1)])
]);
export type Via = z.infer<typeof Via>;

/** Events from quarantine to be judged anew, each with the key it first came with. */
export const ReplayRequest = z.strictObject({
	rows: z
		.array(z.strictObject({ id: RowId, key: z.string().min(1), via: Via, event: z.unknown() }))
		.min(1)
		.max(REPLAY_ROWS)
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/**
 * What became of one of them. `reason`, `path` and `detail` are empty unless it was rejected; `skipped`: the edit was for others,
 * so it was left where it is.
 */
export const ReplayVerdict = z.object({
	id: z.string(),
	outcome: z.enum(['accepted', 'duplicate', 'rejected', 'skipped']),
	reason: z.string(),
	path: z.string(),
	detail: z.string()
});
export type ReplayVerdict = z.infer<typeof ReplayVerdict>;

export const ReplayAnswer = z.object({ results: z.array(ReplayVerdict) });

/** A rejected event. Times are RFC 3339; `event` is its JSON text, as kept. */
export const QuarantinedEvent = z.object({
	id: z.string(),
	state: QuarantineState,
	problem: z.string(),
	reason: z.string(),
	path: z.string(),
	detail: z.string(),
	source: z.string(),
	key: z.string(),
	via: Via,
	event_id: z.string(),
	type: z.string(),
	event: z.string(),
	/** Something was too long to be kept whole: it is replayed only with an edit. */
	cut: Flag,
	/** Paths of fields whose values were not kept. */
	dropped: z.array(z.string()),
	simulated: Flag,
	first_received: z.string(),
	last_received: z.string(),
	settled_at: z.string().nullable()
});
export type QuarantinedEvent = z.infer<typeof QuarantinedEvent>;

/** Rejected events with the same thing wrong, of one source and key. `path` has `*` for a place in a list. */
export const QuarantineProblem = z.object({
	problem: z.string(),
	reason: z.string(),
	path: z.string(),
	detail: z.string(),
	source: z.string(),
	key: z.string(),
	types: z.array(z.string()),
	/** How many different events. How often they were delivered is not known. */
	events: z.int(),
	first_received: z.string(),
	last_received: z.string(),
	/** The id of the latest. */
	example: z.string()
});
export type QuarantineProblem = z.infer<typeof QuarantineProblem>;

/** A page of what is in quarantine. `next` continues the rows where there are more. */
export const QuarantineAnswer = z.object({
	groups: z.array(QuarantineProblem),
	rows: z.array(QuarantinedEvent),
	next: z.string().nullable()
});
export type QuarantineAnswer = z.infer<typeof QuarantineAnswer>;

const text = z.string().max(600);
const instant = z.iso.datetime({
	offset: true,
	error: 'expected an RFC 3339 time with zone, such as 2026-11-21T09:30:00Z'
});

/** Which rejected events are meant; what is not said is not asked. `from ≤ last received < to`. */
export const QuarantineFilter = z.strictObject({
	problem: z
		.string()
		.regex(/^[0-9a-f]{16}$/, 'expected a problem as the groups name it: 16 hexadecimal digits')
		.optional(),
	reason: text.optional(),
	source: text.optional(),
	key: text.optional(),
	path: text.optional(),
	from: instant.optional(),
	to: instant.optional(),
	state: z.enum([...QuarantineState.options, 'all']).default('open')
});
export type QuarantineFilter = z.infer<typeof QuarantineFilter>;

/** Sets one field of every event, where it is what it `was` (anything, when not said). Without `value` the field goes. */
export const FieldEdit = z.strictObject({
	path: z
		.string()
		.max(200)
		.regex(
			/^(specversion|id|source|type|time|subject|data(\.[^.]+){1,3})$/,
			'expected a field of the event, such as type or data.team'
		)
		.refine((path) => !path.split('.').includes('__proto__'), 'there is no such field'),
	value: z.union([z.string().max(10_000), z.number(), z.boolean()]).optional(),
	was: z.string().max(10_000).optional()
});
export type FieldEdit = z.infer<typeof FieldEdit>;

/** Either the rows by their ids, each perhaps edited as a whole, or all that a filter finds, in steps: `after` is the last one seen. */
export const ReplayOrder = z
	.strictObject({
		rows: z
			.array(z.strictObject({ id: RowId, event: z.record(z.string(), z.unknown()).optional() }))
			.min(1)
			.max(REPLAY_ROWS)
			.optional(),
		filter: QuarantineFilter.optional(),
		after: RowId.optional(),
		set: FieldEdit.optional()
	})
	.refine(({ rows, filter }) => (rows === undefined) !== (filter === undefined), {
		path: ['rows'],
		message: 'expected either rows or a filter'
	});
export type ReplayOrder = z.infer<typeof ReplayOrder>;

/** What a replay did. `next`, unless null, is the `after` of the next step. */
export const ReplayReport = z.object({
	results: z.array(ReplayVerdict),
	next: z.string().nullable()
});
export type ReplayReport = z.infer<typeof ReplayReport>;

/** Puts events aside, by ids or by a filter, or undoes that by the `action` it was answered with, or by ids. */
export const DismissOrder = z
	.strictObject({
		rows: z.array(RowId).min(1).max(REPLAY_ROWS).optional(),
		filter: QuarantineFilter.optional(),
		action: z.uuid().optional(),
		undo: z.boolean().default(false)
	})
	.refine(
		(order) => [order.rows, order.filter, order.action].filter((given) => given !== undefined).length === 1,
		{
			path: ['rows'],
			message: 'expected rows, a filter or, to undo, an action'
		}
	)
	.refine(({ action, undo }) => action === undefined || undo, {
		path: ['undo'],
		message: 'expected true with an action'
	});
export type DismissOrder = z.infer<typeof DismissOrder>;

export const DismissReport = z.object({ action: z.string(), events: z.int() });
export type DismissReport = z.infer<typeof DismissReport>;
