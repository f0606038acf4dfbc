import { z } from 'zod';
import { instantMs } from './instant.ts';
import { isRecord } from './record.ts';

/** A contact's channel. Standards and the charts tell apart just these. */
export const Channel = z.enum(['phone', 'chat', 'email', 'web', 'counter', 'social', 'other']);
export type Channel = z.infer<typeof Channel>;

/** The customer's tier, by value to the company. */
export const Tier = z.enum(['diamond', 'gold', 'silver', 'vip', 'standard', 'other']);
export type Tier = z.infer<typeof Tier>;

/** What a survey asks for. */
export const Instrument = z.enum(['csat', 'nps', 'ces', 'servqual', 'fcr', 'voice']);
export type Instrument = z.infer<typeof Instrument>;

/** The five dimensions of service quality (SERVQUAL). */
export const ServqualDimension = z.enum([
	'reliability',
	'responsiveness',
	'assurance',
	'empathy',
	'tangibles'
]);

/** The source under which the simulator sends: what it sent is labelled and can be removed as a whole. */
export const SIMULATOR_SOURCE = 'touchstone/simulator';

/** The source of what people say on the dashboard itself, such as that they act. It speaks when somebody does: nobody waits for it. */
export const DASHBOARD_SOURCE = 'touchstone/dashboard';

/** Earliest time an event may carry, and how far it may run ahead of the server's clock. */
export const EARLIEST = Date.UTC(1990, 0, 1);
export const AHEAD_MS = 10 * 60_000;

/** The largest event, as JSON. */
export const EVENT_BYTES = 64 * 1024;

const absent = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

/** A dimension: at most 200 characters; missing, null and '' all mean unknown. */
const dimension = absent(z.string().max(200));
const words = (max: number) => absent(z.string().max(max));
const identifier = z.string().min(1).max(512);
const label = absent(z.union([z.string().max(200), z.number().transform(String)]));
const instant = z.iso.datetime({
	offset: true,
	error: 'expected an RFC 3339 time with zone, such as 2026-11-21T09:30:00Z'
});
const percent = absent(z.number().min(0).max(100));

/** The dimensions every event may carry, as of the event. `customer` is a pseudonym once it is past ingest. */
const dimensions = {
	team: dimension,
	agent: dimension,
	channel: absent(z.enum([...Channel.options, ''])),
	customer: dimension,
	tier: absent(z.enum([...Tier.options, ''])),
	topic: dimension,
	priority: dimension,
	/** Anything else the source knows and an analyst may ask for; no KPI reads it, so no personal data belongs here. */
	attributes: absent(
		z
			.record(z.string().min(1).max(64), z.string().max(200))
			.refine((map) => Object.keys(map).length <= 32, 'at most 32 attributes')
	)
};

/** One entry of `data` per event type: what it may carry beside the dimensions. */
const survey = { survey: dimension };
const promise = { promise: identifier, kind: dimension, from_team: dimension };

/** Highest and lowest score of an instrument; csat and staff surveys bring their own scale. */
export const SCORES = { nps: [0, 10], ces: [1, 7], fcr: [0, 1] } as const;

type Answer = { instrument: Instrument; score?: number; scale?: number };

function checkAnswer({ instrument, score, scale }: Answer, context: z.RefinementCtx) {
	if (instrument === 'voice') return;
	if (score === undefined) {
		if (instrument !== 'servqual')
			context.addIssue({ code: 'custom', path: ['score'], message: 'a score is needed' });
		return;
	}
	if (instrument === 'servqual') return;
	const [low, high] = instrument === 'csat' ? [1, scale ?? 5] : SCORES[instrument];
	if (score < low || score > high)
		context.addIssue({
			code: 'custom',
			path: ['score'],
			message: `expected ${low} to ${high} for ${instrument}`
		});
	else if (instrument !== 'csat' && !Number.isInteger(score))
		context.addIssue({
			code: 'custom',
			path: ['score'],
			message: `expected a whole number for ${instrument}`
		});
}

const scale = absent(z.number().int().min(2).max(100));
const step = z.enum(['listen', 'share', 'clarify', 'present', 'act', 'satisfy', 'reviewed']);
const plain = z.object(dimensions);
const levelled = z.object({ ...dimensions, level: label });

/** Every event type and the shape of its `data`. Unknown fields are dropped. */
export const EVENT_DATA = {
	'case.opened': z.object({
		...dimensions,
		kind: z
			.enum(['request', 'complaint'])
			.nullish()
			.transform((kind) => kind ?? 'request'),
		reason: dimension,
		severity: label
	}),
	'case.assigned': plain,
	'case.transferred': plain,
	'case.responded': plain,
	'case.contacted': plain,
	/** `wait_known: false`: the source does not tell when the customer gave up; the wait is then unknown, not 0. */
	'case.abandoned': z.object({ ...dimensions, resolution: dimension, wait_known: absent(z.boolean()) }),
	'case.resolved': z.object({ ...dimensions, resolution: dimension }),
	'case.reopened': z.object({ ...dimensions, resolution: dimension }),
	'case.closed': z.object({ ...dimensions, resolution: dimension }),
	'case.escalated': levelled,
	/** The source wrote its record of the case: `status` and `attributes` as of then. For the timeline and SQL; no KPI reads it. */
	'case.recorded': z.object({ ...dimensions, status: dimension }),
	'complaint.acknowledged': levelled,
	'complaint.remedied': z.object({ ...dimensions, level: label, remedy: words(2000) }),
	'complaint.confirmed': z.object({ ...dimensions, satisfied: z.number().int().min(1).max(5) }),
	'complaint.escalated': levelled,
	'complaint.followed_up': z.object({ ...dimensions, satisfied: absent(z.number().int().min(1).max(5)) }),
	'complaint.step': z.object({ ...dimensions, step }),
	'survey.sent': z.object({ ...dimensions, ...survey, instrument: absent(Instrument) }),
	'survey.delivered': z.object({ ...dimensions, ...survey, instrument: absent(Instrument) }),
	'survey.answered': z
		.object({
			...dimensions,
			...survey,
			instrument: Instrument,
			score: absent(z.number()),
			scale,
			comment: words(10_000),
			had_problem: absent(z.boolean()),
			spoke_up: absent(z.boolean()),
			items: absent(
				z
					.array(z.object({ dimension: ServqualDimension, expectation: z.number(), perception: z.number() }))
					.max(100)
			)
		})
		.superRefine(checkAnswer),
	'promise.made': z.object({ ...dimensions, ...promise, due: instant }),
	'promise.kept': z.object({ ...dimensions, ...promise, due: absent(instant) }),
	'promise.broken': z.object({ ...dimensions, ...promise, due: absent(instant) }),
	'customer.active': z.object({ ...dimensions, value: absent(z.number()) }),
	'customer.left': z.object({ ...dimensions, value: absent(z.number()) }),
	'inspection.scored': z.object({
		...dimensions,
		procedural: percent,
		personal: percent,
		tangibles: percent
	}),
	'staff.surveyed': z.object({ ...dimensions, score: z.number(), scale }).superRefine((answer, context) => {
		const high = answer.scale ?? 5;
		if (answer.score < 1 || answer.score > high)
			context.addIssue({ code: 'custom', path: ['score'], message: `expected 1 to ${high}` });
	}),
	'agent.state': z.object({ ...dimensions, state: z.enum(['available', 'busy', 'away', 'offline']) }),
	'breach.acknowledged': z.object({ ...dimensions, breach: identifier, by: dimension, note: words(2000) })
} as const;

export type EventType = keyof typeof EVENT_DATA;
export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];

/** These happen to a customer, a team or an agent, not in a case: their `subject` is ignored and not stored. */
export const CASELESS: ReadonlySet<string> = new Set([
	'customer.active',
	'customer.left',
	'inspection.scored',
	'staff.surveyed',
	'agent.state'
]);

const envelope = {
	specversion: z.literal('1.0'),
	id: identifier,
	source: identifier,
	time: instant
};

function eventOf<Type extends EventType>(type: Type) {
	return z.object({
		...envelope,
		type: z.literal(type),
		subject: CASELESS.has(type)
			? z
					.unknown()
					.optional()
					.transform(() => undefined)
			: identifier,
		data: EVENT_DATA[type]
	});
}

type SchemaOf = { [Type in EventType]: ReturnType<typeof eventOf<Type>> };

/** The whole event, by type: CloudEvents 1.0 envelope and our `data`. */
export const EVENT_SCHEMAS = Object.fromEntries(
	EVENT_TYPES.map((type) => [type, eventOf(type)])
) as unknown as SchemaOf;

/** A service event past validation. */
export type ServiceEvent = { [Type in EventType]: z.output<SchemaOf[Type]> }[EventType];

/** A service event as a producer sends it. */
export type CloudEvent = {
	specversion: '1.0';
	id: string;
	source: string;
	type: EventType;
	time: string;
	subject?: string;
	data: Record<string, unknown>;
};

/** Why an event was refused. `path` names the field, `detail` says what was expected. */
export const Refusal = z.object({
	reason: z.enum(['invalid', 'unknown_type', 'too_large', 'forbidden_team']),
	path: z.string(),
	detail: z.string()
});
export type Refusal = z.infer<typeof Refusal>;

export type Parsed = { ok: true; event: ServiceEvent } | { ok: false; refusal: Refusal };

const refuse = (reason: Refusal['reason'], path: string, detail: string): Parsed => ({
	ok: false,
	refusal: { reason, path, detail }
});

/** Whole events by type, as `EVENT_SCHEMAS` has them or compiled. */
type Schemas = ReadonlyMap<string, z.ZodType>;

/** The reader of events by these schemas. */
export const eventReader =
	(schemas: Schemas) =>
	(input: unknown, now: number): Parsed => {
		if (!isRecord(input)) return refuse('invalid', '', 'expected an event: an object');
		const { type } = input;
		if (typeof type !== 'string') return refuse('invalid', 'type', 'expected the event type: a string');
		const schema = schemas.get(type);
		if (!schema)
			return refuse('unknown_type', 'type', `unknown event type ${JSON.stringify(type.slice(0, 100))}`);

		const parsed = schema.safeParse(input.data === undefined ? { ...input, data: {} } : input);
		if (!parsed.success) {
			const issue = parsed.error.issues[0];
			return refuse('invalid', issue?.path.join('.') ?? '', issue?.message ?? 'invalid');
		}
		const event = parsed.data as ServiceEvent;
		const time = instantMs(event.time);
		if (Number.isNaN(time) || time < EARLIEST || time > now + AHEAD_MS)
			return refuse('invalid', 'time', 'expected a time from 1990 to ten minutes ahead of the server');
		return { ok: true, event };
	};

/**
 * Reads one event as it came in. `now` is the server's clock in ms: an event may run ahead of it by ten minutes.
 * Never throws: a refusal is a value with a reason.
 */
export const parseEvent = eventReader(new Map(Object.entries(EVENT_SCHEMAS)));
